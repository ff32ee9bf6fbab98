"""The command `kwic`: keywords in context, and coding of the sentences that contain them."""

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

_SHORTEST_CONTEXT, _NAME_WIDTH = 10, 28


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(kwic)


def kwic(
    words: Annotated[str, typer.Argument(help="A word or phrase; `arrest*` matches any ending.")],
    width: Annotated[
        int, typer.Option(help="Maximum number of characters of context on each side.", min=0)
    ] = 40,
    apply: Annotated[
        str, typer.Option(help="Apply this code to the sentences that contain a hit.", metavar="CODE")
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="With --apply: do not ask for confirmation.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """List all occurrences of words in the sources, coded or not, with their context."""
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import find_keywords
    from qualcode.workflows.project.current_codebook import current_codebook

    with open_project(project) as opened:
        if apply:
            current_codebook(opened).code(apply)
        hits = find_keywords.find_hits(opened, words, width=width)
        if format_ is TableFormat.TABLE:
            _print_aligned(hits, width)
        else:
            show.rows(find_keywords.listing(hits), format_)
        if apply and hits:
            _apply(opened, coder, apply, hits, asking=not yes)


def _apply(
    project: "Project", coder: str | None, code: str, hits: "Sequence[KeywordHit]", *, asking: bool
) -> None:
    from qualcode.workflows.analysis import find_keywords

    sentences = find_keywords.sentences_of_hits(hits)
    by = coder_name(coder)
    question = f"Apply {code} to the sentences of these hits ({len(sentences)})?"
    if asking and not typer.confirm(question, err=True):
        raise typer.Abort
    new_codings = find_keywords.code_sentences(project, by, code, sentences)
    coded_before = len(sentences) - len(new_codings)
    already = f" ({coded_before} had it already)" if coded_before else ""
    show.say(f"Sentences coded {code}: {len(new_codings)}{already}. `qualcode undo` reverts it.")


def _print_aligned(hits: "Sequence[KeywordHit]", width: int) -> None:
    """Print a line for each hit with the keywords aligned in one column."""
    if not hits:
        show.say("Nothing found.")
        return
    locators = [_locator(hit) for hit in hits]
    margin = max(map(cell_len, locators))
    longest = max(cell_len(hit.text) for hit in hits)
    space = (show.out().width - margin - longest - 4) // 2
    side = min(width, max(space, _SHORTEST_CONTEXT))
    for locator, hit in zip(locators, hits, strict=True):
        show.line(f"{locator}{' ' * (margin - cell_len(locator))}  {hit.aligned(side)}")
    show.say(f"Hits: {len(hits)}.")


def _locator(hit: "KeywordHit") -> str:
    return f"{show.brief(hit.source_name, _NAME_WIDTH)} {hit.turn.number if hit.turn else '-'}"
