"""The command `kwic`: keywords in context."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.cells import cell_len

from qualcode.cli.analysis.scope_options import WhereOption
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import ProjectOption
from qualcode.cli.output.shared_parameters import with_parameters_of
from qualcode.cli.output.table_output import TableOutput, explain_columns, table_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.retrieval import KeywordHit

_SHORTEST_CONTEXT, _NAME_WIDTH = 10, 28
_LOCATOR = "source turn"
"""The heading of the first column: a source's name and the number of a turn."""


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(with_parameters_of(kwic, output=table_output))


def kwic(
    words: Annotated[str, typer.Argument(help="A word or phrase; `arrest*` matches any ending.")],
    output: TableOutput,
    width: Annotated[
        int, typer.Option(help="Maximum number of characters of context on each side.", min=0)
    ] = 40,
    where: WhereOption = "",
    project: ProjectOption = None,
) -> None:
    """List all occurrences of words in the sources, coded or not, with their context."""
    from qualcode.store.project import open_project
    from qualcode.workflows.retrieval import find_keywords

    output.check()
    with open_project(project) as opened:
        hits = find_keywords.find_hits(opened, words, width=width, where=where)
    if output.form:
        listing = find_keywords.listing(hits)
        show.rows(listing, output.format, file=output.file, topic="kwic", explain=output.explain)
    else:
        _print_aligned(hits, width)
        explain_columns(output, "kwic", find_keywords.listing(()).columns)


def _print_aligned(hits: "Sequence[KeywordHit]", width: int) -> None:
    """Print a header, then a line for each hit with the keywords aligned in one column."""
    if not hits:
        show.say("Nothing found.")
        return
    locators = [_locator(hit) for hit in hits]
    margin = max(map(cell_len, (_LOCATOR, *locators)))
    longest = max(cell_len(hit.text) for hit in hits)
    space = (show.out().width - margin - longest - 4) // 2
    side = min(width, max(space, _SHORTEST_CONTEXT))
    show.line(f"{_LOCATOR:<{margin}}  {'left':>{side}} words right")
    for locator, hit in zip(locators, hits, strict=True):
        show.line(f"{locator}{' ' * (margin - cell_len(locator))}  {hit.aligned(side)}")
    show.say(f"Hits: {len(hits)}.")


def _locator(hit: "KeywordHit") -> str:
    return f"{show.brief(hit.source_name, _NAME_WIDTH)} {hit.turn.number if hit.turn else '-'}"
