"""Paragraphs: what stands between blank lines, or each line of a text that has none.

A text counts as having them if at least one line in twenty is followed by a blank one: a single blank line
under a title does not make one paragraph of the rest.
"""

from collections.abc import Sequence
from itertools import pairwise

from qualcode.model import Span, Turn

_MOST_LINES = 20


def paragraph_starts(text: str, headings: Sequence[tuple[Span, int]] = ()) -> list[int]:
    """Return the offsets at which paragraphs begin; a heading is a paragraph of its own."""
    lines: list[int] = []
    blocks: list[int] = []
    titles = [span for span, _ in headings]
    own = {span.start for span in titles}
    after_blank = True
    ended = {span.end for span in titles}
    start = 0
    for line in text.split("\n"):
        if not line or line.isspace():
            after_blank = True
        else:
            lines.append(start)
            if after_blank or (own and start + len(line) - len(line.lstrip()) in own):
                blocks.append(start)
            after_blank = bool(ended) and start + len(line.rstrip()) in ended
        start += len(line) + 1
    return blocks if len(blocks) > 1 and len(lines) <= _MOST_LINES * len(blocks) else lines


def paragraph_turns(text: str, headings: Sequence[tuple[Span, int]] = ()) -> tuple[Turn, ...]:
    """Return each paragraph as a turn that nobody speaks, numbered from 1."""
    starts = [*paragraph_starts(text, headings), len(text)]
    return tuple(
        Turn(number=number, span=Span(start, end), body=Span(start, end).trimmed(text))
        for number, (start, end) in enumerate(pairwise(starts), start=1)
    )
