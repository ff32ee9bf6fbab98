"""The command `disagreements`: where coders disagree, as a list or as a worksheet for a meeting."""

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import FormatOption, ProjectOption, SourceOption
from qualcode.cli.output.table_columns_option import ColumnsOption
from qualcode.cli.output.table_output import ExplainOption, OutputOption
from qualcode.output_formats import TableFormat
from qualcode.retrieval.disagreements import DisagreementKind

if TYPE_CHECKING:
    from qualcode.model import Listing

ComparedOption = Annotated[
    list[str] | None,
    typer.Option("--coder", help="Compare only these coders (repeatable).", metavar="NAME"),
]
ComparedCodesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--codes",
        "--code",
        "-c",
        help="Only these codes or @groups, separated by commas (repeatable).",
        metavar="KEYS",
    ),
]
_WORKSHEET_ONLY = ("decision", "reason")


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(disagreements)


def disagreements(
    name: Annotated[
        str, typer.Argument(help="Name of a closed round; default: the one closed last.", metavar="ROUND")
    ] = "",
    kind: Annotated[
        list[DisagreementKind] | None, typer.Option("--kind", help="Only this kind (repeatable).")
    ] = None,
    code: ComparedCodesOption = None,
    source: SourceOption = None,
    coder: ComparedOption = None,
    output: OutputOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
    columns: ColumnsOption = "",
) -> None:
    """List where the coders of a closed round disagree, in what way, the worst codes first.

    They are read from the state in which the round was closed. A .docx, .xlsx or .md file is a worksheet
    for a meeting, with empty columns for the decision and its reason.
    """
    from qualcode.store.project import open_project
    from qualcode.workflows.rounds.list_disagreements import list_disagreements

    with open_project(project) as opened:
        result = list_disagreements(
            opened,
            name,
            kinds=tuple(kind or ()),
            codes=code or (),
            source_names=source or (),
            coders=coder or (),
        )
    is_printed = output is None and format_ is TableFormat.TABLE and not columns
    show.rows(
        _without_worksheet_columns(result.listing) if is_printed else result.listing,
        format_,
        file=output,
        empty="No disagreements.",
        columns=columns,
        topic="disagreements",
        explain=explain,
        notes=tuple(result.notes()),
    )


def _without_worksheet_columns(listing: "Listing") -> "Listing":
    from qualcode.cli.output.table_columns_option import select_columns

    return select_columns(
        listing, ",".join(column for column in listing.columns if column not in _WORKSHEET_ONLY)
    )
