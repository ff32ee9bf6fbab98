"""`apply`, `remove`, `memo`, `memos`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CoderOption, FormatOption, ProjectOption, coder_name
from qualcode.errors import UsageError
from qualcode.model import About, Span
from qualcode.output_formats import TableFormat
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.workflows.coding.apply_codes import SpanChoice

memo = typer.Typer(help="Write a memo on the project, a source, a code or a coding.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(apply)
    app.command()(remove)
    app.add_typer(memo, name="memo")
    app.command()(memos)


def apply(
    codes: Annotated[list[str] | None, typer.Argument(help="Keys of codes.", metavar="CODE…")] = None,
    source: Annotated[str, typer.Option("--source", "-s", help="The source's name.")] = "",
    quote: Annotated[str | None, typer.Option(help="The words to code, to the letter.")] = None,
    nth: Annotated[int | None, typer.Option(help="Which occurrence of the quote.", min=1)] = None,
    turn: Annotated[int | None, typer.Option(help="Code this whole turn.", min=1)] = None,
    sentence: Annotated[int | None, typer.Option(help="Code this sentence.", min=1)] = None,
    span: Annotated[str | None, typer.Option(help="Code these characters.", metavar="START:END")] = None,
    memo: Annotated[str, typer.Option(help="A memo on the coding.")] = "",
    from_: Annotated[
        Path | None, typer.Option("--from", help="Code what this .csv, .xlsx or .jsonl says, all or nothing.")
    ] = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Put codes on words of a source; print the new codings' ids."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import apply_codes, bulk_apply

    if from_ is not None:
        if codes or source:
            raise UsageError("--from says which codes go where in which sources.", "Leave out the rest.")
        with open_project(project) as opened:
            count = bulk_apply.apply_from(opened, coder_name(coder), from_)
        show.say(f"{counted(count, 'coding')}.")
        return
    if not codes or not source:
        raise UsageError(
            "Say which codes and which source.", "qualcode apply CODE… --source NAME --quote WORDS"
        )
    place = apply_codes.SpanChoice(quote=quote, nth=nth, turn=turn, sentence=sentence, span=_span(span))
    _must_be_one(place)
    with open_project(project) as opened:
        made = apply_codes.apply(opened, coder_name(coder), codes, source, place, memo)
    for one in made:
        show.line(one.id)


def remove(
    ids: Annotated[list[str], typer.Argument(help="The first characters of codings' ids.", metavar="ID…")],
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Take codings away; `undo` brings them back."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import apply_codes

    with open_project(project) as opened:
        for one in apply_codes.remove(opened, coder_name(coder), ids):
            show.say(f"Removed {one.code} from {apply_codes.excerpt(one.quote)}.")


@memo.command("project")
def memo_project(text: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Write a memo on the whole project."""
    _write_memo(About.PROJECT, "", text, project, coder)


@memo.command("source")
def memo_source(name: str, text: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Write a memo on a source."""
    _write_memo(About.SOURCE, name, text, project, coder)


@memo.command("code")
def memo_code(key: str, text: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Write a memo on a code."""
    _write_memo(About.CODE, key, text, project, coder)


@memo.command("coding")
def memo_coding(id_: str, text: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Replace the memo of a coding; an empty text takes it away."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import write_memos

    with open_project(project) as opened:
        write_memos.write_on_coding(opened, coder_name(coder), id_, text)
    show.say("Written.")


@memo.command("remove")
def memo_remove(id_: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Take a memo away; `undo` brings it back."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import write_memos

    with open_project(project) as opened:
        write_memos.remove(opened, coder_name(coder), id_)
    show.say("Removed.")


def memos(project: ProjectOption = None, format_: FormatOption = TableFormat.TABLE) -> None:
    """List the memos on the project, on sources, on codes and on codings."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import list_codings

    with open_project(project) as opened:
        listing = list_codings.memos(opened)
    if format_ is TableFormat.TABLE:
        rows = tuple((str(row[0])[:8], *row[1:]) for row in listing.rows)
        listing = show.listing("", listing.columns, rows)
    show.rows(listing, format_, empty="No memos.")


def _write_memo(about: About, target: str, text: str, project: Path | None, coder: str | None) -> None:
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import write_memos

    with open_project(project) as opened:
        write_memos.write(opened, coder_name(coder), about, target, text)
    show.say("Written.")


def _must_be_one(place: "SpanChoice") -> None:
    ways = (place.quote, place.turn, place.sentence, place.span)
    if sum(way is not None for way in ways) != 1:
        raise UsageError("Say which words, in one way.", "--quote, --turn, --sentence or --span START:END")
    if place.nth is not None and place.quote is None:
        raise UsageError("--nth goes with --quote.", "Turns, sentences and spans occur once.")


def _span(text: str | None) -> Span | None:
    if text is None:
        return None
    start, _, end = text.partition(":")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        raise UsageError(f"{text!r} is not a span.", "Write START:END in characters, such as --span 120:164.")
    return Span(int(start), int(end))
