"""`kwic`: keywords in context, aligned, and a code on the sentences in which they stand."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.cells import cell_len

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CoderOption, FormatOption, ProjectOption, coder_name
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.retrieval import KeywordHit
    from qualcode.store.project import Project

_NARROWEST, _NAME = 10, 28


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(kwic)


def kwic(
    words: Annotated[str, typer.Argument(help="A word or phrase; `arrest*` takes any ending.")],
    width: Annotated[int, typer.Option(help="So many characters on each side, if they fit.", min=0)] = 40,
    apply: Annotated[
        str, typer.Option(help="Then put this code on the sentences of the hits.", metavar="CODE")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --apply: do not ask.")] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Show where words are said in all transcripts, coded or not, each hit in its context."""
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import find_keywords
    from qualcode.workflows.project.current_codebook import current_codebook

    with open_project(project) as opened:
        if apply:
            current_codebook(opened).code(apply)
        found = find_keywords.find_hits(opened, words, width=width)
        if format_ is TableFormat.TABLE:
            _print_aligned(found, width)
        else:
            show.rows(show.listing("", _COLUMNS, map(_row, found)), format_)
        if apply and found:
            _apply(opened, coder, apply, found, asking=not yes)


def _apply(
    project: "Project", coder: str | None, code: str, found: "Sequence[KeywordHit]", *, asking: bool
) -> None:
    from qualcode.workflows.analysis import find_keywords

    places = find_keywords.sentences_of_hits(found)
    by = coder_name(coder)
    question = f"Put {code} on the sentences of these hits ({len(places)})?"
    if asking and not typer.confirm(question, err=True):
        raise typer.Abort
    made = find_keywords.code_sentences(project, by, code, places)
    already = f" ({len(places) - len(made)} had it already)" if len(made) < len(places) else ""
    show.say(f"Sentences coded {code}: {len(made)}{already}. `qualcode undo` takes it back.")


_COLUMNS = ("source", "turn", "speaker", "start", "end", "left", "words", "right")


def _row(hit: "KeywordHit") -> tuple[str | int | None, ...]:
    turn = hit.turn.number if hit.turn else None
    return (hit.source_name, turn, hit.speaker, hit.span.start, hit.span.end, hit.left, hit.text, hit.right)


def _print_aligned(found: "Sequence[KeywordHit]", width: int) -> None:
    """Print a line for each hit, the words of all beginning in one column; nothing wraps."""
    if not found:
        show.say("Nothing found.")
        return
    places = [_place(hit) for hit in found]
    margin = max(map(cell_len, places))
    longest = max(cell_len(hit.text) for hit in found)
    room = (show.out().width - margin - longest - 4) // 2
    side = min(width, max(room, _NARROWEST))
    for place, hit in zip(places, found, strict=True):
        show.line(f"{place}{' ' * (margin - cell_len(place))}  {hit.aligned(side)}")
    show.say(f"Hits: {len(found)}.")


def _place(hit: "KeywordHit") -> str:
    return f"{show.brief(hit.source_name, _NAME)} {hit.turn.number if hit.turn else '-'}"
