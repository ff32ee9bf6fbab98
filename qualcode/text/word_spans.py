r"""Words of a text: letters and digits with what joins them, also in scripts that write vowels as marks.

`\w` of the standard library has no combining marks, so that it cuts Hindi, Tamil or decomposed accents into
pieces; that of the `regex` library has (Unicode Technical Standard 18, annex C). It is loaded only for a text
that needs it.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from qualcode.model.span import Span
from qualcode.text.graphemes import is_plain

if TYPE_CHECKING:
    import regex

_PATTERN = r"\w+(?:['\u2019\-]\w+)*"
_PLAIN_WORD = re.compile(_PATTERN)
_CHARACTERS = 4096
"""How many characters are looked at together: a caller often needs the first words only."""


def word_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the words between two offsets, in order; a word that extends across `start` begins there."""
    while start < end:
        stop = _piece_end(text, start, end)
        pattern = _PLAIN_WORD if is_plain(text, start, stop) else _any_word()
        for match in pattern.finditer(text, start, stop):
            yield Span(*match.span())
        start = stop


def _piece_end(text: str, start: int, end: int) -> int:
    """Return an offset between two words, or the end."""
    if end - start <= _CHARACTERS:
        return end
    space = text.rfind(" ", start, start + _CHARACTERS)
    return space if space > start else end


@cache
def _any_word() -> "regex.Pattern[str]":
    import regex

    return regex.compile(_PATTERN)
