"""Word counts, defined in one module so that every share in every table has the same denominator.

A word is a run of characters without white space, as word processors count: "multi-agency", "don't" and a
single dash are one word each. A time mark of a transcriber, `[00:12]`, `(1:02:03)`, `#00:00:05-2#` or a time
alone on a later line of the text, is no word and counts as white space.
"""

import re
from array import array
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def white_space() -> bytes:
    """Return a byte for each code point up to U+3001, 1 for white space; there is none above."""
    return bytes(chr(point).isspace() for point in range(0x3002))


_CLOCK = r"\d{1,3}(?::\d{2}){1,2}(?:[.,-]\d{1,3})?"
_CLOCKS = rf"{_CLOCK}(?:[ \t]*(?:-->|[-\u2013\u2014])[ \t]*{_CLOCK})?"
_WORD = re.compile(r"\S+")


@cache
def _time_mark() -> "re.Pattern[str]":
    """Return the pattern of a time mark, compiled for the first text with a clock."""
    brackets = rf"\\?\[[ \t]*{_CLOCKS}[ \t]*\\?\]|\({_CLOCKS}\)|\#{_CLOCKS}\#"
    return re.compile(rf"(?:{brackets}|(?<=\n)[ \t]*{_CLOCKS}[ \t]*(?=\n|\Z))")


def time_marks(text: str) -> "Iterator[re.Match[str]]":
    """Yield a match for each time mark of a turn's text; its characters belong to no word."""
    return _time_mark().finditer(text) if _has_clock(text) else iter(())


def without_time_marks(text: str) -> str:
    """Return the text with blanks in place of its time marks, so that offsets stay."""
    return _time_mark().sub(lambda match: " " * len(match[0]), text) if _has_clock(text) else text


def _has_clock(text: str) -> bool:
    """Whether a digit is on both sides of a colon: searching for a character is faster than the pattern."""
    position = text.find(":")
    while position >= 0:
        if text[position - 1 : position].isdigit() and text[position + 1 : position + 2].isdigit():
            return True
        position = text.find(":", position + 1)
    return False


def word_starts(text: str) -> "array[int]":
    """Return the offset of each word of the text, in ascending order."""
    return array("q", [match.start() for match in _WORD.finditer(without_time_marks(text))])


def count_words(text: str) -> int:
    """Return the number of words of the text."""
    return len(without_time_marks(text).split())
