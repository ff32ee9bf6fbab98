"""Keyword in context: each occurrence of a phrase, coded or not, with the words around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from qualcode.errors import UsageError
from qualcode.model import Sentence, SourceId, Span, Turn
from qualcode.retrieval.attribute_filter import AttributeFilter
from qualcode.retrieval.phrase_search import phrase_finder, phrase_problem
from qualcode.retrieval.source_units import is_in_speaker_label, sentence_numbering, turn_numbering
from qualcode.retrieval.source_view import SourceView
from qualcode.retrieval.span_sets import CodedSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordHit:
    """One occurrence of the phrase; `left` and `right` are one line each, from the same turn."""

    source: SourceId
    source_name: str
    span: Span
    left: str
    text: str
    right: str
    turn: Turn | None = None
    sentence: Sentence | None = None
    """The sentence in which the hit starts, which is the span to code."""

    @property
    def speaker(self) -> str:
        """The speaker of the turn; empty if nobody speaks."""
        return self.turn.speaker if self.turn else ""

    def aligned(self, width: int) -> str:
        """Return the hit on one line, aligned: its words start after `width` characters and a space."""
        return f"{self.left[-width:] if width else '':>{width}} {self.text} {self.right[:width]}".rstrip()


def kwic(
    words: str, sources: Iterable[SourceView], *, width: int = 40, where: AttributeFilter | None = None
) -> Iterator[KeywordHit]:
    """Return the occurrences of the words, in any case, with up to `width` characters on each side.

    `*` stands for the rest of a word, or alone for any one word. Speakers' labels are not searched. `where`
    selects the turns that are searched.
    """
    problem = phrase_problem(words)
    if problem:
        raise UsageError(problem, "Give a word or a phrase, for instance 'county lines' or 'arrest*'.")
    find = phrase_finder(words)
    return (
        hit
        for view in sources
        for hit in _hits(view, find(view.source.text), width)
        if where is None or where.selects_any(view, (hit.turn,) if hit.turn else ())
    )


def _hits(view: SourceView, spans: list[Span], width: int) -> Iterator[KeywordHit]:
    turns, sentences = turn_numbering(view.turns), sentence_numbering(view.sentences)
    text = view.source.text
    for span in spans:
        if is_in_speaker_label(view, turns, span.start):
            continue
        first_character = CodedSpan(span.start, span.start + 1)
        turn = _unit(view.turns, turns.first_and_last(first_character)[0])
        sentence = _unit(view.sentences, sentences.first_and_last(first_character)[0])
        start, end = (turn.body.start, turn.body.end) if turn else (0, len(text))
        context = width * _CONTEXT_FACTOR
        left = _one_line(text[max(start, span.start - context) : span.start])
        right = _one_line(text[span.end : max(span.end, min(end, span.end + context))])
        yield KeywordHit(
            source=view.source.id,
            source_name=view.source.name,
            span=span,
            left=left[-width:].strip() if width else "",
            text=_one_line(span.of(text)),
            right=right[:width].strip(),
            turn=turn,
            sentence=sentence if sentence and sentence.span.start <= span.start < sentence.span.end else None,
        )


_CONTEXT_FACTOR = 4
"""More characters are cut than shown, because white space is squeezed afterwards."""

_Unit = TypeVar("_Unit")


def _unit(units: tuple[_Unit, ...], number: int) -> _Unit | None:
    return units[number] if number >= 0 else None


def _one_line(text: str) -> str:
    return " ".join(text.split())
