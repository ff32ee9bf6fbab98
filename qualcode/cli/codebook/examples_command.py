"""`codebook examples`: a page for each code with its definition and quotes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import FormatOption, OnlyCodersOption, ProjectOption
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from qualcode.workflows.codebook.live_examples import CodePage, LiveQuote

_FIELDS = {
    "brief": "In brief",
    "definition": "Definition",
    "when_to_use": "When to use",
    "when_not_to_use": "When not to use",
}


def add_to(codebook: typer.Typer) -> None:
    """Add this command to the group `codebook`."""
    codebook.command("examples")(examples)


def examples(
    code: Annotated[
        str | None,
        typer.Argument(help="Only this code or @group, with the codes below.", metavar="[CODE]"),
    ] = None,
    most: Annotated[int, typer.Option("--max", help="Maximum number of quotes per code.", min=1)] = 3,
    pseudonymous: Annotated[
        bool, typer.Option("--pseudonymous", help="Leave out the names of speakers and sources.")
    ] = False,
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Print a page for each code with its quotes: starred ones first, then one of each source in turn.

    In each source, the quote nearest to 180 characters comes first. Quotes of the interviewer are left out.
    The examples in the file do not change.
    """
    from qualcode.documents.markdown_text import escape_line
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.codebook import live_examples

    with open_project(project) as opened:
        chosen = choose_coders(opened.database, coder or ())
        pages = live_examples.code_pages(
            opened, code, most=most, pseudonymous=pseudonymous, coders=chosen.names
        )
    notes = tuple(chosen.count_notes())
    if format_ not in (TableFormat.TABLE, TableFormat.MD):
        show.rows(live_examples.listing(pages), format_, topic="codebook examples", notes=notes)
        return
    for page in pages:
        for line in _markdown(page) if format_ is TableFormat.MD else _plain(page):
            show.line(line)
    for note in notes:
        if format_ is TableFormat.MD:
            show.line(escape_line(note))
        show.say(note)


def _plain(page: "CodePage") -> Iterator[str]:
    above = f", under {page.above[-1].title}" if page.above else ""
    yield f"{page.code.title} ({page.code.key}{above}) · codings: {page.codings}"
    for field, name in _FIELDS.items():
        if text := getattr(page.code, field):
            yield f"  {name}: {' '.join(text.split())}"
    for text in page.code.examples:
        yield f"  Example: “{' '.join(text.split())}”"
    for quote in page.quotes:
        yield f"  {'★' if quote.starred else '·'} “{_words(quote)}” ({quote.where}; {quote.coder})"
    yield ""


def _markdown(page: "CodePage") -> Iterator[str]:
    from qualcode.documents.markdown_text import escape_line

    yield f"{'#' * min(len(page.above) + 2, 6)} {escape_line(page.code.title)}"
    yield ""
    yield f"`{page.code.key}` · codings: {page.codings}"
    yield ""
    for field, name in _FIELDS.items():
        if text := getattr(page.code, field):
            yield f"**{name}:** {escape_line(text)}"
            yield ""
    for text in page.code.examples:
        yield f"*Example:* {escape_line(text)}"
        yield ""
    for quote in page.quotes:
        yield f"> {escape_line(_words(quote))}"
        yield ">"
        star = "★ " if quote.starred else ""
        yield f"> {star}({escape_line(quote.where)}; {escape_line(quote.coder)})"
        yield ""


def _words(quote: "LiveQuote") -> str:
    """Return the quote on one line, with the speakers' names if there are several."""
    if len({speaker for speaker, _ in quote.words}) < 2:  # noqa: PLR2004 - one speaker needs no name
        return quote.text
    return " / ".join(f"{speaker}: {' '.join(words.split())}" for speaker, words in quote.words)
