"""Print results to stdout and messages to stderr.

Texts are untrusted: control characters are replaced by visible signs and markup in data is not interpreted.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from qualcode.errors import QualcodeError
from qualcode.model import Listing, Value
from qualcode.output_formats import TableFormat
from qualcode.text.command_arguments import shown_name
from qualcode.text.decimals import decimal_text, is_number_with_share
from qualcode.text.visible import visible_lines

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

_T = TypeVar("_T")
_PIPE_WIDTH = 120
_NAME_COLUMNS = {
    "source", "case", "speaker", "coder", "name", "label", "file", "attribute", "on", "unit",
}  # fmt: skip
"""Columns of names, whose white space is shown; codes have none, and are indented by the tree."""
_WHOLE_COLUMNS = {
    "id", "code", "source", "case", "speaker", "coder", "name", "attribute", "round", "topic", "theme",
    "parent", "key", "act", "at", "version", "word",
}  # fmt: skip
"""Columns of what is typed or copied in a further command: it is never broken over two lines."""
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z")
"""A time stamp; it is shown to the second."""


@cache
def out() -> "Console":
    """Return the console for results; without a terminal it is plain and 120 columns wide."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False, soft_wrap=False)


@cache
def err() -> "Console":
    """Return the console for messages."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def brief(text: str, width: int = 80) -> str:
    """Return the text on one line, with an ellipsis where it is longer than `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def say(message: str, style: str = "") -> None:
    """Print a message to stderr.

    Rich takes a fifth of the time of a short command: it is loaded for a style only, and used where it is
    loaded already, since a message has to be above its progress bar.
    """
    if not style and "rich.console" not in sys.modules:
        sys.stderr.write(visible_lines(message) + "\n")
        return
    from rich.text import Text

    err().print(Text(visible_lines(message), style=style))


def show_error(error: QualcodeError) -> None:
    """Print an error and its hint to stderr."""
    from rich.text import Text

    text = Text("Error: ", style="bold red")
    text.append(visible_lines(str(error).removesuffix(error.hint).rstrip()), style="")
    if error.hint:
        text.append("\n" + visible_lines(error.hint), style="dim")
    err().print(text)


def rows(
    listing: Listing,
    format_: TableFormat = TableFormat.TABLE,
    *,
    topic: str,
    file: "Path | None" = None,
    empty: str = "Nothing found.",
    columns: str | None = None,
    explain: bool = False,
    notes: Sequence[str] = (),
) -> None:
    """Print a listing or write it to a file; on the terminal, `empty` is the message for no rows.

    `topic` is the section of the guide's definitions that has its columns: a workbook has them on the sheet
    of notes, and with `explain` they are under the table.

    `columns` are the names of the option `--columns`, where a command has it: without any, a terminal shows
    the columns that fit.

    `notes` say what the listing has, and of which coders: they are printed to stderr, and are in a file that
    has room for them.
    """
    if columns:
        from qualcode.cli.output.table_columns_option import select_columns

        listing = select_columns(listing, columns)
    if file or format_ is not TableFormat.TABLE:
        from qualcode.cli.output.table_output import TableOutput, write_table
        from qualcode.tables import frame
        from qualcode.workflows.analysis.result_notes import notes_on

        output = TableOutput(file=file, format=format_, explain=explain)
        output.check()
        table = frame(listing)
        all_notes = notes_on(table, topic, scope=notes)
        write_table(table, output, listing.title or topic.capitalize(), notes=all_notes, remarks=notes)
        _say_each(notes)
        return
    if not listing.rows:
        say(empty)
    else:
        _print_table(listing, fit=columns == "" and sys.stdout.isatty())
    if explain:
        _print_definitions(listing, topic, notes)
    _say_each(notes)


def _say_each(notes: Sequence[str]) -> None:
    for note in notes:
        say(note)


def _print_definitions(listing: Listing, topic: str, notes: Sequence[str]) -> None:
    from qualcode.cli.output.table_output import note_lines
    from qualcode.tables import frame
    from qualcode.workflows.analysis.result_notes import notes_on

    for text in note_lines(notes_on(frame(Listing(columns=listing.columns, rows=())), topic, scope=notes)):
        line(text)


def raw_text(text: str) -> None:
    """Print a text unchanged; on a terminal, without control characters."""
    sys.stdout.write(visible_lines(text) if sys.stdout.isatty() else text)


def line(text: str) -> None:
    """Print one line of a result without wrapping or colour."""
    sys.stdout.write(visible_lines(text) + "\n")


@contextmanager
def progress(description: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar of `total` steps on stderr; call the yielded function after each step."""
    from rich.progress import Progress

    with Progress(console=err(), transient=True, disable=not err().is_terminal or total < 2) as bar:  # noqa: PLR2004
        task = bar.add_task(description, total=total)
        yield lambda: bar.advance(task)


def _print_table(listing: Listing, *, fit: bool) -> None:
    """Print a table in the terminal's width, with `fit` only the columns that fit; piped, a row is a line."""
    from qualcode.cli.output.long_table import LONG, table_lines
    from qualcode.cli.output.pager import write_lines
    from qualcode.cli.output.wide_table import column_blocks, least_widths

    numeric = [
        all(isinstance(row[column], int | float | None) or _is_number(row[column]) for row in listing.rows)
        for column in range(len(listing.columns))
    ]
    headings = [visible_lines(shown_name(column)) for column in listing.columns]
    are_names = [column in _NAME_COLUMNS for column in listing.columns]
    cells = [
        [_cell(value, is_name=is_name) for value, is_name in zip(row, are_names, strict=True)]
        for row in listing.rows
    ]
    title = visible_lines(listing.title)
    if not sys.stdout.isatty():
        _write_row_lines(title, headings, cells, numeric)
        return
    are_whole = [
        is_number or column in _WHOLE_COLUMNS
        for is_number, column in zip(numeric, listing.columns, strict=True)
    ]
    least = least_widths(headings, cells, are_whole)
    if fit:
        fitting = _fitting(headings, cells, least)
        headings, numeric, least = (
            headings[: len(fitting)],
            numeric[: len(fitting)],
            least[: len(fitting)],
        )
        cells = [row[: len(fitting)] for row in cells]
    if len(cells) >= LONG and not title:
        blocks = column_blocks(headings, cells, least, out().width)
        write_lines(
            line
            for block in blocks
            for line in table_lines(*_block(block, headings, cells, numeric), out().width, _of(block, least))
        )
        return
    for block in column_blocks(headings, cells, least, out().width):
        _print_block(title, *_block(block, headings, cells, numeric), _of(block, least))
        title = ""


def _block(
    block: Sequence[int], headings: Sequence[str], cells: Sequence[Sequence[str]], numeric: Sequence[bool]
) -> tuple[Sequence[str], Sequence[Sequence[str]], Sequence[bool]]:
    """Return the headings, the rows, and which columns have numbers, of the columns at these positions."""
    return _of(block, headings), [_of(block, row) for row in cells], _of(block, numeric)


def _of(positions: Sequence[int], values: Sequence[_T]) -> list[_T]:
    return [values[position] for position in positions]


def _is_number(value: Value) -> bool:
    """Return whether a text is a number with its share, such as `12 (8.3)`."""
    return isinstance(value, str) and is_number_with_share(value)


def _write_row_lines(
    title: str, headings: Sequence[str], cells: Sequence[Sequence[str]], numeric: Sequence[bool]
) -> None:
    """Print each row on one line, however long, for `grep` and other programs."""
    from qualcode.cli.output.long_table import table_lines
    from qualcode.cli.output.pager import write_lines

    lines = [[" ".join(cell.split("\n")) for cell in row] for row in cells]
    if title:
        write_lines([title])
    write_lines(line.rstrip() for line in table_lines(headings, lines, numeric, sys.maxsize))


def _fitting(headings: Sequence[str], cells: Sequence[Sequence[str]], least: Sequence[int]) -> list[int]:
    """Return the positions of the columns that fit the terminal, and say which do not."""
    from qualcode.cli.output.table_columns_option import fitting_columns

    fitting = fitting_columns(headings, cells, least, out().width)
    hidden = headings[len(fitting) :]
    if hidden:
        say(f"Not shown: {', '.join(hidden)}. `--columns all` shows all columns.")
    return fitting


def _print_block(
    title: str,
    headings: Sequence[str],
    cells: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    least: Sequence[int],
) -> None:
    """Print columns side by side, none narrower than its width in `least`."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from qualcode.cli.output.long_table import column_widths

    widths = column_widths(headings, cells, out().width, least)
    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for heading, right, width in zip(headings, numeric, widths, strict=True):
        table.add_column(heading, justify="right" if right else "left", overflow="fold", width=width)
    for row in cells:
        table.add_row(*map(Text, row))
    # A name that is wider than the terminal is broken by the terminal itself, and copied whole.
    total = sum(widths) + 3 * len(widths)
    Console(width=max(out().width, total), highlight=False, soft_wrap=False).print(table)


def moment(stored: str) -> str:
    """Return a stored time as tables show it: without milliseconds, `2026-01-05 09:30:00Z`."""
    return _MOMENT.sub(r"\1 \2Z", stored)


def _cell(value: Value, *, is_name: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return moment(value)
    if isinstance(value, float):
        return decimal_text(value).rstrip("0").rstrip(".")
    return visible_lines(shown_name(str(value)) if is_name else str(value))


def listing(title: str, columns: Iterable[str], rows: Iterable[tuple[Value, ...]]) -> Listing:
    """Return a listing of the rows with this title and these column names."""
    return Listing(title=title, columns=tuple(columns), rows=tuple(rows))
