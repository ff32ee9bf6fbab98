"""Long tables are printed as Rich prints them."""

from io import StringIO

import pytest
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qualcode.cli.output.long_table import print_long

HEADINGS = ("code", "codings", "label")


def by_rich(rows: list[list[str]], console: Console) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, justify in zip(HEADINGS, ("left", "right", "left"), strict=True):
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def test_a_long_table_is_printed_like_a_short_one() -> None:
    rows = [["a", "1", "Lost trust"], ["  größe", "1200", "信頼 [bold]x[/]"], ["", "", ""]]
    expected, printed = StringIO(), StringIO()
    by_rich(rows, Console(file=expected, width=60, highlight=False))
    console = Console(file=printed, width=60, highlight=False)
    assert print_long(console, HEADINGS, rows, (False, True, False))
    assert printed.getvalue() == expected.getvalue()


@pytest.mark.parametrize("cell", ["x" * 60, "two\nlines", "a\ttab"])
def test_what_does_not_fit_on_one_line_is_left_to_rich(cell: str) -> None:
    printed = StringIO()
    console = Console(file=printed, width=60)
    assert not print_long(console, HEADINGS, [["a", "1", cell]], (False, True, False))
    assert printed.getvalue() == ""
