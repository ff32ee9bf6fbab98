"""The options `--output` and `--format` of tables: print a table, or write it to a file."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output.shared_options import FormatOption
from qualcode.errors import UsageError
from qualcode.model import Listing
from qualcode.output_formats import BINARY_FORMATS, TABLE, TableFormat
from qualcode.text.visible import visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pandas as pd

    from qualcode.tables import TableNotes

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


ExplainOption = Annotated[
    bool,
    typer.Option("--explain", help="Under the table: what it counts and what each column means."),
]
EXPLAINED = ("md", "latex", "html", "docx", "xlsx")
"""Formats that have room for notes; for others, they are printed to stderr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOutput:
    """Where a table goes, and in which format."""

    file: Path | None
    format: TableFormat
    explain: bool = False

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
            sys.stdout.write(visible_lines(str(write_atomically(self.file, content))) + "\n")
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)


def table_output(
    output: OutputOption = None, format_: FormatOption = TableFormat.TABLE, explain: ExplainOption = False
) -> TableOutput:
    """Return the output of a command; it has these parameters in the place of its `output`."""
    return TableOutput(file=output, format=format_, explain=explain)


def write_table(
    table: "pd.DataFrame",
    output: TableOutput,
    title: str,
    writer: "Callable[[pd.DataFrame, Sequence[TableNotes]], bytes] | None" = None,
    *,
    notes: "TableNotes | None" = None,
    remarks: "Sequence[str]" = (),
    labels: "Mapping[str, str] | None" = None,
) -> None:
    """Write the table to the file or to stdout; `writer` is the one of this table alone, if it has one.

    A workbook always has the notes, other formats with `--explain`; without it, those with room for notes
    have `remarks`. Text for another program is unchanged; on a terminal it has no control characters.
    """
    from qualcode.tables import file_bytes, remarks_only, to_text

    noted = notes if output.explain or output.form == "xlsx" else None
    if noted is None and remarks and output.form in EXPLAINED:
        noted = remarks_only(title, remarks)
    if output.file or output.form in BINARY_FORMATS:
        all_notes = (noted,) if noted else ()
        output.write(
            writer(table, all_notes) if writer else file_bytes({title: table}, output.form, all_notes, labels)
        )
    else:
        text = to_text(table, output.form, notes=noted)
        sys.stdout.write(visible_lines(text) if sys.stdout.isatty() else text)
    if noted and output.form not in EXPLAINED:
        for line in note_lines(noted):
            typer.echo(visible_lines(line), err=True)


def explain_columns(output: TableOutput, topic: str, columns: "Sequence[str]") -> None:
    """With `--explain`, print the definitions of a list of `topic` with these columns to stderr."""
    if output.explain:
        from qualcode.tables import frame
        from qualcode.workflows.analysis.result_notes import notes_on

        for line in note_lines(notes_on(frame(Listing(columns=tuple(columns), rows=())), topic)):
            typer.echo(visible_lines(line), err=True)


def note_lines(notes: "TableNotes") -> "Iterator[str]":
    """Yield the notes as lines of text."""
    for heading, text in notes.rows:
        yield f"{heading}: {text}"
