"""Coding: putting a code on words, taking it away again, and finding the words that are meant.

Every coding is made by `make`, which takes quote and context from the frozen text, so that
`text[start:end] == quote` holds from the first moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import (
    CodeKey,
    CoderName,
    Coding,
    CodingId,
    Origin,
    Source,
    Span,
    Turn,
    context_of,
    new_id,
)
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook

_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanChoice:
    """Which words are meant: exactly one of quote, turn, sentence and span is set."""

    quote: str | None = None
    nth: int | None = None
    """Which of several occurrences of the quote, from 1."""
    turn: int | None = None
    sentence: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a coding comes from when it was not simply a person's hand."""

    origin: Origin = Origin.HUMAN
    suggester: str = ""
    score: float | None = None


BY_HAND = Provenance()


def apply(
    project: Project,
    coder: CoderName,
    codes: Sequence[str],
    source_name: str,
    place: SpanChoice,
    memo: str = "",
) -> list[Coding]:
    """Put codes on one place in a source, all of them or none."""
    force = current_codebook(project)
    keys = [force.code(code) for code in codes]
    source = sources.with_name(project.database, source_name)
    return code_span(project, coder, force, keys, source, locate(project.database, source, place), memo=memo)


def code_span(
    project: Project,
    coder: CoderName,
    force: CurrentCodebook,
    keys: Sequence[CodeKey],
    source: Source,
    span: Span,
    *,
    memo: str = "",
    provenance: Provenance = BY_HAND,
) -> list[Coding]:
    """Put codes on a span as one act; ConflictError where the coder has one of them there already."""
    made: list[Coding] = []
    summary = f"{', '.join(keys)} on {source.name} [{span.start}:{span.end}]"
    with history.act(project.database, coder, "apply", summary) as recorder:
        there = codings.on_span(project.database, source.id, span, coder)
        version = force.keep(recorder, coder)
        for key in dict.fromkeys(keys):
            if key in there:
                raise ConflictError(
                    f"{coder} has put {key!r} on these words already: {excerpt(span.of(source.text))}",
                    "Nothing was changed.",
                )
            made.append(make_coding(source, span, key, coder, version, memo=memo, provenance=provenance))
        codings.add(recorder, made)
    return made


def make_coding(
    source: Source,
    span: Span,
    code: CodeKey,
    coder: CoderName,
    version: int,
    *,
    memo: str = "",
    provenance: Provenance = BY_HAND,
    made_at: str = "",
) -> Coding:
    """Return a new coding of these words; NotFoundError where the span has no words or leaves the text."""
    if span.end > len(source.text) or not span.of(source.text).strip():
        raise NotFoundError(
            f"There are no words at {span.start}:{span.end} of {source.name} ({len(source.text)} characters)."
        )
    before, after = context_of(source.text, span)
    return Coding(
        id=CodingId(new_id()),
        source=source.id,
        span=span,
        quote=span.of(source.text),
        context_before=before,
        context_after=after,
        code=code,
        coder=coder,
        made_at=made_at or now(),
        origin=provenance.origin,
        codebook_version=version,
        suggester=provenance.suggester,
        score=provenance.score,
        memo=memo,
    )


def locate(database: Database, source: Source, place: SpanChoice) -> Span:
    """Return the span that a place means in this source."""
    if place.quote is not None:
        return _quoted(database, source, place.quote, place.nth)
    if place.turn is not None:
        turns = {turn.number: turn.body for turn in sources.turns(database, source.id)}
        return _numbered("turn", place.turn, turns, source)
    if place.sentence is not None:
        sentences = {one.number: one.span for one in sources.sentences(database, source.id)}
        return _numbered("sentence", place.sentence, sentences, source)
    if place.span is not None:
        return place.span
    raise UsageError("Say which words are meant.", "With --quote, --turn, --sentence or --span START:END.")


def occurrences(text: str, quote: str) -> list[Span]:
    """Return every place where the quote stands in the text, overlapping ones too."""
    found: list[Span] = []
    position = text.find(quote) if quote.strip() else -1
    while position >= 0:
        found.append(Span(position, position + len(quote)))
        position = text.find(quote, position + 1)
    return found


def remove(project: Project, coder: CoderName, prefixes: Sequence[str]) -> list[Coding]:
    """Take away codings by the first characters of their ids; a coder takes away only their own."""
    found = list(
        {coding.id: coding for coding in (own_coding(project, coder, one) for one in prefixes)}.values()
    )
    summary = ", ".join(f"{coding.code} [{coding.span.start}:{coding.span.end}]" for coding in found)
    with history.act(project.database, coder, "remove", summary) as recorder:
        for coding in found:
            codings.remove(recorder, coding)
    return found


def own_coding(project: Project, coder: CoderName, prefix: str) -> Coding:
    """Return this coder's coding by the first characters of its id."""
    coding = codings.with_id_prefix(project.database, prefix)
    if coding.coder != coder:
        raise ConflictError(
            f"The coding {prefix} is by {coding.coder}, not by {coder}.",
            f"A coder changes only their own codings; as that coder: --coder {coding.coder}",
        )
    return coding


def excerpt(text: str) -> str:
    """Return a text in one short line, for a message."""
    line = " ".join(text.split())
    return f"«{line if len(line) <= _SHOWN else line[:_SHOWN] + '…'}»"


def turn_at(turns: Sequence[Turn], offset: int) -> Turn | None:
    """Return the turn in which a position lies; None in the preamble."""
    return next((turn for turn in reversed(turns) if turn.span.start <= offset), None)


def _quoted(database: Database, source: Source, quote: str, nth: int | None) -> Span:
    found = occurrences(source.text, quote)
    if not found:
        raise NotFoundError(
            f"{excerpt(quote)} does not occur in {source.name}.",
            "The words must be the same to the letter; `qualcode show` prints the text.",
        )
    if nth is not None:
        if not 1 <= nth <= len(found):
            raise NotFoundError(f"{excerpt(quote)} occurs {len(found)} times in {source.name}, not {nth}.")
        return found[nth - 1]
    if len(found) > 1:
        turns = sources.turns(database, source.id)
        places = [turn_at(turns, span.start) for span in found]
        listed = "\n".join(
            f"  --nth {number}: {f'turn {turn.number}' if turn else 'before the first turn'}, "
            f"…{excerpt(source.text[max(0, span.start - 20) : span.end + 20])}"
            for number, (span, turn) in enumerate(zip(found, places, strict=True), start=1)
        )
        raise ConflictError(
            f"{excerpt(quote)} occurs {len(found)} times in {source.name}:", f"Say which:\n{listed}"
        )
    return found[0]


def _numbered(what: str, number: int, spans: Mapping[int, Span], source: Source) -> Span:
    if number not in spans:
        raise NotFoundError(
            f"{source.name} has no {what} {number}, only {len(spans)}.",
            f"`qualcode show {source.name}` prints the turns with their numbers.",
        )
    return spans[number]
