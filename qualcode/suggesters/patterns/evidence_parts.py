"""Parts of a segment that speak for a code, and the words in which they are given as reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from qualcode.model import Segment, Span

_MAXIMUM_QUOTES = 5


class EvidenceOrigin(StrEnum):
    """Why a part speaks for a code; the value introduces its quotes in a reason."""

    PATTERN = "the words"
    DESCRIPTION = "in the code's description:"
    LEARNED = "learned from"


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """Words of a segment that speak for a code, what they add to its score, and their span."""

    quote: str
    weight: float
    span: Span
    origin: EvidenceOrigin
    lemma: str = ""
    """The codebook's word, where the quote is another form of it."""


def describe(parts: Sequence[EvidencePart], maximum: int = _MAXIMUM_QUOTES) -> str:
    """Return the parts' quotes in one line, each once, grouped by their origin; empty for no parts."""
    distinct = list({(part.origin, part.quote, part.lemma): part for part in parts}.values())
    shown = distinct[:maximum]
    origins = dict.fromkeys(part.origin for part in shown)
    groups = [
        _describe_group(origin, [part for part in shown if part.origin is origin]) for origin in origins
    ]
    return "; ".join(groups) + (" …" if len(distinct) > maximum else "")


def strongest_sentence(segment: Segment, parts: Sequence[EvidencePart]) -> Span | None:
    """Return the sentence whose parts weigh most: the first of equals, None where no sentence has any."""
    weights = [
        sum(part.weight for part in parts if sentence.overlaps(part.span)) for sentence in segment.sentences
    ]
    return segment.sentences[int(np.argmax(weights))] if weights and max(weights) > 0 else None


def _describe_group(origin: EvidenceOrigin, parts: Sequence[EvidencePart]) -> str:
    is_word = origin is EvidenceOrigin.PATTERN and len(parts) == 1 and " " not in parts[0].quote
    quotes = (
        f"“{part.quote}” (a form of “{part.lemma}”)" if part.lemma else f"“{part.quote}”" for part in parts
    )
    return f"{'the word' if is_word else origin} {', '.join(quotes)}"
