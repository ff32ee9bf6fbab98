"""What counts as a word, in one place, so that every share in every table has the same denominator.

A word is what stands between white space, as word processors count: "multi-agency", "don't" and a lone
dash are one each.
"""

import re
from array import array
from functools import cache


@cache
def white_space() -> bytes:
    """Return for each code point up to U+3001 a byte that is 1 for white space; beyond them there is none."""
    return bytes(chr(point).isspace() for point in range(0x3002))


_WORD = re.compile(r"\S+")


def word_starts(text: str) -> "array[int]":
    """Return the offset of each word of the text, in order."""
    return array("q", [match.start() for match in _WORD.finditer(text)])


def count_words(text: str) -> int:
    """Return how many words the text has."""
    return len(text.split())
