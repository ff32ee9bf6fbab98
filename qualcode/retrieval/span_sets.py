"""Sorted lists of coded spans, and queries on them by sorting instead of comparing all pairs.

Lists of coded spans are in the order of the text and have each span once: codings on the same span are one
entry.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_BEFORE_ALL = -sys.maxsize


class CodedSpan(NamedTuple):
    """`[start, end)` in code points, with its codings as their numbers in the source's list."""

    start: int
    end: int
    codings: frozenset[int] = frozenset()


def merge_equal_spans(spans: Iterable[CodedSpan]) -> list[CodedSpan]:
    """Return the spans in order, with equal ones merged and their codings united."""
    codings_of: dict[tuple[int, int], frozenset[int]] = {}
    for start, end, codings in spans:
        codings_of[start, end] = codings_of.get((start, end), frozenset()) | codings
    return [CodedSpan(*span, codings_of[span]) for span in sorted(codings_of)]


def intersections(left: Sequence[CodedSpan], right: Sequence[CodedSpan]) -> list[CodedSpan]:
    """Return the intersection of each span of `left` with each span of `right` that it overlaps.

    One sweep over both lists: O((n + k) log n) for n spans with k overlaps.
    """
    sides = sorted([(span, 0) for span in left] + [(span, 1) for span in right], key=_start)
    open_spans: tuple[list[CodedSpan], list[CodedSpan]] = ([], [])
    shared: list[CodedSpan] = []
    for span, side in sides:
        opposite = open_spans[1 - side]
        opposite[:] = [candidate for candidate in opposite if candidate.end > span.start]
        shared.extend(
            CodedSpan(span.start, min(span.end, candidate.end), span.codings | candidate.codings)
            for candidate in opposite
            if span.end > span.start
        )
        open_spans[side].append(span)
    return merge_equal_spans(shared)


def _start(entry: tuple[CodedSpan, int]) -> int:
    return entry[0].start


class IntervalLookup:
    """Tests in O(log n) whether an interval starts by one limit and lasts until another.

    For each prefix of the intervals, sorted by start, it keeps the greatest end, the number of the interval
    that has it, and the second greatest end, so that one interval can be left out of a test.
    """

    def __init__(self, intervals: Iterable[tuple[int, int]]) -> None:
        numbered = sorted((start, end, number) for number, (start, end) in enumerate(intervals))
        self._starts = [start for start, _, _ in numbered]
        self._furthest: list[tuple[int, int, int]] = []
        furthest_end, furthest_number, second_end = _BEFORE_ALL, -1, _BEFORE_ALL
        for _, end, number in numbered:
            if end > furthest_end:
                furthest_end, furthest_number, second_end = end, number, furthest_end
            else:
                second_end = max(second_end, end)
            self._furthest.append((furthest_end, furthest_number, second_end))

    def any(self, *, starts_by: int, lasts_to: int, except_number: int | None = None) -> bool:
        """Whether an interval other than `except_number` has start <= `starts_by` and end >= `lasts_to`."""
        count = bisect_right(self._starts, starts_by)
        if not count:
            return False
        furthest_end, furthest_number, second_end = self._furthest[count - 1]
        return (second_end if furthest_number == except_number else furthest_end) >= lasts_to


class UnitNumbering:
    """Numbers of the units (turns or sentences) of a text, from 0, by offset."""

    def __init__(self, unit_starts: Sequence[int], word_starts: Sequence[int], ends: Sequence[int]) -> None:
        """Take where each unit starts, where its words start, and where both end; all in order."""
        self._unit_starts = unit_starts
        self._word_starts = word_starts
        self._ends = ends

    def first_and_last(self, span: CodedSpan) -> tuple[int, int]:
        """Return the first and last unit whose words the span overlaps.

        If it overlaps none, both are the unit before it or whose label it is in; -1 before the first unit.
        """
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._word_starts, span.end) - 1
        if first <= last:
            return first, last
        preceding = bisect_right(self._unit_starts, span.start) - 1
        return preceding, preceding
