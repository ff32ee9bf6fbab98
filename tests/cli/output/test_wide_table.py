"""Tables too wide for the terminal are printed in blocks that can be read."""

from pathlib import Path

from qualcode.cli.output.wide_table import column_blocks
from tests.cli.conftest import INTERVIEW, Run


def test_what_fits_is_one_block() -> None:
    assert list(column_blocks(("code", "n"), [["pursue", "1"]], (False, True), 20)) == [[0, 1]]


def test_texts_are_folded_rather_than_put_below() -> None:
    rows = [["x" * 50, "y" * 50, "1"]]
    assert list(column_blocks(("code", "quote", "n"), rows, (False, False, True), 40)) == [[0, 1, 2]]


def test_numbers_that_do_not_fit_come_below_with_the_first_column_again() -> None:
    headings = ("code", "label", *(f"interview-{number}" for number in range(5)))
    rows = [["pursue", "Pursue", *"12345"]]
    assert list(column_blocks(headings, rows, (False, False, *[True] * 5), 55)) == [
        [0, 1, 2, 3],
        [0, 4, 5, 6],
    ]


def test_a_single_column_may_be_wider_than_the_terminal() -> None:
    headings = ("code", "a" * 60, "b" * 60, "n", "m")
    rows = [["pursue", *"1234"]]
    assert list(column_blocks(headings, rows, (False, *[True] * 4), 40)) == [[0, 1], [0, 2], [0, 3, 4]]


def test_frequencies_of_many_sources_can_be_read(study: Path, run: Run) -> None:
    names = [f"an-interview-with-somebody-{number:02}" for number in range(12)]
    for name in names:
        (study / f"{name}.txt").write_text(INTERVIEW + name, encoding="utf-8")
        assert run("import", f"{name}.txt").code == 0
        assert run("apply", "pursue", "-s", name, "--turn", 2).code == 0
    out = run("frequencies", "--by", "source").out
    assert all(name in out for name in names)
    assert len([line for line in out.splitlines() if "  pursue" in line]) == 1  # piped: a row is a line
