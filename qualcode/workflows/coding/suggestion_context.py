"""Spans with their context: source, turn, the text just before and after, and a suggestion's code.

The context begins with the previous turn where the span begins its own, so that an answer is shown with
its question.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.model import Code, Codebook, Source, SourceId, Span, Suggestion, Turn
from qualcode.store.database import Database
from qualcode.store.records import sources
from qualcode.workflows.coding.apply_codes import turn_at

_BEFORE, _AFTER = 240, 120
"""Maximum number of characters of context before and after a span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanContext:
    """A span with its source, its turn and the text around it."""

    span: Span
    source: Source
    turn: Turn | None
    previous: Turn | None
    before: Span
    """Text just before the span: in its turn, or, where the span begins its turn, in the previous one."""
    after: Span
    """Text of the same turn just after the span; empty at the end of the turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionInContext:
    """A suggestion with its context and the codebook that defines its code."""

    suggestion: Suggestion
    codebook: Codebook
    context: SpanContext

    @property
    def code(self) -> Code:
        """The suggested code."""
        return self.codebook.code(self.suggestion.code)


@dataclass(slots=True)
class ContextCache:
    """Looks up contexts; keeps the last source in memory, since spans come source by source."""

    database: Database
    _source: Source | None = None
    _turns: tuple[Turn, ...] = field(default=())

    def suggestion(self, suggestion: Suggestion, codebook: Codebook) -> SuggestionInContext:
        """Return a suggestion with its context; its code must be in the codebook."""
        context = self.context(suggestion.source, suggestion.span)
        return SuggestionInContext(suggestion=suggestion, codebook=codebook, context=context)

    def context(self, source_id: SourceId, span: Span) -> SpanContext:
        """Return a span with its context."""
        source = self._load(source_id)
        turn = turn_at(self._turns, span.start)
        previous = next(
            (earlier for earlier in reversed(self._turns) if turn and earlier.number < turn.number), None
        )
        body = turn.body if turn else Span(0, len(source.text))
        return SpanContext(
            span=span,
            source=source,
            turn=turn,
            previous=previous,
            before=_before(source.text, span.start, [body, *([previous.body] if previous else [])]),
            after=_after(source.text, Span(span.end, max(span.end, body.end))),
        )

    def _load(self, source: SourceId) -> Source:
        if self._source is None or self._source.id != source:
            self._source = sources.with_id(self.database, source)
            self._turns = sources.turns(self.database, source)
        return self._source


def _before(text: str, start: int, bodies: Sequence[Span]) -> Span:
    """Return the end of the first of these turn bodies that has words before `start`, whole words only."""
    for body in bodies:
        words = Span(min(body.start, start), min(body.end, start)).trimmed(text)
        if len(words):
            cut = max(words.start, words.end - _BEFORE)
            if cut > words.start and not text[cut - 1].isspace():
                cut += len(text[cut : words.end].split(None, 1)[0])
            return Span(cut, words.end).trimmed(text)
    return Span(start, start)


def _after(text: str, rest: Span) -> Span:
    """Return the beginning of the rest of a turn, whole words only."""
    end = min(rest.end, rest.start + _AFTER)
    if end < rest.end and not text[end].isspace():
        end -= len(text[rest.start : end].rsplit(None, 1)[-1])
    return Span(rest.start, end).trimmed(text)
