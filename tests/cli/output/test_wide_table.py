"""Tables too wide for the terminal are printed in blocks that can be read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.cli.output import show
from qualcode.cli.output.long_table import column_widths
from qualcode.cli.output.wide_table import column_blocks
from tests.cli.conftest import INTERVIEW, Run


def test_what_fits_is_one_block() -> None:
    assert list(column_blocks(("code", "n"), [["pursue", "1"]], (6, 1), 20)) == [[0, 1]]


def test_texts_are_folded_rather_than_put_below() -> None:
    rows = [["x" * 50, "y" * 50, "1"]]
    assert list(column_blocks(("code", "quote", "n"), rows, (12, 12, 1), 40)) == [[0, 1, 2]]


def test_numbers_that_do_not_fit_come_below_with_the_first_column_again() -> None:
    headings = ("code", "label", *(f"interview-{number}" for number in range(5)))
    rows = [["pursue", "Pursue", *"12345"]]
    assert list(column_blocks(headings, rows, (6, 6, *[11] * 5), 55)) == [
        [0, 1, 2, 3],
        [0, 4, 5, 6],
    ]


def test_a_single_column_may_be_wider_than_the_terminal() -> None:
    headings = ("code", "a" * 60, "b" * 60, "n", "m")
    rows = [["pursue", *"1234"]]
    assert list(column_blocks(headings, rows, (6, 60, 60, 1, 1), 40)) == [[0, 1], [0, 2], [0, 3, 4]]


def test_frequencies_of_many_sources_can_be_read(study: Path, run: Run) -> None:
    names = [f"an-interview-with-somebody-{number:02}" for number in range(12)]
    for name in names:
        (study / f"{name}.txt").write_text(INTERVIEW + name, encoding="utf-8")
        assert run("import", f"{name}.txt").code == 0
        assert run("apply", "pursue", "-s", name, "--turn", 2).code == 0
    out = run("frequencies", "--by", "source").out
    assert all(name in out for name in names)
    assert len([line for line in out.splitlines() if "  pursue" in line]) == 1  # piped: a row is a line


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40)), min_size=1, max_size=6), st.integers(20, 120)
)
def test_no_column_is_narrower_than_it_must_be_and_the_others_share_the_rest(
    columns: list[tuple[int, int]], width: int
) -> None:
    headings = ["x" * natural for natural, _ in columns]
    least = [min(natural, minimum) for natural, minimum in columns]
    widths = column_widths(headings, [], width, least)
    assert all(minimum <= column for minimum, column in zip(least, widths, strict=True))
    if sum(least) + 3 * len(least) <= width:
        assert sum(widths) + 3 * len(widths) <= max(width, 4 * len(widths)) + 1


def test_a_long_table_in_blocks_goes_to_the_pager_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[list[str]] = []
    monkeypatch.setattr("qualcode.cli.output.pager.write_lines", lambda lines: written.append(list(lines)))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    names = [f"an-interview-with-somebody-{number:03}" for number in range(250)]
    show.out.cache_clear()
    monkeypatch.setenv("COLUMNS", "60")
    show.rows(
        show.listing("", ("source", "case", "words"), ((name, f"of-{name}", 1) for name in names)), topic="x"
    )
    show.out.cache_clear()
    (lines,) = written
    assert sum(names[0] in line for line in lines) > 1
    assert all(any(f"of-{name}" in line for line in lines) for name in names)
