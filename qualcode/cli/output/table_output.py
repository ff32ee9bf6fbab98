"""The options `--output` and `--format` of tables: print a table, or write it to a file."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import FormatOption
from qualcode.errors import UsageError
from qualcode.output_formats import BINARY_FORMATS, TABLE, TableFormat

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help=f"Write a {TABLE.endings} file; --format overrules its ending.",
        metavar="FILE",
        dir_okay=False,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOutput:
    """Where a table goes, and in which format."""

    file: Path | None
    format: TableFormat

    @property
    def form(self) -> str:
        """The format of `TABLE` that was chosen by name or by the file's ending; empty for the terminal."""
        name = "" if self.format is TableFormat.TABLE else self.format.value
        return TABLE.choose(self.file, name) if self.file else name

    def check(self) -> None:
        """Raise UsageError for an ending that no table is written to, or a format that needs a file."""
        if self.form in BINARY_FORMATS and not self.file and sys.stdout.isatty():
            raise UsageError(f"A terminal cannot show {self.form}.", f"Use -o FILE.{self.form}.")

    def write(self, content: bytes) -> None:
        """Write the bytes of a file: to the file, whose path is printed, or to stdout."""
        from qualcode.files import write_atomically

        if self.file:
            show.line(str(write_atomically(self.file, content)))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)


def table_output(output: OutputOption = None, format_: FormatOption = TableFormat.TABLE) -> TableOutput:
    """Return the output of a command; it has these parameters in the place of its `output`."""
    return TableOutput(file=output, format=format_)


def show_table(
    table: "pd.DataFrame",
    output: TableOutput,
    *,
    title: str,
    empty: str = "Nothing found.",
    writer: "Callable[[pd.DataFrame], bytes] | None" = None,
) -> None:
    """Print the table or write it under its title; `writer` is the one of this table alone, if it has one."""
    from qualcode import tables

    if not output.form:
        show.rows(tables.listing(terminal_table(table)), empty=empty)
    elif output.file or output.form in BINARY_FORMATS:
        output.write(writer(table) if writer else tables.file_bytes({title: table}, output.form))
    else:
        show.raw_text(tables.to_text(table, output.form))


def terminal_table(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return the table for a reader: codes are indented by their depth in the tree instead of two columns."""
    if "depth" not in table:
        return table
    indented = ["  " * depth + key for depth, key in zip(table["depth"], table["code"], strict=True)]
    return table.assign(code=indented).drop(columns=["depth", "theme"])
