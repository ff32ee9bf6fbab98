"""Word counts, defined in one module so that every share in every table has the same denominator.

A word is a run of characters without white space, as word processors count: "multi-agency", "don't" and a
single dash are one word each.
"""

import re
from array import array
from functools import cache


@cache
def white_space() -> bytes:
    """Return a byte for each code point up to U+3001, 1 for white space; there is none above."""
    return bytes(chr(point).isspace() for point in range(0x3002))


_WORD = re.compile(r"\S+")


def word_starts(text: str) -> "array[int]":
    """Return the offset of each word of the text, in ascending order."""
    return array("q", [match.start() for match in _WORD.finditer(text)])


def count_words(text: str) -> int:
    """Return the number of words of the text."""
    return len(text.split())
