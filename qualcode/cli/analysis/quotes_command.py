"""`quotes`: the passages that answer a query, with all that is needed to cite them."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import FormatOption, OnlyCoderOption, ProjectOption
from qualcode.errors import UsageError
from qualcode.output_formats import QUOTES, TableFormat
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Listing
    from qualcode.retrieval import Quote

_BRIEF = 300


class Grouping(StrEnum):
    """Under what the quotes stand in a document."""

    CODE = "code"
    CASE = "case"


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(quotes)


def quotes(
    query: Annotated[
        str, typer.Argument(help="Such as 'harms/* and role(participant)'; quote it for the shell.")
    ],
    context: Annotated[int, typer.Option(help="Show so many turns before and after.", min=0)] = 0,
    count: Annotated[bool, typer.Option("--count", help="Only say how many there are.")] = False,
    sample: Annotated[int | None, typer.Option(help="Only so many, drawn at random.", min=1)] = None,
    seed: Annotated[int, typer.Option(help="Another seed draws another sample.")] = 1,
    to: Annotated[
        Path | None, typer.Option(help=f"Write a document: {QUOTES.endings}.", metavar="FILE", dir_okay=False)
    ] = None,
    by: Annotated[Grouping, typer.Option(help="With --to: quotes under codes, or under cases.")] = (
        Grouping.CODE
    ),
    across_coders: Annotated[
        bool, typer.Option("--across-coders", help="Read all coders' codings as if one had made them.")
    ] = False,
    coder: OnlyCoderOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Find quotes by codes (`harms/*`), words, speakers and attributes, joined by and, or, not and near()."""
    from qualcode import retrieval
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import find_quotes

    if to is not None:
        if count:
            raise UsageError("A number is not written to a document.", "Leave out --count or --to.")
        QUOTES.of_file(to)
    with open_project(project) as opened:
        found = find_quotes.find_quotes(
            opened, query, coder=coder, across_coders=across_coders, context=0 if count else context
        )
        chosen = list(found) if sample is None else retrieval.sample(found, sample, seed)
        if to is not None:
            find_quotes.write_quotes(find_quotes.group_quotes(opened, chosen, by.value), to, query)
    if to is not None:
        show.say(f"{counted(len(chosen), 'quote')}.")
        show.line(str(to))
    elif count:
        show.line(str(len(chosen)))
    elif format_ is TableFormat.TABLE:
        show.rows(_for_terminal(chosen), empty="Nothing found.")
    else:
        show.rows(find_quotes.listing(chosen, with_context=context > 0), format_)


def _for_terminal(found: "Sequence[Quote]") -> "Listing":
    from qualcode.retrieval.quote_documents import locator

    rows = (
        (locator(quote), quote.speaker, "\n".join(quote.codes), ", ".join(quote.coders), _words(quote))
        for quote in found
    )
    return show.listing("", ("where", "speaker", "codes", "coder", "quote"), rows)


def _words(quote: "Quote") -> str:
    """Return the quote on one line, between lines of context where there are any."""
    from qualcode.workflows.analysis.find_quotes import context_lines

    before, after = context_lines(quote.before), context_lines(quote.after)
    words = show.brief(quote.text, _BRIEF)
    return "\n".join(part for part in (before, f"» {words}" if before or after else words, after) if part)
