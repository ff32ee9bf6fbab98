"""Paragraphs: the text between blank lines, or each line if there are few blank lines.

Blank lines separate paragraphs if at least one line in twenty is followed by one: a single blank line under a
title does not make one paragraph of the rest.
"""

from collections.abc import Sequence
from itertools import pairwise

from qualcode.model import Span, Turn

_MAX_MEAN_LINES = 20


def paragraph_starts(text: str, headings: Sequence[tuple[Span, int]] = ()) -> list[int]:
    """Return the offsets at which paragraphs begin; a heading is a paragraph of its own."""
    lines: list[int] = []
    paragraphs: list[int] = []
    heading_starts = {span.start for span, _ in headings}
    heading_ends = {span.end for span, _ in headings}
    begins_paragraph = True
    start = 0
    for line in text.split("\n"):
        if not line or line.isspace():
            begins_paragraph = True
        else:
            lines.append(start)
            if begins_paragraph or (
                heading_starts and start + len(line) - len(line.lstrip()) in heading_starts
            ):
                paragraphs.append(start)
            begins_paragraph = bool(heading_ends) and start + len(line.rstrip()) in heading_ends
        start += len(line) + 1
    has_paragraphs = len(paragraphs) > 1 and len(lines) <= _MAX_MEAN_LINES * len(paragraphs)
    return paragraphs if has_paragraphs else lines


def paragraph_turns(text: str, headings: Sequence[tuple[Span, int]] = ()) -> tuple[Turn, ...]:
    """Return each paragraph as a turn without a speaker, numbered from 1."""
    starts = [*paragraph_starts(text, headings), len(text)]
    return tuple(
        Turn(number=number, span=Span(start, end), body=Span(start, end).trimmed(text))
        for number, (start, end) in enumerate(pairwise(starts), start=1)
    )
