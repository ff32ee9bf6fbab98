"""Sorted index of the spans of one source, with queries for overlap, next and previous.

`_reach[i]` is the largest end of items 0 to i. A query for overlap walks back from the span only while the
reach exceeds its start, and an insertion or removal updates the reach only as far as it changes: the cost
does not grow with the length of the transcript.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from qualcode.model import CodeKey, Span


class HasSpan(Protocol):
    """A coding or a suggestion."""

    @property
    def id(self) -> str:
        """Unique within the index."""
        ...

    @property
    def span(self) -> Span:
        """Offsets in the source's text."""
        ...

    @property
    def code(self) -> CodeKey:
        """The code of the span."""
        ...


T = TypeVar("T", bound=HasSpan)


class SpanIndex(Generic[T]):
    """Codings or suggestions by start, longer ones first."""

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items = sorted(items, key=_order)
        self._starts = [item.span.start for item in self._items]
        self._reach = list(accumulate((item.span.end for item in self._items), max))
        self._by_id = {item.id: item for item in self._items}
        self._by_code: defaultdict[CodeKey, dict[str, T]] = defaultdict(dict)
        for item in self._items:
            self._by_code[item.code][item.id] = item
        self.covered = _union(item.span for item in self._items)
        """Number of characters covered by at least one item."""

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def overlapping(self, span: Span) -> list[T]:
        """Return the items that share at least one character with a span, by start."""
        overlapping = []
        index = bisect_left(self._starts, span.end) - 1
        while index >= 0 and self._reach[index] > span.start:
            if self._items[index].span.end > span.start:
                overlapping.append(self._items[index])
            index -= 1
        return overlapping[::-1]

    def at(self, offset: int) -> list[T]:
        """Return the items at an offset, by start, longer ones first."""
        return self.overlapping(Span(offset, offset + 1))

    def covers(self, span: Span) -> bool:
        """Whether any item overlaps the span."""
        index = bisect_left(self._starts, span.end) - 1
        return index >= 0 and self._reach[index] > span.start

    def after(self, offset: int) -> T | None:
        """Return the first item that starts after an offset."""
        index = bisect_right(self._starts, offset)
        return self._items[index] if index < len(self._items) else None

    def before(self, offset: int) -> T | None:
        """Return the last item that starts before an offset."""
        index = bisect_left(self._starts, offset) - 1
        return self._items[index] if index >= 0 else None

    def add(self, *items: T) -> None:
        """Insert items."""
        for item in items:
            self.covered += self._uncovered(item.span)
            index = self._position(item)
            end = item.span.end
            self._items.insert(index, item)
            self._starts.insert(index, item.span.start)
            self._reach.insert(index, max(end, self._reach[index - 1]) if index else end)
            self._by_id[item.id] = item
            self._by_code[item.code][item.id] = item
            for later in range(index + 1, len(self._items)):
                if self._reach[later] >= end:
                    break
                self._reach[later] = end

    def discard(self, *ids: str) -> None:
        """Remove items by their ids; unknown ids are ignored."""
        for item_id in ids:
            item = self._by_id.pop(item_id, None)
            if item is None:
                continue
            index = self._position(item)
            del self._items[index], self._starts[index], self._reach[index]
            reach = self._reach[index - 1] if index else 0
            for later in range(index, len(self._items)):
                reach = max(reach, self._items[later].span.end)
                if self._reach[later] == reach:
                    break
                self._reach[later] = reach
            del self._by_code[item.code][item.id]
            self.covered -= self._uncovered(item.span)

    def with_id(self, item_id: str) -> T | None:
        """Return the item with this id, or None."""
        return self._by_id.get(item_id)

    def of_code(self, code: CodeKey) -> Mapping[str, T]:
        """Return the items of one code by their ids."""
        return self._by_code.get(code, {})

    def _position(self, item: T) -> int:
        return bisect_left(self._items, _order(item), key=_order)

    def _uncovered(self, span: Span) -> int:
        """Return the number of characters of the span that no item covers."""
        overlapping = (item.span for item in self.overlapping(span))
        clipped = (Span(max(each.start, span.start), min(each.end, span.end)) for each in overlapping)
        return len(span) - _union(clipped)


def _union(spans: Iterable[Span]) -> int:
    """Return the number of characters covered by spans that are sorted by start."""
    total, covered_to = 0, 0
    for span in spans:
        if span.end > covered_to:
            total += span.end - max(span.start, covered_to)
            covered_to = span.end
    return total


def _order(item: HasSpan) -> tuple[int, int, str]:
    return item.span.start, -item.span.end, item.id
