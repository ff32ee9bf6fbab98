"""For which codes the interval of a difference is printed: where simulated ones cover the true difference.

`tests/benchmarks/interval_coverage.py` simulates it. In smaller groups, an interval that is wide enough where
seven of ten sources have a code is too wide where all have it, and the numbers do not tell which it is.
"""

from collections.abc import Sequence

import numpy as np

from qualcode.tables.analyses.inference.cluster_bootstrap import LEAST_VARIATION, GroupWords
from qualcode.tables.analyses.inference.selection_effects import FEWEST_CLUSTERS
from qualcode.tables.arrays.sparse_relations import Flags

SMALLEST_GROUP = 20
"""Clusters that each group needs."""
SMALLEST_PART = 0.5
"""Which part of its number of clusters a group has to be worth in clusters of equal length."""
MOST_TIMES = 3.0
"""A group has at most so many times as many clusters as the other."""


def too_few_clusters(groups: Sequence[GroupWords]) -> Flags:
    """Return which codes are in too few clusters of a group, or of a group of too few, for an interval."""
    is_small = min(np.count_nonzero(group.members) for group in groups) < SMALLEST_GROUP
    are_few: Flags = np.minimum(*(group.having for group in groups)) < FEWEST_CLUSTERS
    return are_few | is_small


def are_too_uneven(groups: Sequence[GroupWords]) -> bool:
    """Return whether the groups differ too much in size, or the lengths of a group's clusters."""
    sizes = [int(np.count_nonzero(group.members)) for group in groups]
    return max(sizes) > MOST_TIMES * min(sizes) or any(
        group.effective_size < SMALLEST_PART * size for group, size in zip(groups, sizes, strict=True)
    )


def vary_too_little(groups: Sequence[GroupWords]) -> Flags:
    """Return which codes hardly differ in amount between the clusters of a group that have them.

    The rate is then the number of clusters with the code, times a constant. In a group that happens to have
    it in nearly all clusters, this number hardly varies in a bootstrap, and the interval is too narrow.
    """
    too_little: Flags = np.minimum(*(group.variation for group in groups)) < LEAST_VARIATION
    return too_little
