"""Who belongs to what, as arrays of numbers: the joins and counts that every table is made of.

A relation is two arrays of one length, owners (in ascending order) and members: owner 7 has the members
that stand where `owners == 7`. A span of a coding has codes, cases, a speaker: all are relations.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def int_array(values: Iterable[int]) -> Ints:
    """Return the values as an array of 64-bit numbers."""
    return np.fromiter(values, dtype=np.int64)


def concatenate(parts: Sequence[Ints]) -> Ints:
    """Return the arrays one after another; an empty array where there is none."""
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def expand_ranges(first: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return, for half-open ranges of numbers, the position of the range and the number, for every number."""
    lengths = end - first
    position = np.repeat(np.arange(len(first)), lengths)
    within = np.arange(len(position)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return position, first[position] + within


def join_members(keys: Ints, owners: Ints, members: Ints) -> tuple[Ints, Ints]:
    """Return, for every member of every key, the key's position in `keys` and the member."""
    first = np.searchsorted(owners, keys, side="left")
    end = np.searchsorted(owners, keys, side="right")
    position, number = expand_ranges(first, end)
    return position, members[number]


def unique_sorted(values: Ints) -> Ints:
    """Return the different values in ascending order (much faster than `np.unique` on many numbers)."""
    values = np.sort(values)
    return values[run_starts(values)]


def run_starts(ordered: Ints) -> Flags:
    """Flag the first of each run of equal values."""
    return np.diff(ordered, prepend=-1) != 0 if len(ordered) else np.empty(0, dtype=bool)


def count_distinct(cell: Ints, item: Ints, cells: int) -> Ints:
    """Return how many different items each of the numbered cells has."""
    if not len(cell):
        return np.zeros(cells, dtype=np.int64)
    width = int(item.max()) + 1
    return np.bincount(unique_sorted(cell * width + item) // width, minlength=cells).astype(np.int64)


def merge_ranges(group: Ints, first: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the ranges of each group with those that overlap or touch made one, in ascending order."""
    some = end > first
    group, first, end = group[some], first[some], end[some]
    if not len(group):
        return group, first, end
    shift = group * (int(end.max()) + 1)  # each group after the one before it, on one line
    order = np.argsort(first + shift)
    group, first, end, shift = group[order], first[order], end[order], shift[order]
    reach = np.maximum.accumulate(end + shift)
    opens = np.r_[True, (first + shift)[1:] > reach[:-1]]
    closes = np.r_[opens[1:], True]
    return group[opens], first[opens], (reach - shift)[closes]


def count_covered(cell: Ints, first: Ints, end: Ints, cells: int) -> Ints:
    """Return how many numbers the ranges of each cell cover, each number counted once."""
    cell, first, end = merge_ranges(cell, first, end)
    return np.bincount(cell, weights=end - first, minlength=cells).astype(np.int64)
