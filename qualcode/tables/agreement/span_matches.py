"""Match the spans of two coders one to one, and measure how far their ends are apart.

Two spans of a code match if they share at least half of what both cover together (intersection over union).
A span can have two such partners only if each shares exactly half with it, and these then have no other: so
taking each span once gives a largest matching.
"""

from dataclasses import dataclass, replace

import numpy as np

from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.arrays.sparse_relations import Floats, Ints, expand_ranges

LEAST_SHARED = 0.5
"""Least intersection over union of spans that match."""


@dataclass(frozen=True, slots=True, eq=False)
class SpanMatches:
    """The matching pairs of spans over all pairs of coders, and the spans there are."""

    source: Ints
    code: Ints
    start_distance: Ints
    end_distance: Ints
    spans: Floats
    """The number of spans of each source and code, each counted for every other coder who has the source."""

    def matched(self) -> Floats:
        """Return the number of matching pairs of each source and code."""
        return count_cells(self.source, self.code, self.spans.shape)

    def f1(self) -> tuple[Floats, Floats]:
        """Return the overlap F1 of each code, 2 · matches / spans, and without each source."""
        matched = self.matched()
        return (
            _f1(matched.sum(axis=0), self.spans.sum(axis=0)),
            _f1(matched.sum(axis=0) - matched, self.spans.sum(axis=0) - self.spans),
        )

    def median_distances(self) -> tuple[Floats, Floats]:
        """Return the median distances of the starts and of the ends of matching spans of each code."""
        codes = self.spans.shape[1]
        return (
            np.array([_median(self.start_distance[self.code == code]) for code in range(codes)]),
            np.array([_median(self.end_distance[self.code == code]) for code in range(codes)]),
        )


def match_spans(coded: CodedUnits) -> SpanMatches:
    """Return the matches of merged spans in sources that at least two coders have finished."""
    merged = merge_own_spans(coded)
    shape = (len(coded.sources), len(coded.codes))
    parts: list[tuple[Ints, Ints, Ints, Ints]] = []
    for first, second in zip(*np.triu_indices(len(coded.coders), 1), strict=True):
        parts.append(_matches(merged, int(first), int(second)))
    others = coded.finished.sum(axis=1)[merged.source] - 1
    spans = count_cells(merged.source, merged.code, shape, others.astype(np.float64))
    source, code, start_distance, end_distance = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    return SpanMatches(source, code, start_distance, end_distance, spans)


def merge_own_spans(coded: CodedUnits) -> CodedUnits:
    """Return the codings with overlapping ones of one coder and code merged; adjacent ones stay apart."""
    group = (coded.source * len(coded.codes) + coded.code) * len(coded.coders) + coded.coder
    order = np.lexsort((coded.end, coded.first, group))
    group, first, end = group[order], coded.first[order], coded.end[order]
    shift = group * (int(coded.end.max(initial=0)) + 1)
    reach = np.maximum.accumulate(end + shift) if len(end) else end
    begins = np.ones(len(first), dtype=bool)
    begins[1:] = (first + shift)[1:] >= np.where(group[1:] != group[:-1], 0, reach[:-1])
    begin = np.flatnonzero(begins)
    last = np.append(begin[1:], len(first))[: len(begin)] - 1
    chosen = order[begin]
    return replace(
        coded,
        source=coded.source[chosen],
        code=coded.code[chosen],
        coder=coded.coder[chosen],
        first=first[begin],
        end=(reach - shift)[last],
    )


def coded_lengths(coded: CodedUnits) -> Floats:
    """Return the units of each source and code that are coded, the mean of its coders."""
    merged = merge_own_spans(coded)
    lengths = (merged.end - merged.first) / coded.finished.sum(axis=1)[merged.source]
    return count_cells(merged.source, merged.code, (len(coded.sources), len(coded.codes)), lengths)


def count_cells(source: Ints, code: Ints, shape: tuple[int, int], weight: Floats | None = None) -> Floats:
    """Return the number (or weight) of items of each source and code."""
    return (
        np.bincount(source * shape[1] + code, weight, shape[0] * shape[1]).reshape(shape).astype(np.float64)
    )


def _matches(merged: CodedUnits, first: int, second: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return source, code, and distances of starts and ends of the matching spans of two coders."""
    group = merged.source * len(merged.codes) + merged.code
    shift = group * (int(merged.end.max(initial=0)) + 1)
    sides = [np.flatnonzero(merged.coder == coder) for coder in (first, second)]
    left, right = (side[np.argsort((merged.first + shift)[side])] for side in sides)
    start, end = merged.first + shift, merged.end + shift
    from_ = np.searchsorted(end[right], start[left], side="right")
    until = np.maximum(np.searchsorted(start[right], end[left]), from_)
    position, candidate = expand_ranges(from_, until)
    one, other = left[position], right[candidate]
    shared = np.minimum(end[one], end[other]) - np.maximum(start[one], start[other])
    union = np.maximum(end[one], end[other]) - np.minimum(start[one], start[other])
    matching = shared >= LEAST_SHARED * union
    one, other = one[matching], other[matching]
    once = np.unique(one, return_index=True)[1]
    one, other = one[once], other[once]
    once = np.unique(other, return_index=True)[1]
    one, other = one[once], other[once]
    return (
        merged.source[one],
        merged.code[one],
        np.abs(start[one] - start[other]),
        np.abs(end[one] - end[other]),
    )


def _f1(matched: Floats, spans: Floats) -> Floats:
    return np.divide(2 * matched, spans, out=np.full_like(matched, np.nan), where=spans > 0)


def _median(values: Ints) -> float:
    return float(np.median(values)) if len(values) else np.nan
