"""Which words a token pattern cannot do without, and how far around them it can reach.

spaCy's `Matcher` is many times slower than its `PhraseMatcher`. So the words that a token pattern requires
are looked for first, and the pattern is tried only around them.
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
    """Return what a document must have for a token pattern to match; nothing where no word is required.

    Anchors with words that are in `common` exclude little: they are kept only where there are no others.
    """
    found = [
        Anchor(_COMPARED_AS[name], words)
        for token in tokens
        if token.get("OP", "1") in _REQUIRED
        for name, value in token.items()
        if name in _COMPARED_AS and (words := literal_words(value))
    ]
    rare = [one for one in found if not any(word.lower() in common for word in one.words)]
    return tuple(dict.fromkeys(rare or found))


def literal_words(value: object) -> tuple[str, ...]:
    """Return the words that a condition names outright, as one word or as a list of alternatives."""
    choices = value.get("IN", ()) if isinstance(value, Mapping) and len(value) == 1 else (value,)
    return tuple(word for word in choices if isinstance(word, str) and word)


def maximum_length(tokens: Sequence[TokenConditions]) -> int | None:
    """Return how many tokens a pattern can cover at most; None where it has no end (`*`, `+`, `{2,}`)."""
    lengths = [_most(str(token.get("OP", "1"))) for token in tokens]
    return None if None in lengths else sum(length or 0 for length in lengths)


def search_windows(places: Iterable[int], length: int | None, end: int) -> list[tuple[int, int]]:
    """Return the ranges of tokens, joined, in which a pattern of this length can touch one of the places."""
    if length is None:
        return [(0, end)]
    joined: list[tuple[int, int]] = []
    for place in sorted(places):
        first, last = max(0, place - length + 1), min(end, place + length)
        if joined and first <= joined[-1][1]:
            first = joined.pop()[0]
        joined.append((first, last))
    return joined


def _most(operator: str) -> int | None:
    if operator in _ONE_TOKEN:
        return 1
    most = operator.strip("{}").rpartition(",")[2]
    return int(most) if operator.startswith("{") and most else None
