"""The quotes that a query finds in a project, as rows or as a document.

Sources are read one at a time, so the quotes must be consumed while the project is open.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import UsageError
from qualcode.files import write_atomically
from qualcode.model import Listing
from qualcode.output_formats import QUOTES
from qualcode.store.project import Project
from qualcode.store.records import names
from qualcode.store.records.people import cases
from qualcode.workflows.chosen_coders import choose_coders
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.retrieval.pseudonymise import pseudonymise_quotes
from qualcode.workflows.retrieval.source_views import source_views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.retrieval import Quote, QuoteGroup, Utterance
    from qualcode.suggesters.patterns.lemmatiser import Lemmatiser

_COLUMNS = (
    "source", "kind", "turn", "last_turn", "speaker", "role", "time", "page", "start", "end", "quote",
    "codes", "coders", "cases", "codings",
)  # fmt: skip


def find_quotes(
    project: Project,
    text: str,
    *,
    coders: Sequence[str] = (),
    across_coders: bool = False,
    context: int = 0,
    where: str = "",
    pseudonymous: bool = False,
) -> "Iterator[Quote]":
    """Return the quotes that a query finds, by source name, with `context` turns on each side.

    With `pseudonymous`, sources, speakers and cases have the numbers of the pseudonymous report; the query is
    on their names. `where` selects turns by attributes as the tables do; a quote then overlaps one of them.
    With `coders` only their codings are read; NotFoundError for an unknown one.
    QueryError points at the character that cannot be parsed or at the name that does not exist.
    """
    from qualcode.retrieval import AttributeFilter, evaluate, parse, require_coders

    chosen = choose_coders(project.database, coders).names
    if across_coders and len(chosen) == 1:
        raise UsageError(
            "--across-coders combines the codings of several coders, and --coder names one.",
            "Leave one of the two out, or name several coders.",
        )
    codebook = current_codebook(project).codebook
    attributes = {name for case in cases.read_all(project.database) for name in case.attributes}
    query = parse(text)
    quotes = evaluate(
        query,
        source_views(project, coders=chosen),
        codebook=codebook,
        lemmas=_lemmas(project.settings.language),
        attributes=attributes,
        across_coders=across_coders,
        context=context,
        where=AttributeFilter(where, codebook, attributes) if where.strip() else None,
    )
    require_coders(query, names.of_kind(project.database, "coder"))
    if pseudonymous:
        return pseudonymise_quotes(quotes, list(source_views(project)))
    return quotes


def coder_notes(
    project: Project, quotes: "Iterable[Quote]", coders: Sequence[str] = (), *, is_count: bool = False
) -> tuple[str, ...]:
    """Return what is to be said of whose quotes these are, if they were found for these coders or all."""
    names = (name for quote in quotes for name in quote.coders)
    return tuple(choose_coders(project.database, coders).notes_on_listed(names, is_count=is_count))


def listing(quotes: "Iterable[Quote]", *, with_context: bool = False) -> Listing:
    """Return quotes as rows: source, turn, offsets, exact text, codes and coders."""
    rows = []
    for quote in quotes:
        turn = (quote.source_name, quote.kind.value, quote.turn, quote.last_turn, quote.speaker)
        position = (quote.role.value, quote.begins, quote.page, quote.span.start, quote.span.end, quote.text)
        joined = ("; ".join(names) for names in (quote.codes, quote.coders, quote.cases, quote.codings))
        around = (context_lines(quote.before), context_lines(quote.after)) if with_context else ()
        rows.append((*turn, *position, *joined, *around))
    return Listing(
        columns=(*_COLUMNS, "before", "after") if with_context else _COLUMNS,
        rows=tuple(rows),
    )


def group_quotes(project: Project, quotes: "Iterable[Quote]", by: str) -> "list[QuoteGroup]":
    """Return the quotes grouped by code, or by case if `by` is "case"."""
    from qualcode.retrieval import by_case, by_code

    return by_case(quotes) if by == "case" else by_code(quotes, current_codebook(project).codebook)


def write_quotes(
    groups: "Iterable[QuoteGroup]", path: Path, form: str, title: str, notes: Sequence[str] = ()
) -> None:
    """Write the quotes as a document in a format of `QUOTES`; an existing file is replaced whole."""
    from qualcode.retrieval.quote_documents import QUOTE_WRITERS

    write_atomically(path, QUOTE_WRITERS[QUOTES.named(form)](groups, title, notes), parents=True)


def context_lines(utterances: "Iterable[Utterance]") -> str:
    """Return the context of a quote, one line for each turn with its speaker."""
    return "\n".join(
        f"{utterance.turn.speaker}: {' '.join(utterance.text.split())}".removeprefix(": ")
        for utterance in utterances
    )


def _lemmas(language: str) -> Callable[[str], str]:
    """Return a lemmatiser that loads its dictionary on first use."""

    @cache
    def dictionary() -> "Lemmatiser":
        from qualcode.suggesters.patterns.lemmatiser import Lemmatiser

        return Lemmatiser(language)

    return lambda word: dictionary().lemma(word)
