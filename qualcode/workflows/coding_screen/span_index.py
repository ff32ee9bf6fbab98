"""A shelf: codings or suggestions of one source in the order of the text, found by where they stand.

Looking up what touches a place walks back from it only as far as anything reaches (`_reach` is the
farthest end so far), and a change is followed only as far as it makes a difference: a long transcript costs
no more than a short one.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from qualcode.model import CodeKey, Span


class HasSpan(Protocol):
    """Whatever stands on a span."""

    @property
    def id(self) -> str:
        """What tells it from others."""
        ...

    @property
    def span(self) -> Span:
        """Where it stands."""
        ...

    @property
    def code(self) -> CodeKey:
        """The code that it is about."""
        ...


T = TypeVar("T", bound=HasSpan)


class SpanIndex(Generic[T]):
    """Things on spans, by start, longer ones first."""

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items = sorted(items, key=_order)
        self._starts = [item.span.start for item in self._items]
        self._reach = list(accumulate((item.span.end for item in self._items), max))
        self._by_id = {item.id: item for item in self._items}
        self._by_code: defaultdict[CodeKey, dict[str, T]] = defaultdict(dict)
        for item in self._items:
            self._by_code[item.code][item.id] = item
        self.covered = _union(item.span for item in self._items)
        """How many characters anything stands on."""

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
            self.covered += self._uncovered(item.span)
            index = self._place(item)
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
        """Take things away by their ids."""
        for identity in ids:
            item = self._by_id.pop(identity, None)
            if item is None:
                continue
            index = self._place(item)
            del self._items[index], self._starts[index], self._reach[index]
            reach = self._reach[index - 1] if index else 0
            for later in range(index, len(self._items)):
                reach = max(reach, self._items[later].span.end)
                if self._reach[later] == reach:
                    break
                self._reach[later] = reach
            del self._by_code[item.code][item.id]
            self.covered -= self._uncovered(item.span)

    def with_id(self, identity: str) -> T | None:
        """Return the one with this id, if it is here."""
        return self._by_id.get(identity)

    def of_code(self, code: CodeKey) -> Mapping[str, T]:
        """Return those of one code by their ids."""
        return self._by_code.get(code, {})

    def _place(self, item: T) -> int:
        return bisect_left(self._items, _order(item), key=_order)

    def _uncovered(self, span: Span) -> int:
        """Return how many characters of the span nothing stands on."""
        there = (one.span for one in self.overlapping(span))
        inside = (Span(max(one.start, span.start), min(one.end, span.end)) for one in there)
        return len(span) - _union(inside)


def _union(spans: Iterable[Span]) -> int:
    """Return how many characters spans cover that come in the order of their starts."""
    total, done = 0, 0
    for span in spans:
        if span.end > done:
            total += span.end - max(span.start, done)
            done = span.end
    return total


def _order(item: HasSpan) -> tuple[int, int, str]:
    return item.span.start, -item.span.end, item.id
