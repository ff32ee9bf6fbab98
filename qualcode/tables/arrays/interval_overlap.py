"""Which labelled ranges meet: one pass over ranges in the order of their starts.

In that order a range meets just those after it that start before it ends. Where few meet, the pairs are
listed, some millions at a time; where coding is dense, a sweep for each label carries how many of its ranges
are open instead. So time grows with ranges, never with their square, and no pair is ever held for long.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from qualcode.tables.arrays.cell_measures import share
from qualcode.tables.arrays.sparse_relations import Floats, Ints, expand_ranges

_AT_ONCE = 1 << 22
"""About how many pairs are listed at a time: some 200 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class _SortedRanges:
    """Ranges in the order of their starts, group after group on one line; i meets i + 1 to `until[i]`."""

    label: Ints
    first: Ints
    end: Ints
    until: Ints

    @property
    def pairs(self) -> Ints:
        """How many later ranges each one meets."""
        return self.until - np.arange(1, len(self.until) + 1)

    def blocks(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield the pairs of ranges that meet, by position, some millions at a time."""
        total = np.cumsum(self.pairs)
        low = 0
        while low < len(total):
            before = total[low - 1] if low else 0
            high = max(int(np.searchsorted(total, before + _AT_ONCE)), low + 1)
            position, other = expand_ranges(np.arange(low + 1, high + 1), self.until[low:high])
            yield position + low, other
            low = high


def count_meeting_pairs(group: Ints, label: Ints, first: Ints, end: Ints, labels: int) -> Ints:
    """Return, for each two labels, how many pairs of ranges of one group share at least one number.

    The array is labels by labels and the same on both sides of its diagonal, which has pairs of one label.
    """
    swept = _sort(group, label, first, end)
    listing_is_cheaper = int(swept.pairs.sum()) <= labels * len(swept.label)
    together = _count_by_listing(swept, labels) if listing_is_cheaper else _count_by_sweep(swept, labels)
    return together + together.T - np.diag(together.diagonal())


def count_shared(group: Ints, label: Ints, first: Ints, end: Ints, labels: int) -> Ints:
    """Return, for each two labels, how many numbers their ranges of one group have in common.

    The ranges of one label and group must not overlap (see `union`), so that no range meets more than there
    are labels at any number; the diagonal has each label's own.
    """
    swept = _sort(group, label, first, end)
    common = np.zeros(labels * labels)
    for one, other in swept.blocks():
        length = np.minimum(swept.end[one], swept.end[other]) - swept.first[other]
        common += np.bincount(swept.label[one] * labels + swept.label[other], length, labels * labels)
    table = common.astype(np.int64).reshape(labels, labels)
    own = np.bincount(swept.label, swept.end - swept.first, labels).astype(np.int64)
    return table + table.T + np.diag(own)


def jaccard(common: Ints) -> Floats:
    """Return what two have in common as a share of what either has; the diagonal of `common` is their own."""
    own = common.diagonal()
    return share(common, own[:, np.newaxis] + own[np.newaxis, :] - common)


def _sort(group: Ints, label: Ints, first: Ints, end: Ints) -> _SortedRanges:
    """Return the ranges in order, without empty ones, which meet nothing."""
    shift = group * (int(end.max(initial=0)) + 1)
    some = np.flatnonzero(end > first)
    order = some[np.argsort((first + shift)[some])]
    first, end = (first + shift)[order], (end + shift)[order]
    return _SortedRanges(label[order], first, end, np.searchsorted(first, end))


def _count_by_listing(swept: _SortedRanges, labels: int) -> Ints:
    together = np.zeros(labels * labels, dtype=np.int64)
    for one, other in swept.blocks():
        together += np.bincount(swept.label[one] * labels + swept.label[other], minlength=labels * labels)
    return together.reshape(labels, labels)


def _count_by_sweep(swept: _SortedRanges, labels: int) -> Ints:
    many = len(swept.label)
    together = np.zeros((labels, labels), dtype=np.int64)
    for label in range(labels):
        mine = swept.label == label
        change = -np.bincount(swept.until[mine], minlength=many + 1)
        change[1:] += mine
        are_open = np.cumsum(change[:many])
        together[label] = np.bincount(swept.label, are_open, labels)
    return together
