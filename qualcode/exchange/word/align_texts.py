"""Where the words of a changed text are in the original: line by line, and within changed lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qualcode.model import Span

_CHANGES = 20
"""Maximum number of changes that are named."""
_CONTEXT = 3
"""Number of unchanged words that are named on either side of a change."""
_SHORT = 4_000
"""Characters up to which changed lines are compared character by character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Equal stretches of a text and its original, and what differs."""

    equal: tuple[tuple[int, int, int], ...]
    """Start in the text, start in the original, length."""
    changes: tuple[tuple[str, str], ...] = ()
    """Words of the original and what they became."""

    def span(self, start: int, end: int) -> Span | None:
        """Return the span of the original that has the words of `[start, end)`; None if none of them is."""
        first: int | None = None
        last = 0
        for begin, original, length in self.equal:
            shared_start, shared_end = max(start, begin), min(end, begin + length)
            if shared_start < shared_end:
                first = original + shared_start - begin if first is None else first
                last = original + shared_end - begin
        return None if first is None else Span(first, last)


def align(text: str, original: str) -> Alignment:
    """Return how a text fits its original; for equal texts, every offset is its own."""
    if text.rstrip("\n") == original.rstrip("\n"):
        return Alignment(equal=((0, 0, min(len(text), len(original))),))
    lines, original_lines = text.split("\n"), original.split("\n")
    starts, original_starts = _starts(lines), _starts(original_lines)
    equal: list[tuple[int, int, int]] = []
    changes: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, lines, original_lines, autojunk=False)
    for kind, first, last, original_first, original_last in matcher.get_opcodes():
        begin, original_begin = starts[first], original_starts[original_first]
        piece = text[begin : starts[last]]
        original_piece = original[original_begin : original_starts[original_last]]
        if kind == "equal":
            equal.append(
                (begin, original_begin, min(len(piece), len(original_piece)))
            )  # the last has no break
            continue
        if kind == "replace" and max(len(piece), len(original_piece)) <= _SHORT:
            equal += _within(piece, original_piece, begin, original_begin)
        if len(changes) < _CHANGES and (piece.strip() or original_piece.strip()):
            changes.append(_changed_words(original_piece.split(), piece.split()))
    return Alignment(equal=tuple(equal), changes=tuple(changes))


def _changed_words(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """Return the words that differ of two lists, with the words beside them that both have."""
    shortest = min(len(before), len(after))
    pairs = zip(before, after, strict=False)
    first = next((index for index, (one, other) in enumerate(pairs) if one != other), shortest)
    last = 0
    while last < shortest - first and before[-1 - last] == after[-1 - last]:
        last += 1
    start, end = max(0, first - _CONTEXT), max(0, last - _CONTEXT)
    opening, closing = "… " if start else "", " …" if end else ""
    shown = (" ".join(words[start : len(words) - end]) for words in (before, after))
    old, new = (f"{opening}{words}{closing}" for words in shown)
    return old, new


def likeness(text: str, original: str) -> float:
    """Return the share of the lines of the longer text that both have."""
    lines, original_lines = (
        set(filter(str.strip, text.split("\n"))),
        set(filter(str.strip, original.split("\n"))),
    )
    return len(lines & original_lines) / max(len(lines), len(original_lines), 1)


def _starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    starts[-1] -= 1
    return starts


def _within(piece: str, original: str, begin: int, original_begin: int) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, piece, original, autojunk=False)
    return [
        (begin + block.a, original_begin + block.b, block.size)
        for block in matcher.get_matching_blocks()
        if block.size
    ]
