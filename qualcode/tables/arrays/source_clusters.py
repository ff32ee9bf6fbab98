"""Clusters of sources: those of one case depend on each other, and are drawn or permuted together."""

import numpy as np

from qualcode.tables.arrays.coded_study import Study
from qualcode.tables.arrays.sparse_relations import Ints


def source_clusters(study: Study) -> Ints:
    """Return the cluster of each source: the lowest position among the sources that cases connect it with."""
    position_of = {facts.id: position for position, facts in enumerate(study.sources)}
    cluster = np.arange(len(study.sources))
    for case in study.cases:
        own = [position_of[source] for source, _ in case.sources if source in position_of]
        joined = np.unique(cluster[own]) if own else cluster[:0]
        if len(joined) > 1:
            cluster[np.isin(cluster, joined)] = joined.min()
    return cluster
