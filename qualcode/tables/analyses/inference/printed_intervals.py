"""For which codes the interval of a difference is printed: where simulated ones cover the true difference.

`tests/benchmarks/interval_coverage.py` simulates it. In a group of five, only codes that all five have would
be printed, which says nothing about the proportion of the population that has them: an interval that is wide
enough where six of ten sources have the code is too wide where all have it. So a group needs six.
"""

from collections.abc import Sequence

import numpy as np

from qualcode.tables.analyses.inference.cluster_bootstrap import GroupWords
from qualcode.tables.analyses.inference.selection_effects import FEWEST_CLUSTERS
from qualcode.tables.arrays.sparse_relations import Flags

SMALLEST_GROUP, SMALLEST_SHARED = 6, 12
"""Clusters that a group needs, and that it needs where clusters belong to both groups."""
SMALLEST_EFFECTIVE, SMALLEST_PART = 5.0, 0.5
"""Clusters of equal length that a group has to be worth, and which part of its number this has to be."""
MOST_TIMES = ((10, 1.5), (20, 3.0))
"""A smaller group of less than so many clusters goes with a greater one of at most so many times as many."""


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
