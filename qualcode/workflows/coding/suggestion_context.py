"""Cards: one suggestion with all that a person needs to judge it: the words, their surroundings, the code.

Surroundings begin with the turn before, so that an answer is seen with its question.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.model import Code, Codebook, Source, SourceId, Span, Suggestion, Turn
from qualcode.store.database import Database
from qualcode.store.records import sources
from qualcode.workflows.coding.apply_codes import turn_at

_BEFORE, _AFTER = 240, 120
"""How many characters of what was said just before and after a suggestion are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanContext:
    """A span with what is said around it."""

    span: Span
    source: Source
    turn: Turn | None
    previous: Turn | None
    before: Span
    """The words just before: of this turn, or, where the span begins it, of the previous one."""
    after: Span
    """The words of the same turn just after; empty where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionInContext:
    """What a coder sees of a suggestion."""

    suggestion: Suggestion
    codebook: Codebook
    around: SpanContext

    @property
    def code(self) -> Code:
        """The code that is suggested."""
        return self.codebook.code(self.suggestion.code)


@dataclass(slots=True)
class ContextCache:
    """Makes cards; keeps one source at hand, as suggestions come source by source."""

    database: Database
    _source: Source | None = None
    _turns: tuple[Turn, ...] = field(default=())

    def card(self, one: Suggestion, codebook: Codebook) -> SuggestionInContext:
        """Return a suggestion's card; its code must be in the codebook."""
        return SuggestionInContext(
            suggestion=one, codebook=codebook, around=self.around(one.source, one.span)
        )

    def around(self, source_id: SourceId, span: Span) -> SpanContext:
        """Return a span with its surroundings."""
        source = self._opened(source_id)
        turn = turn_at(self._turns, span.start)
        previous = next(
            (other for other in reversed(self._turns) if turn and other.number < turn.number), None
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

    def _opened(self, source: SourceId) -> Source:
        if self._source is None or self._source.id != source:
            self._source = sources.with_id(self.database, source)
            self._turns = sources.turns(self.database, source)
        return self._source


def _before(text: str, start: int, bodies: Sequence[Span]) -> Span:
    """Return the end of the first of these bodies that has words before a position."""
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
