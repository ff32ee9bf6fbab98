"""Retrieving: the study's passages that answer a query, and every place where words are said.

Sources are read one at a time, so what is returned must be used up while the project is open.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, UsageError
from qualcode.files import write_atomically
from qualcode.model import CoderName, Listing, SourceId
from qualcode.output_formats import QUOTES
from qualcode.store.project import Project
from qualcode.store.records import cases, codings, sources
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    from qualcode.retrieval import Quote, QuoteGroup, SourceView, Utterance
    from qualcode.suggesters.patterns.lemmatiser import Lemmatiser

_COLUMNS = (
    "source", "kind", "turn", "last_turn", "speaker", "role", "time", "page", "start", "end", "quote",
    "codes", "coders", "cases", "codings",
)  # fmt: skip


def quotes(
    project: Project,
    text: str,
    *,
    coder: str | None = None,
    across_coders: bool = False,
    context: int = 0,
) -> "Iterator[Quote]":
    """Return the quotes that a query finds, with so many turns of context, sources by name.

    QueryError points at the character that does not fit or the name that does not exist.
    """
    from qualcode.retrieval import evaluate, parse

    if coder and across_coders:
        raise UsageError("One coder's codings cannot be read across coders.", "Leave one of the two out.")
    if coder:
        coders = codings.counts(project.database, "coder")
        if coder not in coders:
            raise NotFoundError.among("coder with codings", coder, coders)
    return evaluate(
        parse(text),
        views(project, coder),
        codebook=current_codebook(project).codebook,
        lemmas=_lemmas(project.settings.language),
        attributes={name for case in cases.read_all(project.database) for name in case.attributes},
        across_coders=across_coders,
        context=context,
    )


def views(project: Project, coder: str | None = None) -> "Iterator[SourceView]":
    """Yield each source, by name, with its turns, sentences, cases and codings (of one coder or all)."""
    from qualcode.retrieval import SourceView

    every = cases.read_all(project.database)
    for source in sources.ids_by_name(project.database).values():
        yield SourceView(
            source=sources.with_id(project.database, source),
            turns=sources.turns(project.database, source),
            sentences=sources.sentences(project.database, source),
            codings=codings.of_source(project.database, source, CoderName(coder) if coder else None),
            cases=tuple(case for case in every if _speaks(case.sources, source)),
        )


def listing(found: "Iterable[Quote]", *, with_context: bool = False) -> Listing:
    """Return quotes as rows: where each stands, its words to the character, its codes and their coders."""
    rows = []
    for quote in found:
        place = (quote.source_name, quote.kind.value, quote.turn, quote.last_turn, quote.speaker)
        position = (quote.role.value, quote.begins, quote.page, quote.span.start, quote.span.end, quote.text)
        joined = ("; ".join(names) for names in (quote.codes, quote.coders, quote.cases, quote.codings))
        around = (context_lines(quote.before), context_lines(quote.after)) if with_context else ()
        rows.append((*place, *position, *joined, *around))
    return Listing(
        columns=(*_COLUMNS, "before", "after") if with_context else _COLUMNS,
        rows=tuple(rows),
    )


def grouped(project: Project, found: "Iterable[Quote]", by: str) -> "list[QuoteGroup]":
    """Return the quotes under each of their codes, or with `by` = "case" under each case."""
    from qualcode.retrieval import by_case, by_code

    return by_case(found) if by == "case" else by_code(found, current_codebook(project).codebook)


def write(groups: "Iterable[QuoteGroup]", path: Path, title: str) -> None:
    """Write the quotes in the format of the file's ending; an existing file is replaced whole."""
    from qualcode.retrieval.quote_documents import QUOTE_WRITERS

    write_atomically(path, QUOTE_WRITERS[QUOTES.of_file(path)](groups, title), parents=True)


def context_lines(utterances: "Iterable[Utterance]") -> str:
    """Return what is said around a quote, a line for each turn with its speaker."""
    return "\n".join(
        f"{said.turn.speaker}: {' '.join(said.text.split())}".removeprefix(": ") for said in utterances
    )


def _speaks(places: Iterable[tuple[SourceId, str]], source: SourceId) -> bool:
    return any(place == source for place, _ in places)


def _lemmas(language: str) -> Callable[[str], str]:
    """Return what gives a word's lemma; its dictionary is loaded when the first word is asked for."""

    @cache
    def dictionary() -> "Lemmatiser":
        from qualcode.suggesters.patterns.lemmatiser import Lemmatiser

        return Lemmatiser(language)

    return lambda word: dictionary().of(word)
