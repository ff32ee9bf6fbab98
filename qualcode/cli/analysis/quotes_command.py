"""The command `quotes`: the spans that match a query, with what a citation needs."""

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

_LONGEST_QUOTE = 300
"""Characters of a quote in a table on the terminal."""


class Grouping(StrEnum):
    """The headings of a document of quotes."""

    CODE = "code"
    CASE = "case"


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(quotes)


def quotes(
    query: Annotated[
        str, typer.Argument(help="A query such as 'harms/* and role(participant)', in quotes for the shell.")
    ],
    context: Annotated[int, typer.Option(help="Number of turns of context before and after.", min=0)] = 0,
    count: Annotated[bool, typer.Option("--count", help="Print only the number of quotes.")] = False,
    sample: Annotated[int | None, typer.Option(help="Size of a random sample of the quotes.", min=1)] = None,
    seed: Annotated[int, typer.Option(help="Random seed.")] = 1,
    to: Annotated[
        Path | None, typer.Option(help=f"Write a document: {QUOTES.endings}.", metavar="FILE", dir_okay=False)
    ] = None,
    by: Annotated[Grouping, typer.Option(help="With --to: group the quotes by code or by case.")] = (
        Grouping.CODE
    ),
    across_coders: Annotated[
        bool,
        typer.Option("--across-coders", help="Combine the codings of all coders as if one had made them."),
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
            raise UsageError("--count and --to exclude each other.", "Leave out one of them.")
        QUOTES.of_file(to)
    with open_project(project) as opened:
        matches = find_quotes.find_quotes(
            opened, query, coder=coder, across_coders=across_coders, context=0 if count else context
        )
        chosen = list(matches) if sample is None else retrieval.sample(matches, sample, seed)
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


def _for_terminal(chosen: "Sequence[Quote]") -> "Listing":
    from qualcode.retrieval.quote_documents import locator

    rows = (
        (locator(quote), quote.speaker, "\n".join(quote.codes), ", ".join(quote.coders), _with_context(quote))
        for quote in chosen
    )
    return show.listing("", ("where", "speaker", "codes", "coder", "quote"), rows)


def _with_context(quote: "Quote") -> str:
    """Return the quote on one line, with its context on the lines before and after."""
    from qualcode.workflows.analysis.find_quotes import context_lines

    before, after = context_lines(quote.before), context_lines(quote.after)
    words = show.brief(quote.text, _LONGEST_QUOTE)
    return "\n".join(part for part in (before, f"» {words}" if before or after else words, after) if part)
