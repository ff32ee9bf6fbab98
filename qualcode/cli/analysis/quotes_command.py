"""The command `quotes`: the spans that match a query, with what a citation needs."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis.scope_options import WhereOption
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import OnlyCodersOption, ProjectOption
from qualcode.cli.output.shared_parameters import with_parameters_of
from qualcode.cli.output.table_output import TableOutput, explain_columns, table_output
from qualcode.errors import UsageError
from qualcode.output_formats import QUOTES
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.model import Listing
    from qualcode.retrieval import Quote

_LONGEST_QUOTE = 300
"""Characters of a quote in a table on the terminal."""


class Grouping(StrEnum):
    """The headings of a document of quotes."""

    CODE = "code"
    CASE = "case"


QueryArgument = Annotated[
    str, typer.Argument(help="A query such as 'harms/* and role(participant)', in quotes for the shell.")
]
SampleOption = Annotated[int | None, typer.Option(help="Size of a random sample of the quotes.", min=1)]
GroupingOption = Annotated[
    Grouping, typer.Option(help=f"In a {QUOTES.endings} file: group the quotes by code or by case.")
]
AcrossCodersOption = Annotated[
    bool, typer.Option("--across-coders", help="Combine the codings of all coders as if one had made them.")
]
PseudonymousOption = Annotated[
    bool, typer.Option("--pseudonymous", help="Number sources, speakers and cases instead of naming them.")
]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(with_parameters_of(quotes, output=table_output))


def quotes(
    query: QueryArgument,
    output: TableOutput,
    context: Annotated[int, typer.Option(help="Number of turns of context before and after.", min=0)] = 0,
    count: Annotated[bool, typer.Option("--count", help="Print only the number of quotes.")] = False,
    sample: SampleOption = None,
    seed: Annotated[int, typer.Option(help="Random seed.")] = 1,
    by: GroupingOption = Grouping.CODE,
    where: WhereOption = "",
    across_coders: AcrossCodersOption = False,
    pseudonymous: PseudonymousOption = False,
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
) -> None:
    """Find quotes by codes (`harms/*`), words, speakers and attributes, joined by and, or, not and near().

    The quotes name their sources, speakers and cases: for other people use --pseudonymous, and look for names
    inside the quotes.
    """
    from qualcode.store.project import open_project
    from qualcode.workflows.retrieval import find_quotes

    _check_output(output, count=count)
    document = output.file if output.form in QUOTES.names else None
    with open_project(project) as opened:
        matches = find_quotes.find_quotes(
            opened,
            query,
            coders=coder or (),
            across_coders=across_coders,
            context=0 if count else context,
            where=where,
            pseudonymous=pseudonymous,
        )
        chosen = _sampled(matches, sample, seed)
        notes = find_quotes.coder_notes(opened, chosen, coder or (), is_count=count)
        if document:
            title = "Quotes" if pseudonymous else query
            groups = find_quotes.group_quotes(opened, chosen, by.value)
            find_quotes.write_quotes(groups, document, output.form, title, notes)
    if document:
        _show_document(document, len(chosen), pseudonymous=pseudonymous)
    elif count:
        show.line(str(len(chosen)))
    elif output.form:
        _write_listing(find_quotes.listing(chosen, with_context=context > 0), output, notes)
        return
    else:
        show.rows(_for_terminal(chosen), topic="quotes")
    _explain(output, notes, find_quotes.listing((), with_context=context > 0).columns)


def _write_listing(listing: "Listing", output: TableOutput, notes: "Sequence[str]") -> None:
    show.rows(listing, output.format, file=output.file, topic="quotes", explain=output.explain, notes=notes)


def _explain(output: TableOutput, notes: "Sequence[str]", columns: "Sequence[str]") -> None:
    for note in notes:
        show.say(note)
    explain_columns(output, "quotes", columns)


def _sampled(quotes: "Iterable[Quote]", size: int | None, seed: int) -> "list[Quote]":
    from qualcode.retrieval import sample

    return list(quotes) if size is None else sample(quotes, size, seed)


def _check_output(output: TableOutput, *, count: bool) -> None:
    if output.file and count:
        raise UsageError("--count and --output exclude each other.", "Leave out one of them.")
    output.check()


def _show_document(document: Path, quote_count: int, *, pseudonymous: bool) -> None:
    show.say(f"{counted(quote_count, 'quote')}.")
    if not pseudonymous:
        show.say("They name sources, speakers and cases: for other people use --pseudonymous.")
    show.line(str(document))


def _for_terminal(chosen: "Sequence[Quote]") -> "Listing":
    from qualcode.retrieval.quote_documents import locator

    rows = (
        (locator(quote), quote.speaker, "\n".join(quote.codes), ", ".join(quote.coders), _with_context(quote))
        for quote in chosen
    )
    return show.listing("", ("where", "speaker", "codes", "coder", "quote"), rows)


def _with_context(quote: "Quote") -> str:
    """Return the quote on one line, with its context on the lines before and after."""
    from qualcode.workflows.retrieval.find_quotes import context_lines

    before, after = context_lines(quote.before), context_lines(quote.after)
    words = show.brief(quote.text, _LONGEST_QUOTE)
    return "\n".join(part for part in (before, f"» {words}" if before or after else words, after) if part)
