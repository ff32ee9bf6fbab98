"""For which codes the interval of a difference is printed: where simulated ones cover the true difference.

`tests/benchmarks/interval_coverage.py` simulates it. In a group of five, only codes that all five have would
be printed, which says nothing about the proportion of the population that has them: an interval that is wide
enough where six of ten sources have the code is too wide where all have it. So a group needs six.
"""

from collections.abc import Sequence

import numpy as np

from qualcode.tables.analyses.inference.cluster_bootstrap import GroupWords
from qualcode.tables.analyses.inference.selection_effects import FEWEST_CLUSTERS
from qualcode.tables.arrays.cell_measures import share
from qualcode.tables.arrays.sparse_relations import Flags, Floats

SMALLEST_GROUP, SMALLEST_SHARED = 6, 12
"""Clusters that a group needs, and that it needs where clusters belong to both groups."""
SMALLEST_EFFECTIVE, SMALLEST_PART = 5.0, 0.5
"""Clusters of equal length that a group has to be worth, and which part of its number this has to be."""
MOST_TIMES = ((10, 1.5), (20, 3.0))
"""A smaller group of less than so many clusters goes with a greater one of at most so many times as many."""
LEAST_VARIATION = 1 / 3
"""The standard deviation over the mean that a code needs in its amounts in the clusters that have it."""


def too_few_clusters(groups: Sequence[GroupWords]) -> Flags:
    """Return which codes are in too few clusters of a group, or of a group of too few, for an interval."""
    sizes = [np.count_nonzero(group.members) for group in groups]
    are_shared = np.any(groups[0].members & groups[1].members)
    is_small = min(sizes) < (SMALLEST_SHARED if are_shared else SMALLEST_GROUP)
    are_few: Flags = np.minimum(*(group.having for group in groups)) < FEWEST_CLUSTERS
    return are_few | is_small


def are_too_uneven(groups: Sequence[GroupWords]) -> bool:
    """Return whether the groups differ too much in size, or the lengths of a group's clusters."""
    few, many = sorted(int(np.count_nonzero(group.members)) for group in groups)
    if any(few < size and many > times * few for size, times in MOST_TIMES):
        return True
    return any(
        group.effective_size < max(SMALLEST_EFFECTIVE, SMALLEST_PART * np.count_nonzero(group.members))
        for group in groups
    )


def vary_too_little(groups: Sequence[GroupWords]) -> Flags:
    """Return which codes hardly differ in amount between the clusters of a group that have them.

    The rate is then the number of clusters with the code, times a constant. In a group that happens to have
    it in nearly all clusters, as groups do for which an interval is printed, this number hardly varies in a
    bootstrap, and the interval is too narrow.
    """
    too_little: Flags = np.minimum(*(_variation(group) for group in groups)) < LEAST_VARIATION
    return too_little


def _variation(group: GroupWords) -> Floats:
    """Return the coefficient of variation of each code's share of words over the clusters that have it."""
    amounts = share(group.coded, group.words[:, np.newaxis])
    having = np.maximum(group.having, 1)
    mean = amounts.sum(axis=0) / having
    deviations = np.where(group.coded > 0, amounts - mean, 0.0)
    variation: Floats = share(np.sqrt((deviations**2).sum(axis=0) / np.maximum(having - 1, 1)), mean)
    return variation
