"""What a rule of printing does to the numbers of clusters that have a code.

Intervals are printed for codes that enough clusters of a group have. Of a code that is near this limit, one
sees only the samples in which more clusters have it than on average. The number is binomial, cut off below.
"""

import numpy as np

from qualcode.tables.arrays.sparse_relations import Floats, Ints

FEWEST_CLUSTERS = 8
"""A code in fewer clusters of a group has no interval."""


def selection_effects(size: int, having: Ints) -> Floats:
    """Return the excess of numbers of clusters with a code, and the variance that is cut off, as 2 by codes.

    `size` is the number of clusters of the group, `having` the numbers that have each code. The proportion
    with the code is estimated as (having + 1/2) / (size + 1). Both are 0 for fewer than eight with the code.
    """
    from scipy.special import gammaln

    proportion = ((having + 0.5) / (size + 1))[:, np.newaxis]
    numbers = np.arange(FEWEST_CLUSTERS, size + 1)
    if not len(numbers):
        return np.zeros((2, len(having)))
    coefficients = gammaln(size + 1) - gammaln(numbers + 1) - gammaln(size - numbers + 1)
    chances = np.exp(coefficients + numbers * np.log(proportion) + (size - numbers) * np.log1p(-proportion))
    chances /= chances.sum(axis=1, keepdims=True)
    mean = chances @ numbers
    variance = chances @ numbers**2 - mean**2
    expected = size * proportion[:, 0]
    # The part that is cut off is taken of this sample's own variance, having (1 - having / size).
    part = 1 - variance / (expected * (1 - proportion[:, 0]))
    effects = np.vstack((mean - expected, part * having * (1 - having / size)))
    return np.where(having < FEWEST_CLUSTERS, 0.0, effects)
