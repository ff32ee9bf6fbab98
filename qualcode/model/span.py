"""A span is a half-open range of code points `[start, end)` in a source's text as stored.

Bytes, UTF-16 units, lines and terminal cells exist only in the module that meets them.
"""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` in code points; never negative, never backwards."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            message = f"a span cannot run from {self.start} to {self.end}"
            raise ValueError(message)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return max(self.start, other.start) < min(self.end, other.end)

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies inside this span, its ends included."""
        return self.start <= other.start and other.end <= self.end

    def trimmed(self, text: str) -> Self:
        """Return the span without the white space at its ends; empty where it was nothing else."""
        words = self.of(text)
        kept = words.strip()
        start = self.start + len(words) - len(words.lstrip()) if kept else self.start
        return type(self)(start, start + len(kept))
