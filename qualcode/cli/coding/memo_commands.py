"""`memo`, `memos`: write and list memos."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coding.span_options import check_choice, parse_span
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CoderOption,
    FormatOption,
    OnlyCodersOption,
    ProjectOption,
    coder_name,
)
from qualcode.cli.output.table_output import ExplainOption, OutputOption
from qualcode.model import About
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from qualcode.workflows.coding.apply_codes import SpanChoice

memo = typer.Typer(help="Write a memo on the project, a source, a code or a coding.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.add_typer(memo, name="memo")
    app.command()(memos)


@memo.command("project")
def memo_project(text: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Write a memo on the whole project."""
    _write_memo(About.PROJECT, "", text, project, coder)


@memo.command("source")
def memo_source(
    name: str,
    text: str,
    quote: Annotated[str | None, typer.Option(help="Only on these words of the source.")] = None,
    nth: Annotated[int | None, typer.Option(help="Occurrence of the quote, from 1.", min=1)] = None,
    span: Annotated[
        str | None, typer.Option(help="Only on these characters of the source.", metavar="START:END")
    ] = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Write a memo on a source, or on words of it."""
    from qualcode.workflows.coding.apply_codes import SpanChoice

    choice = SpanChoice(quote=quote, nth=nth, span=parse_span(span))
    if choice != SpanChoice():
        check_choice(choice)
    _write_memo(About.SOURCE, name, text, project, coder, None if choice == SpanChoice() else choice)


@memo.command("code")
def memo_code(key: str, text: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Write a memo on a code."""
    _write_memo(About.CODE, key, text, project, coder)


@memo.command("coding")
def memo_coding(id_: str, text: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Replace the memo of a coding; an empty text removes it."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import write_memos

    with open_project(project) as opened:
        write_memos.write_on_coding(opened, coder_name(coder), id_, text)
    show.say("Memo saved.")


@memo.command("remove")
def memo_remove(id_: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Remove a memo; `undo` restores it."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import write_memos

    with open_project(project) as opened:
        write_memos.remove(opened, coder_name(coder), id_)
    show.say("Memo removed.")


def memos(
    output: OutputOption = None,
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """List the memos on the project, on sources, on codes and on codings."""
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.coding import list_codings

    with open_project(project) as opened:
        chosen = choose_coders(opened.database, coder or ())
        listing = list_codings.memos(opened, chosen.names)
    notes = tuple(chosen.list_notes(listing, "memos"))
    if format_ is TableFormat.TABLE and output is None:
        rows = tuple((str(row[0])[:8], *row[1:]) for row in listing.rows)
        listing = show.listing("", listing.columns, rows)
    show.rows(listing, format_, file=output, empty="No memos.", topic="memos", explain=explain, notes=notes)


def _write_memo(
    about: About,
    target: str,
    text: str,
    project: Path | None,
    coder: str | None,
    choice: "SpanChoice | None" = None,
) -> None:
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import write_memos

    with open_project(project) as opened:
        write_memos.write(opened, coder_name(coder), about, target, text, choice)
    show.say("Memo saved.")
