"""What a reader sees as one character: grapheme clusters, which no selection and no line may split.

The rules are those of Unicode Standard Annex 29 for the scripts that interviews are written in, with one
liberty: whatever follows a zero-width joiner belongs to the cluster, as terminals draw it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category

from qualcode.model.span import Span

_JOINER = "\u200d"
_ALONE = re.compile(r"[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u05d0-\u05ea\u2010-\u2027\u2030-\u205e]*")
"""Characters that each stand alone, which is nearly all of nearly every interview."""
_LEADING, _VOWEL, _TRAILING = range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200)
_SYLLABLES = range(0xAC00, 0xD7A4)
_FLAG = range(0x1F1E6, 0x1F200)
_SKIN = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether each character of the range is a cluster of its own; a quick test, which may say no in vain."""
    return _ALONE.fullmatch(text, start, end) is not None


def is_boundary(text: str, offset: int) -> bool:
    """Whether no cluster runs across this offset."""
    if not 0 < offset < len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if after < "\x80":
        return before != _JOINER and not (before == "\r" and after == "\n")
    if before in "\r\n":
        return True
    if before == _JOINER or _extends(after):
        return False
    if ord(before) in _FLAG and ord(after) in _FLAG:
        return _flags_before(text, offset) % 2 == 0
    return not _joins_hangul(ord(before), ord(after))


def next_boundary(text: str, offset: int) -> int:
    """Return the end of the cluster that begins at (or runs across) the offset."""
    offset = min(offset + 1, len(text))
    while not is_boundary(text, offset):
        offset += 1
    return offset


def previous_boundary(text: str, offset: int) -> int:
    """Return the start of the cluster before the offset."""
    offset = max(offset - 1, 0)
    while not is_boundary(text, offset):
        offset -= 1
    return offset


def clusters(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the clusters of a range, in order; they tile it."""
    position = start
    while position < end:
        after = min(next_boundary(text, position), end)
        yield Span(position, after)
        position = after


def whole_clusters(text: str, span: Span) -> Span:
    """Return the span widened so that it splits no cluster."""
    start, end = span.start, min(span.end, len(text))
    while not is_boundary(text, start):
        start -= 1
    while not is_boundary(text, end):
        end += 1
    return Span(start, max(start, end))


@lru_cache(maxsize=4096)
def _extends(character: str) -> bool:
    """Whether the character is drawn on the one before it."""
    code = ord(character)
    if code in _SKIN or code in _TAGS or character in "\u200c\u200d":
        return True
    return category(character) in ("Mn", "Me", "Mc")


def _flags_before(text: str, offset: int) -> int:
    count = 0
    while count < offset and ord(text[offset - 1 - count]) in _FLAG:
        count += 1
    return count


def _joins_hangul(before: int, after: int) -> bool:
    if after in _LEADING:
        return before in _LEADING
    if after in _SYLLABLES:
        return before in _LEADING
    open_syllable = before in _SYLLABLES and (before - _SYLLABLES.start) % 28 == 0
    if after in _VOWEL:
        return before in _LEADING or before in _VOWEL or open_syllable
    if after in _TRAILING:
        return before in _VOWEL or before in _TRAILING or before in _SYLLABLES
    return False
