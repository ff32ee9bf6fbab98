"""Long tables are printed as Rich prints them."""

from collections.abc import Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qualcode.cli.output.long_table import table_lines

HEADINGS = ("code", "codings", "label")
NUMERIC = (False, True, False)


def by_rich(rows: Sequence[Sequence[str]], width: int) -> str:
    output = StringIO()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, right in zip(HEADINGS, NUMERIC, strict=True):
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(file=output, width=width, highlight=False).print(table)
    return output.getvalue()


def laid_out(rows: Sequence[Sequence[str]], width: int) -> str:
    return "".join(f"{line}\n" for line in table_lines(HEADINGS, rows, NUMERIC, width))


def test_a_long_table_is_printed_like_a_short_one() -> None:
    rows = [["a", "1", "Lost trust"], ["  größe", "1200", "信頼 [bold]x[/]"], ["", "", ""]]
    assert laid_out(rows, 60) == by_rich(rows, 60)


@pytest.mark.parametrize("width", [30, 44, 60])
@pytest.mark.parametrize(
    "cell", ["x" * 60, "two\nlines", "It came back within a month, and so did they, the dealers. " * 3]
)
def test_cells_that_do_not_fit_on_one_line_are_folded_as_rich_does(cell: str, width: int) -> None:
    rows = [["a", "1", cell], [cell, "2", "b"], ["c", "3", "d"]]
    assert laid_out(rows, width) == by_rich(rows, width)


WORDS = st.lists(st.text(alphabet="abcö“”…信", min_size=1, max_size=14), min_size=1, max_size=12).map(
    " ".join
)


@given(
    rows=st.lists(st.tuples(WORDS, st.integers(0, 10**6).map(str), WORDS), min_size=1, max_size=4),
    width=st.integers(36, 100),
)
def test_any_table_of_words_is_printed_as_rich_prints_it(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    assert laid_out(rows, width) == by_rich(rows, width)
