"""Keyword in context: every place where words are said, coded or not, with what stands around them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from qualcode.errors import UsageError
from qualcode.model import Sentence, SourceId, Span, Turn
from qualcode.retrieval.phrase_search import phrase_finder, phrase_problem
from qualcode.retrieval.source_units import is_in_speaker_label, sentence_numbering, turn_numbering
from qualcode.retrieval.source_view import SourceView
from qualcode.retrieval.span_sets import CodedSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordHit:
    """One place where the words are said; `left` and `right` are on one line each and stay in the turn."""

    source: SourceId
    source_name: str
    span: Span
    left: str
    text: str
    right: str
    turn: Turn | None = None
    sentence: Sentence | None = None
    """The sentence in which the words begin: what to code if the hit is to be coded."""

    @property
    def speaker(self) -> str:
        """Who says it."""
        return self.turn.speaker if self.turn else ""

    def aligned(self, width: int) -> str:
        """Return the hit on one line, its words beginning after `width` characters and a space."""
        return f"{self.left[-width:] if width else '':>{width}} {self.text} {self.right[:width]}".rstrip()


def kwic(words: str, sources: Iterable[SourceView], *, width: int = 40) -> Iterator[KeywordHit]:
    """Return where the words are said, in any case, with up to `width` characters on each side.

    `*` stands for the rest of a word, or alone for any one word. Speakers' labels are not searched.
    """
    fault = phrase_problem(words)
    if fault:
        raise UsageError(fault, "Give a word or a phrase, for instance 'county lines' or 'arrest*'.")
    find = phrase_finder(words)
    return (hit for view in sources for hit in _hits(view, find(view.source.text), width))


def _hits(view: SourceView, found: list[Span], width: int) -> Iterator[KeywordHit]:
    turns, sentences = turn_numbering(view.turns), sentence_numbering(view.sentences)
    text = view.source.text
    for span in found:
        if is_in_speaker_label(view, turns, span.start):
            continue
        beginning = CodedSpan(span.start, span.start + 1)
        turn = _at(view.turns, turns.units(beginning)[0])
        sentence = _at(view.sentences, sentences.units(beginning)[0])
        start, end = (turn.body.start, turn.body.end) if turn else (0, len(text))
        reach = width * _GENEROUS
        left = _one_line(text[max(start, span.start - reach) : span.start])
        right = _one_line(text[span.end : max(span.end, min(end, span.end + reach))])
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


_GENEROUS = 4
"""White space is squeezed after the text is cut, so more is cut than is shown."""

_Unit = TypeVar("_Unit")


def _at(units: tuple[_Unit, ...], number: int) -> _Unit | None:
    return units[number] if number >= 0 else None


def _one_line(text: str) -> str:
    return " ".join(text.split())
