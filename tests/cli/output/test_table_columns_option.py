"""Which columns a table shows, and tables that other programs read line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.cli.output.table_columns_option import fitting_columns, select_columns
from qualcode.errors import NotFoundError
from qualcode.model import Listing
from tests.cli.conftest import Run

LISTING = Listing(columns=("source", "kind", "words"), rows=(("a", "interview", 3), ("b", "document", 4)))


def test_columns_are_chosen_by_name_in_this_order() -> None:
    chosen = select_columns(LISTING, "words, source")
    assert (chosen.columns, chosen.rows) == (("words", "source"), ((3, "a"), (4, "b")))
    assert select_columns(LISTING, "all") == LISTING


def test_an_unknown_column_is_named_with_the_nearest() -> None:
    with pytest.raises(NotFoundError) as raised:
        select_columns(LISTING, "word")
    assert raised.value.hint == "Did you mean 'words'?"


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(20, 200))
def test_the_columns_that_fit_are_the_first_ones(lengths: list[int], width: int) -> None:
    headings = ["x" * length for length in lengths]
    fitting = fitting_columns(headings, [], [0] * len(lengths), width)
    assert fitting == list(range(len(fitting)))
    assert len(fitting) >= min(2, len(lengths))
    needed = [3 + min(length, 24 if position else 40) for position, length in enumerate(lengths)]
    assert sum(needed[: len(fitting)]) <= width or len(fitting) <= 2
    if len(fitting) < len(lengths):
        assert sum(needed[: len(fitting) + 1]) > width


@pytest.mark.usefixtures("study")
def test_piped_a_row_is_one_line_without_milliseconds(run: Run) -> None:
    name = "an-interview-with-a-name-" + "that-is-far-too-long-" * 8
    run("sources", "rename", "local-01", name)
    lines = [line for line in run("sources").out.splitlines() if name in line]
    assert len(lines) == 1
    assert ".txt" in lines[0]
    assert "." not in lines[0].split(".txt")[1]
    shown = run("sources", "--columns", "words,source").out.split()
    assert shown[:2] == ["words", "source"]
    assert shown[-1] == name


@pytest.mark.usefixtures("study")
def test_kwic_has_a_header_over_its_columns(run: Run) -> None:
    header, *hits = run("kwic", "line").out.splitlines()
    assert header.split() == ["source", "turn", "left", "words", "right"]
    assert all(hit[header.index("words") :].startswith("line") for hit in hits)
    assert len(hits) == 3
