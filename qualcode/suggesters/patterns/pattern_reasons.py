"""Quotes of a segment that support a code, and the reason for a suggestion that is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from qualcode.model import Segment, Span

_MAXIMUM_QUOTES = 5


class EvidenceOrigin(StrEnum):
    """Why a quote supports a code; the value introduces such quotes in a reason."""

    PATTERN = "the words"
    DESCRIPTION = "in the code's description:"
    LEARNED = "learned from"


@dataclass(frozen=True, slots=True)
class EvidenceQuote:
    """Words of a segment that support a code, what they add to its score, and their span."""

    words: str
    weight: float
    span: Span
    origin: EvidenceOrigin
    lemma: str = ""
    """The codebook's words, if the quote is another form of them."""


def describe(quotes: Sequence[EvidenceQuote], maximum: int = _MAXIMUM_QUOTES) -> str:
    """Return the quotes in one line, each once, grouped by their origin; empty if there are none."""
    distinct = list({(quote.origin, quote.words, quote.lemma): quote for quote in quotes}.values())
    shown = distinct[:maximum]
    origins = dict.fromkeys(quote.origin for quote in shown)
    groups = [
        _describe_group(origin, [quote for quote in shown if quote.origin is origin]) for origin in origins
    ]
    return "; ".join(groups) + (" …" if len(distinct) > maximum else "")


def strongest_sentence(segment: Segment, quotes: Sequence[EvidenceQuote]) -> Span | None:
    """Return the sentence whose quotes weigh most: the first of equals, None where no sentence has any."""
    weights = [
        sum(quote.weight for quote in quotes if sentence.overlaps(quote.span))
        for sentence in segment.sentences
    ]
    return segment.sentences[int(np.argmax(weights))] if weights and max(weights) > 0 else None


def _describe_group(origin: EvidenceOrigin, quotes: Sequence[EvidenceQuote]) -> str:
    is_word = origin is EvidenceOrigin.PATTERN and len(quotes) == 1 and " " not in quotes[0].words
    quoted = [
        f"“{quote.words}” (a form of “{quote.lemma}”)" if quote.lemma else f"“{quote.words}”"
        for quote in quotes
    ]
    return f"{'the word' if is_word else origin} {', '.join(quoted)}"
