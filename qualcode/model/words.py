"""What counts as a word, in one place, so that every share in every table has the same denominator."""

import re
from array import array

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")  # noqa: RUF001 - the typographic apostrophe is meant


def word_starts(text: str) -> "array[int]":
    """Return the offset of each word of the text, in order; "don't" and "multi-agency" are one word each."""
    return array("q", (match.start() for match in _WORD.finditer(text)))


def count_words(text: str) -> int:
    """Return how many words the text has."""
    return sum(1 for _ in _WORD.finditer(text))
