"""What counts as a word, in one place, so that every share in every table has the same denominator.

A word is what stands between white space, as word processors count: "multi-agency", "don't" and a lone
dash are one each.
"""

import re
from array import array

_WORD = re.compile(r"\S+")


def word_starts(text: str) -> "array[int]":
    """Return the offset of each word of the text, in order."""
    return array("q", [match.start() for match in _WORD.finditer(text)])


def word_bounds(text: str) -> "array[int]":
    """Return the offsets at which each word of the text begins and ends, one after the other."""
    return array("q", [offset for match in _WORD.finditer(text) for offset in match.span()])


def count_words(text: str) -> int:
    """Return how many words the text has."""
    return len(text.split())
