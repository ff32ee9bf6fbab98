"""Distances of two sets from their sizes: 0 for equal sets, also for two empty ones."""

from collections.abc import Callable

import numpy as np

from qualcode.tables.arrays.sparse_relations import Floats

SetDistance = Callable[[Floats, Floats, Floats], Floats]
"""Returns the distances from the sizes of the intersections and of both sets, which broadcast."""


def jaccard_distance(shared: Floats, left: Floats, right: Floats) -> Floats:
    """Return 1 - the size of the intersection / that of the union."""
    union = left + right - shared
    return 1 - np.divide(shared, union, out=np.ones_like(union), where=union > 0)


def masi_distance(shared: Floats, left: Floats, right: Floats) -> Floats:
    """Return 1 - Jaccard's index times 1 (equal), 2/3 (one within the other), 1/3 (overlap) or 0.

    Passonneau (2006).
    """
    equal = (shared == left) & (shared == right)
    within = (shared == left) | (shared == right)
    overlap = shared > 0
    monotony = np.select([equal, overlap & within, overlap], [1.0, 2 / 3, 1 / 3], 0.0)
    distance: Floats = 1 - (1 - jaccard_distance(shared, left, right)) * monotony
    return distance


def nominal_distance(shared: Floats, left: Floats, right: Floats) -> Floats:
    """Return 0 for equal sets and 1 for all others."""
    distance: Floats = 1.0 - ((shared == left) & (shared == right))
    return distance
