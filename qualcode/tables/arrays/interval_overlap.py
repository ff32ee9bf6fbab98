"""Count overlapping pairs of labelled ranges, and the numbers they share, label by label.

With ranges sorted by start, range i overlaps exactly the later ranges that start before it ends: a run from i
+ 1 up to until[i], found by binary search. Few pairs are listed, 2^22 at a time. For many pairs, one sweep
for each label counts its open ranges at each start (+1 at a start, -1 at `until`), so that time is
proportional to labels times ranges and not to the number of pairs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from qualcode.tables.arrays.cell_measures import share
from qualcode.tables.arrays.sparse_relations import Floats, Ints, expand_ranges

_AT_ONCE = 1 << 22
"""The number of pairs that are listed at a time (about 200 MB)."""


@dataclass(frozen=True, slots=True, eq=False)
class _SortedRanges:
    """Ranges sorted by start, groups one after another on one axis; i overlaps i + 1 … until[i] - 1."""

    label: Ints
    first: Ints
    end: Ints
    until: Ints

    @property
    def pairs(self) -> Ints:
        """The number of later ranges that each range overlaps."""
        return self.until - np.arange(1, len(self.until) + 1)

    def pair_blocks(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield the positions of overlapping ranges as parallel arrays, about `_AT_ONCE` pairs at a time."""
        total = np.cumsum(self.pairs)
        low = 0
        while low < len(total):
            before = total[low - 1] if low else 0
            high = max(int(np.searchsorted(total, before + _AT_ONCE)), low + 1)
            position, later = expand_ranges(np.arange(low + 1, high + 1), self.until[low:high])
            yield position + low, later
            low = high


def count_meeting_pairs(group: Ints, label: Ints, first: Ints, end: Ints, labels: int) -> Ints:
    """Return the number of overlapping pairs of ranges of one group for each two labels.

    The array is labels by labels and symmetric; the diagonal has the pairs of ranges with the same label.
    """
    ranges = _sort(group, label, first, end)
    listing_is_cheaper = int(ranges.pairs.sum()) <= labels * len(ranges.label)
    together = _count_by_listing(ranges, labels) if listing_is_cheaper else _count_by_sweep(ranges, labels)
    return together + together.T - np.diag(together.diagonal())


def count_shared(group: Ints, label: Ints, first: Ints, end: Ints, labels: int) -> Ints:
    """Return how many numbers the ranges of each two labels share within one group, as labels by labels.

    The ranges of one label and group must not overlap (see `merge_ranges`), so that at most one range of each
    label contains a number; the diagonal has the total length of each label's ranges.
    """
    ranges = _sort(group, label, first, end)
    common = np.zeros(labels * labels)
    for earlier, later in ranges.pair_blocks():
        length = np.minimum(ranges.end[earlier], ranges.end[later]) - ranges.first[later]
        common += np.bincount(ranges.label[earlier] * labels + ranges.label[later], length, labels * labels)
    table = common.astype(np.int64).reshape(labels, labels)
    own = np.bincount(ranges.label, ranges.end - ranges.first, labels).astype(np.int64)
    return table + table.T + np.diag(own)


def jaccard(common: Ints) -> Floats:
    """Return Jaccard's coefficients, shared / (a + b - shared), where `common[i, i]` is a label's own a."""
    own = common.diagonal()
    return share(common, own[:, np.newaxis] + own[np.newaxis, :] - common)


def _sort(group: Ints, label: Ints, first: Ints, end: Ints) -> _SortedRanges:
    """Return the ranges sorted by start, without empty ones, which overlap nothing."""
    shift = group * (int(end.max(initial=0)) + 1)
    filled = np.flatnonzero(end > first)
    order = filled[np.argsort((first + shift)[filled])]
    first, end = (first + shift)[order], (end + shift)[order]
    return _SortedRanges(label[order], first, end, np.searchsorted(first, end))


def _count_by_listing(ranges: _SortedRanges, labels: int) -> Ints:
    together = np.zeros(labels * labels, dtype=np.int64)
    for earlier, later in ranges.pair_blocks():
        together += np.bincount(
            ranges.label[earlier] * labels + ranges.label[later], minlength=labels * labels
        )
    return together.reshape(labels, labels)


def _count_by_sweep(ranges: _SortedRanges, labels: int) -> Ints:
    many = len(ranges.label)
    together = np.zeros((labels, labels), dtype=np.int64)
    for label in range(labels):
        own = ranges.label == label
        change = -np.bincount(ranges.until[own], minlength=many + 1)
        change[1:] += own
        are_open = np.cumsum(change[:many])
        together[label] = np.bincount(ranges.label, are_open, labels)
    return together
