"""The command `summary`: the texts of the framework matrix."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import FormatOption, ProjectOption, coder_name
from qualcode.cli.output.table_output import ExplainOption
from qualcode.errors import UsageError
from qualcode.files import read_utf8
from qualcode.model import CoderName
from qualcode.output_formats import TableFormat

SummaryCoderOption = Annotated[
    list[str] | None,
    typer.Option(
        "--coder",
        help="Only this coder's summaries (repeatable); to write one, your name.",
        metavar="NAME",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(summary)


def summary(
    case: Annotated[str, typer.Argument(help="Name of a case; of a source in a study without cases.")] = "",
    theme: Annotated[str, typer.Argument(help="Key of a theme.")] = "",
    text: Annotated[str, typer.Argument(help="Summary text; omit it to show the current summary.")] = "",
    file: Annotated[
        Path | None, typer.Option(help="Read the summary from a UTF-8 text file.", metavar="FILE")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Delete your summary of this cell.")] = False,
    project: ProjectOption = None,
    coder: SummaryCoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """Write the summary of a case under a theme for the framework matrix, or list summaries."""
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import framework_summaries
    from qualcode.workflows.chosen_coders import choose_coders

    changing = bool(text or file or remove)
    if changing and not theme:
        raise UsageError("A case and a theme are needed.", "qualcode summary CASE THEME TEXT")
    if bool(text) + bool(file) + remove > 1:
        raise UsageError("TEXT, --file and --remove exclude each other.", "Use one of them.")
    with open_project(project) as opened:
        if not changing:
            chosen = choose_coders(opened.database, coder or ())
            listing = framework_summaries.listing(opened, case, theme, coders=chosen.names)
            empty = "No summaries yet: qualcode summary CASE THEME TEXT"
            notes = tuple(chosen.list_notes(listing, "summaries"))
            show.rows(listing, format_, empty=empty, topic="summaries", explain=explain, notes=notes)
        elif remove:
            framework_summaries.remove(opened, _writer(coder), case, theme)
            show.say("Removed.")
        else:
            framework_summaries.write(opened, _writer(coder), case, theme, read_utf8(file) if file else text)
            show.say("Written.")


def _writer(names: list[str] | None) -> CoderName:
    """Return the coder who writes; UsageError for several."""
    if names and len(names) > 1:
        raise UsageError("A summary has one writer.", "Name one coder: --coder NAME")
    return coder_name(names[0] if names else None)
