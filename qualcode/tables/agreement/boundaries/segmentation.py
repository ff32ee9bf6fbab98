"""Agreement on where the segments of a code begin and end, among sentences or turns.

A segment is a run of units that a coder gave the code; its boundaries are those between two units. So every
coder cuts each source into segments, once for each code.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.span_matches import merge_own_spans
from qualcode.tables.arrays.sparse_relations import Ints

_NEAR_MISS = 0.5
"""What a boundary that is one unit away counts, where a missing one counts 1: n_t = 2 (Fournier 2013)."""


class Edits(NamedTuple):
    """How the boundaries of one coder become those of another."""

    matches: int
    near_misses: int
    """Boundaries that are one unit apart."""
    additions: int
    """Boundaries of one coder alone."""

    @property
    def distance(self) -> float:
        """The boundary edit distance, in which a near miss costs half a boundary."""
        return self.additions + _NEAR_MISS * self.near_misses

    @property
    def similarity(self) -> float:
        """Boundary similarity B (Fournier 2013); NaN if neither has a boundary."""
        pairs = self.additions + self.near_misses + self.matches
        return 1 - self.distance / pairs if pairs else np.nan


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segmentations:
    """The boundaries of one code in several sources."""

    units: Ints
    """The number of units of each source."""
    boundaries: "dict[int, tuple[Ints, ...]]"
    """Coder → the boundaries in each source, sorted: p is between the units p - 1 and p."""
    finished: "dict[int, frozenset[int]]"
    """Coder → the sources that the coder has finished."""

    def shared(self, first: int, second: int) -> list[int]:
        """Return the sources that both coders have finished."""
        return sorted(self.finished[first] & self.finished[second])

    def potential(self, first: int, second: int) -> int:
        """Return how many boundaries there could be in the sources that both have finished."""
        return int((self.units[self.shared(first, second)] - 1).sum())

    def edits(self, first: int, second: int) -> Edits:
        """Return the edits between two coders over the sources that both have finished."""
        each = [
            boundary_edits(self.boundaries[first][source], self.boundaries[second][source])
            for source in self.shared(first, second)
        ]
        return Edits(*(sum(numbers) for numbers in zip(*each, strict=True))) if each else Edits(0, 0, 0)

    def window_difference(self, reference: int, other: int) -> float:
        """Return WindowDiff (Pevzner and Hearst 2002) over these sources; NaN if no window fits."""
        errors = windows = 0
        for source in self.shared(reference, other):
            differing, count = window_errors(
                self.boundaries[reference][source], self.boundaries[other][source], int(self.units[source])
            )
            errors, windows = errors + differing, windows + count
        return errors / windows if windows else np.nan


def segmentations(coded: CodedUnits, code: int) -> Segmentations:
    """Return the segmentations of one code by every coder."""
    merged = merge_own_spans(coded)
    of_code = merged.code == code
    boundaries = {}
    for coder in range(len(coded.coders)):
        own = of_code & (merged.coder == coder)
        positions = np.concatenate((merged.first[own], merged.end[own]))
        source = np.concatenate((merged.source[own], merged.source[own]))
        inner = (positions > 0) & (positions < merged.units[source])
        positions, source = positions[inner], source[inner]
        boundaries[coder] = tuple(
            np.unique(positions[source == number]) for number in range(len(coded.sources))
        )
    finished = {
        coder: frozenset(np.flatnonzero(coded.finished[:, coder]).tolist())
        for coder in range(len(coded.coders))
    }
    return Segmentations(units=coded.units, boundaries=boundaries, finished=finished)


def boundary_edits(first: Ints, second: Ints) -> Edits:
    """Return the fewest edits between two sorted lists of boundaries of one source."""
    matches = np.intersect1d(first, second, assume_unique=True)
    single = np.setxor1d(first, second, assume_unique=True)
    of_first = np.isin(single, first)
    is_near = (np.diff(single) == 1) & (of_first[1:] != of_first[:-1])
    near_misses, is_taken = 0, False
    for near in is_near.tolist():
        is_taken = near and not is_taken
        near_misses += is_taken
    return Edits(len(matches), near_misses, len(single) - 2 * near_misses)


def window_errors(reference: Ints, other: Ints, units: int) -> tuple[int, int]:
    """Return in how many windows two coders have not the same number of boundaries, and how many there are.

    A window is half as long as the mean segment of the reference, and at least two units.
    """
    width = max(2, round(units / (len(reference) + 1) / 2))
    windows = units - width
    if windows <= 0:
        return 0, 0
    start = np.arange(windows)
    counts = [
        np.searchsorted(each, start + width, side="right") - np.searchsorted(each, start, side="right")
        for each in (reference, other)
    ]
    return int((counts[0] != counts[1]).sum()), windows
