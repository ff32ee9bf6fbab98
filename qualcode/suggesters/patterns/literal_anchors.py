"""Words that a token pattern requires, and how many tokens around them it can match.

spaCy's `Matcher` is many times slower than its `PhraseMatcher`. So the words that a token pattern requires
are searched for first, and the pattern is tried only around them.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

TokenConditions = Mapping[str, object]
_COMPARED_AS = {"LEMMA": "LEMMA", "LOWER": "LOWER", "ORTH": "LOWER", "TEXT": "LOWER"}
_REQUIRED = ("1", "+")
_ONE_TOKEN = ("1", "?", "!")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of which a document must have one; compared as lemmas or in lower case."""

    attribute: str
    words: tuple[str, ...]


def find_anchors(
    tokens: Sequence[TokenConditions], common: Container[str] = frozenset()
) -> tuple[Anchor, ...]:
    """Return the anchors that a document needs for a token pattern to match; none if no word is required.

    Anchors with a word in `common` exclude few documents: they are returned only if there are no others.
    """
    anchors = [
        Anchor(_COMPARED_AS[name], words)
        for token in tokens
        if token.get("OP", "1") in _REQUIRED
        for name, value in token.items()
        if name in _COMPARED_AS and (words := literal_words(value))
    ]
    rare = [anchor for anchor in anchors if not any(word.lower() in common for word in anchor.words)]
    return tuple(dict.fromkeys(rare or anchors))


def literal_words(value: object) -> tuple[str, ...]:
    """Return the words that a condition names literally, as one word or as a list of alternatives."""
    choices = value.get("IN", ()) if isinstance(value, Mapping) and len(value) == 1 else (value,)
    return tuple(word for word in choices if isinstance(word, str) and word)


def maximum_length(tokens: Sequence[TokenConditions]) -> int | None:
    """Return the highest number of tokens that a pattern can match; None if unbounded (`*`, `+`, `{2,}`)."""
    lengths = [_maximum_repeats(str(token.get("OP", "1"))) for token in tokens]
    return None if None in lengths else sum(length or 0 for length in lengths)


def search_windows(positions: Iterable[int], length: int | None, end: int) -> list[tuple[int, int]]:
    """Return the token windows, merged, in which a match of at most `length` can include a position."""
    if length is None:
        return [(0, end)]
    merged: list[tuple[int, int]] = []
    for position in sorted(positions):
        first, last = max(0, position - length + 1), min(end, position + length)
        if merged and first <= merged[-1][1]:
            first = merged.pop()[0]
        merged.append((first, last))
    return merged


def _maximum_repeats(operator: str) -> int | None:
    if operator in _ONE_TOKEN:
        return 1
    maximum = operator.strip("{}").rpartition(",")[2]
    return int(maximum) if operator.startswith("{") and maximum else None
