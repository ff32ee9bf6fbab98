"""The command `disagreements`: where coders disagree, as a list or as a worksheet for a meeting."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CodeOption, FormatOption, ProjectOption, SourceOption
from qualcode.cli.output.table_columns_option import ColumnsOption
from qualcode.cli.output.table_output import ExplainOption, OutputOption
from qualcode.output_formats import TableFormat
from qualcode.retrieval.disagreements import DisagreementKind
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.workflows.rounds.list_disagreements import RoundDisagreements

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
    code: CodeOption = None,
    source: SourceOption = None,
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
    from qualcode.cli.output.table_columns_option import select_columns
    from qualcode.store.project import open_project
    from qualcode.workflows.rounds.list_disagreements import list_disagreements

    with open_project(project) as opened:
        found = list_disagreements(
            opened, name, kinds=tuple(kind or ()), codes=code or (), source_names=source or ()
        )
    listing = found.listing
    if output is None and format_ is TableFormat.TABLE and not columns:
        listing = select_columns(
            listing, ",".join(column for column in listing.columns if column not in _WORKSHEET_ONLY)
        )
    show.rows(
        listing,
        format_,
        file=output,
        empty="No disagreements.",
        columns=columns,
        topic="disagreements",
        explain=explain,
    )
    _say_counts(found)


def _say_counts(found: "RoundDisagreements") -> None:
    counts = Counter(each.kind for each in found.disagreements)
    by_kind = ", ".join(f"{count} {each.value}" for each, count in counts.most_common())
    show.say(
        f"Round {found.round_name}: {counted(len(found.disagreements), 'disagreement')} in "
        f"{counted(found.stretches, 'stretch', 'stretches')}{f' ({by_kind})' if by_kind else ''}."
    )
    if found.on_interviewers:
        show.say(
            f"{found.on_interviewers} of them on interviewers' words: `qualcode agreement` leaves those out "
            "unless --with-interviewer."
        )
    if found.unfinished:
        show.say(f"Fewer than two coders have finished {', '.join(found.unfinished)}: left out.")
