"""Sparse relations as sorted index arrays: joins, unions of ranges and grouped counts.

A relation is two arrays of one length, owners (ascending) and members: the members of owner 7 are
`members[owners == 7]`. Turn spans to codes, to cases and to speakers are all relations.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def int_array(values: Iterable[int]) -> Ints:
    """Return the values as an array of 64-bit integers."""
    return np.fromiter(values, dtype=np.int64)


def concatenate(arrays: Sequence[Ints]) -> Ints:
    """Return the concatenated arrays; an empty array for no arrays."""
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=np.int64)


def expand_ranges(first: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return every number of half-open ranges, with the position of its range before it."""
    lengths = end - first
    position = np.repeat(np.arange(len(first)), lengths)
    within = np.arange(len(position)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return position, first[position] + within


def join_members(keys: Ints, owners: Ints, members: Ints) -> tuple[Ints, Ints]:
    """Join keys with a relation: for each member of each key, the position of the key and the member."""
    first = np.searchsorted(owners, keys, side="left")
    end = np.searchsorted(owners, keys, side="right")
    position, number = expand_ranges(first, end)
    return position, members[number]


def unique_sorted(values: Ints) -> Ints:
    """Return the distinct values in ascending order (much faster than `np.unique` for many values)."""
    values = np.sort(values)
    return values[run_starts(values)]


def run_starts(ordered: Ints) -> Flags:
    """Flag the first of each run of equal values of a sorted array."""
    return np.diff(ordered, prepend=-1) != 0 if len(ordered) else np.empty(0, dtype=bool)


def count_distinct(cell: Ints, item: Ints, cells: int) -> Ints:
    """Return the number of distinct items in each of `cells` cells; `cell` and `item` are parallel."""
    if not len(cell):
        return np.zeros(cells, dtype=np.int64)
    width = int(item.max()) + 1
    return np.bincount(unique_sorted(cell * width + item) // width, minlength=cells).astype(np.int64)


def merge_ranges(group: Ints, first: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the union of the half-open ranges of each group as disjoint ranges, ascending by group."""
    filled = end > first
    group, first, end = group[filled], first[filled], end[filled]
    if not len(group):
        return group, first, end
    shift = group * (int(end.max()) + 1)  # groups one after another on one axis
    order = np.argsort(first + shift)
    group, first, end, shift = group[order], first[order], end[order], shift[order]
    reach = np.maximum.accumulate(end + shift)
    opens = np.r_[True, (first + shift)[1:] > reach[:-1]]
    closes = np.r_[opens[1:], True]
    return group[opens], first[opens], (reach - shift)[closes]


def count_covered(cell: Ints, first: Ints, end: Ints, cells: int) -> Ints:
    """Return the size of the union of the ranges of each of `cells` cells."""
    cell, first, end = merge_ranges(cell, first, end)
    return np.bincount(cell, weights=end - first, minlength=cells).astype(np.int64)
