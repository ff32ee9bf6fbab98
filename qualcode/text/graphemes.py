r"""Grapheme clusters: what a reader sees as one character, which no selection and no row may split.

Boundaries are those of Unicode Standard Annex 29 (extended grapheme clusters), as `\X` of the `regex`
library finds them. ASCII is decided without it, so that it is loaded only for a text that needs it.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from qualcode.model.span import Span

if TYPE_CHECKING:
    import regex

_SINGLE = re.compile(
    r"[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u05d0-\u05ea\u2010-\u2027\u2030-\u205e]*"
)
"""Characters that never join one another: nearly all of nearly every interview."""


def is_plain(text: str, start: int, end: int) -> bool:
    """Whether each character of the span is surely a cluster of its own; False where it needs a search."""
    return _SINGLE.fullmatch(text, start, end) is not None


def is_boundary(text: str, offset: int) -> bool:
    """Whether no cluster extends across the offset."""
    if not 0 < offset < len(text) or _are_ascii(text, offset):
        return True
    return next_boundary(text, offset - 1) == offset


def next_boundary(text: str, offset: int) -> int:
    """Return the end of the cluster that begins at (or extends across) the offset."""
    if offset + 1 >= len(text):
        return len(text)
    if _are_ascii(text, offset + 1):
        return offset + 1
    # From inside a cluster, \X matches its remainder: the rules look at the characters before the offset.
    match = _cluster_pattern().match(text, offset)
    return match.end() if match else offset + 1


def previous_boundary(text: str, offset: int) -> int:
    """Return the start of the cluster before the offset."""
    offset = max(offset - 1, 0)
    while not is_boundary(text, offset):
        offset -= 1
    return offset


def clusters(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the clusters from `start` to `end` in order, without a gap."""
    if is_plain(text, start, end):
        yield from (Span(offset, offset + 1) for offset in range(start, end))
    else:
        yield from (Span(*match.span()) for match in _cluster_pattern().finditer(text, start, end))


def whole_clusters(text: str, span: Span) -> Span:
    """Return the span widened so that it splits no cluster."""
    start, end = span.start, min(span.end, len(text))
    while not is_boundary(text, start):
        start -= 1
    if not is_boundary(text, end):
        end = next_boundary(text, end)
    return Span(start, max(start, end))


def _are_ascii(text: str, offset: int) -> bool:
    """Whether the offset is between two ASCII characters that do not join, as CR LF does."""
    before, after = text[offset - 1], text[offset]
    return before < "\x80" and after < "\x80" and (before, after) != ("\r", "\n")


@cache
def _cluster_pattern() -> "regex.Pattern[str]":
    import regex

    return regex.compile(r"\X")
