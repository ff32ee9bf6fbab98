"""Passages, and what can be asked of many of them at once by sorting instead of comparing all pairs.

A passage is a span with the codings that put it among the results. Passages are kept in lists in the
order of the text, each span once: codings on the very same words are one passage.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_NEVER = -sys.maxsize


class CodedSpan(NamedTuple):
    """`[start, end)` in code points, and the codings behind it as their numbers in the source's list."""

    start: int
    end: int
    codings: frozenset[int] = frozenset()


def merge_equal_spans(passages: Iterable[CodedSpan]) -> list[CodedSpan]:
    """Return the passages in order, those on the very same words as one."""
    found: dict[tuple[int, int], frozenset[int]] = {}
    for start, end, codings in passages:
        found[start, end] = found.get((start, end), frozenset()) | codings
    return [CodedSpan(*span, found[span]) for span in sorted(found)]


def intersections(left: Sequence[CodedSpan], right: Sequence[CodedSpan]) -> list[CodedSpan]:
    """Return the words that a passage of `left` shares with one of `right`, for each pair that overlaps.

    One sweep over both: the time grows with the passages and the overlaps, not with the pairs.
    """
    sides = sorted([(passage, 0) for passage in left] + [(passage, 1) for passage in right], key=_start)
    open_passages: tuple[list[CodedSpan], list[CodedSpan]] = ([], [])
    found: list[CodedSpan] = []
    for passage, side in sides:
        others = open_passages[1 - side]
        others[:] = [other for other in others if other.end > passage.start]
        found.extend(
            CodedSpan(passage.start, min(passage.end, other.end), passage.codings | other.codings)
            for other in others
            if passage.end > passage.start
        )
        open_passages[side].append(passage)
    return merge_equal_spans(found)


def _start(entry: tuple[CodedSpan, int]) -> int:
    return entry[0].start


class IntervalLookup:
    """Answers for any limits whether some interval begins by one and lasts until the other."""

    def __init__(self, intervals: Iterable[tuple[int, int]]) -> None:
        numbered = sorted((begin, end, number) for number, (begin, end) in enumerate(intervals))
        self._begins = [begin for begin, _, _ in numbered]
        self._furthest: list[tuple[int, int, int]] = []
        end, number, second = _NEVER, -1, _NEVER
        for _, other_end, other_number in numbered:
            if other_end > end:
                end, number, second = other_end, other_number, end
            else:
                second = max(second, other_end)
            self._furthest.append((end, number, second))

    def any(self, *, begins_by: int, lasts_to: int, besides: int | None = None) -> bool:
        """Whether an interval other than number `besides` has begin <= `begins_by`, end >= `lasts_to`."""
        count = bisect_right(self._begins, begins_by)
        if not count:
            return False
        end, number, second = self._furthest[count - 1]
        return (second if number == besides else end) >= lasts_to


class UnitNumbering:
    """Numbers the units (turns or sentences) along a text, from 0."""

    def __init__(self, begins: Sequence[int], starts: Sequence[int], ends: Sequence[int]) -> None:
        """Take where each unit begins, and where its words start and end; all three in order."""
        self._begins = begins
        self._starts = starts
        self._ends = ends

    def units(self, passage: CodedSpan) -> tuple[int, int]:
        """Return the first and last unit whose words it touches.

        Where it touches none, the one that it follows or whose label it is; -1 before the first.
        """
        first = bisect_right(self._ends, passage.start)
        last = bisect_left(self._starts, passage.end) - 1
        if first <= last:
            return first, last
        place = bisect_right(self._begins, passage.start) - 1
        return place, place
