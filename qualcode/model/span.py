"""Spans: half-open ranges of code points `[start, end)` in a source's text as stored.

Offsets in bytes, UTF-16 units, lines or terminal cells are converted in the module that needs them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` in code points, with 0 <= start <= end; ValueError otherwise."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            message = f"a span cannot run from {self.start} to {self.end}"
            raise ValueError(message)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of `text` in the span."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the spans share at least one code point."""
        return max(self.start, other.start) < min(self.end, other.end)

    def contains(self, other: "Span") -> bool:
        """Whether `other` is within this span; they may share ends."""
        return self.start <= other.start and other.end <= self.end

    def trimmed(self, text: str) -> Self:
        """Return the span without the white space at its ends; empty if there is nothing else."""
        quote = self.of(text)
        stripped = quote.strip()
        start = self.start + len(quote) - len(quote.lstrip()) if stripped else self.start
        return type(self)(start, start + len(stripped))


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union of spans as disjoint spans in order; empty spans are dropped, adjacent ones merged."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif len(span):
            merged.append(span)
    return tuple(merged)
