"""A shelf: codings or suggestions of one source in the order of the text, found by where they stand.

Looking up what touches a place walks back from it only as far as anything reaches (`_reach` is the
farthest end so far), so a screen of a long transcript costs no more than one of a short one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from qualcode.model import Span


class Placed(Protocol):
    """Whatever stands on a span."""

    @property
    def id(self) -> str:
        """What tells it from others."""
        ...

    @property
    def span(self) -> Span:
        """Where it stands."""
        ...


T = TypeVar("T", bound=Placed)


class Shelf(Generic[T]):
    """Things on spans, by start, longer ones first."""

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items = sorted(items, key=_order)
        self._starts = [item.span.start for item in self._items]
        self._reach: list[int] = []
        self._measure()

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def overlapping(self, span: Span) -> list[T]:
        """Return what shares at least one character with the span, in the order of the text."""
        found = []
        index = bisect_left(self._starts, span.end) - 1
        while index >= 0 and self._reach[index] > span.start:
            if self._items[index].span.end > span.start:
                found.append(self._items[index])
            index -= 1
        return found[::-1]

    def at(self, offset: int) -> list[T]:
        """Return what stands on a character, outer things first."""
        return self.overlapping(Span(offset, offset + 1))

    def covers(self, span: Span) -> bool:
        """Whether anything touches the span."""
        index = bisect_left(self._starts, span.end) - 1
        return index >= 0 and self._reach[index] > span.start

    def after(self, offset: int) -> T | None:
        """Return the first that starts after the offset."""
        index = bisect_right(self._starts, offset)
        return self._items[index] if index < len(self._items) else None

    def before(self, offset: int) -> T | None:
        """Return the last that starts before the offset."""
        index = bisect_left(self._starts, offset) - 1
        return self._items[index] if index >= 0 else None

    def add(self, *items: T) -> None:
        """Put things where they belong."""
        for item in items:
            index = bisect_right(self._items, _order(item), key=_order)
            self._items.insert(index, item)
            self._starts.insert(index, item.span.start)
        self._measure()

    def discard(self, *ids: str) -> None:
        """Take things away by their ids."""
        gone = set(ids)
        kept = [item for item in self._items if item.id not in gone]
        if len(kept) < len(self._items):
            self._items = kept
            self._starts = [item.span.start for item in kept]
            self._measure()

    def covered(self) -> int:
        """Return how many characters anything stands on."""
        total, done = 0, 0
        for item in self._items:
            end = item.span.end
            if end > done:
                total += end - max(item.span.start, done)
                done = end
        return total

    def _measure(self) -> None:
        self._reach = list(accumulate((item.span.end for item in self._items), max))


def _order(item: Placed) -> tuple[int, int, str]:
    return item.span.start, -item.span.end, item.id
