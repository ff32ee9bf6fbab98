"""The interval of a difference between two groups' rates of coded words, by a bootstrap of clusters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.tables.arrays.cell_measures import share
from qualcode.tables.arrays.sparse_relations import Flags, Floats, Ints

FEWEST_CLUSTERS = 5
"""In fewer clusters of a group, intervals cover the true difference less often than 92 times in 100."""
_LEVEL = 0.95
_AT_ONCE = 256
"""Bootstrap samples at a time, which limits memory for thousands of clusters."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupWords:
    """The words of one group in each cluster; clusters without any are not of the group."""

    coded: Ints
    """Words under each code, clusters by codes."""
    words: Ints
    """Words in scope of each cluster."""

    @property
    def members(self) -> Flags:
        """Which clusters have words of the group."""
        return self.words > 0

    @property
    def rates(self) -> Floats:
        """Coded words per 1,000 words, for each code."""
        rates: Floats = 1000 * share(self.coded.sum(axis=0), np.array(self.words.sum()))
        return rates


def difference_interval(
    first: GroupWords, second: GroupWords, draws: int, rng: np.random.Generator
) -> Floats:
    """Return the lower and upper limits of the difference in words per 1,000, as 2 by codes.

    Clusters that belong to both groups are drawn for both at once. NaN where a group has one cluster alone.
    """
    sizes = np.array([np.count_nonzero(group.members) for group in (first, second)])
    if sizes.min() < 2:  # noqa: PLR2004 - one cluster alone does not vary
        return np.full((2, first.coded.shape[1]), np.nan)
    if np.any(first.members & second.members):
        union = first.members | second.members
        rates = _bootstrap_rates((first, second), union, draws, rng)
        size = sizes.min()
        error = np.nanstd(rates[0] - rates[1], axis=0) * np.sqrt(size / (size - 1))
        freedom = np.full(error.shape, size - 1.0)
    else:
        errors = [
            np.nanstd(_bootstrap_rates((group,), group.members, draws, rng)[0], axis=0)
            * np.sqrt(size / (size - 1))
            for group, size in zip((first, second), sizes, strict=True)
        ]
        error = np.hypot(*errors)
        freedom = _welch_freedom(errors, sizes)
    from scipy.special import stdtrit

    reach = stdtrit(freedom, 1 - (1 - _LEVEL) / 2) * error
    difference = first.rates - second.rates
    return np.vstack((difference - reach, difference + reach))


def _welch_freedom(errors: list[Floats], sizes: Ints) -> Floats:
    """Return the degrees of freedom (Welch 1947) from the standard errors of two groups."""
    # (a + b)^2 / (a^2 / (n - 1) + b^2 / (m - 1)) with the squared errors a and b.
    squares = np.square(errors)
    parts = np.square(squares) / (sizes[:, np.newaxis] - 1)
    total = parts.sum(axis=0)
    smallest = np.full(total.shape, float(sizes.min() - 1))
    freedom: Floats = np.divide(np.square(squares.sum(axis=0)), total, out=smallest, where=total > 0)
    return freedom


def _bootstrap_rates(
    groups: Sequence[GroupWords], drawn: Flags, draws: int, rng: np.random.Generator
) -> Floats:
    """Return each group's rates in bootstrap samples of the drawn clusters, as groups by samples by codes.

    All groups have the same samples. NaN in a sample without words of a group.
    """
    # How often each of n clusters is drawn in n draws is multinomial(n, 1/n), so a sample is a weight vector.
    many = int(np.count_nonzero(drawn))
    rates = []
    for low in range(0, draws, _AT_ONCE):
        times = rng.multinomial(many, np.full(many, 1 / many), size=min(_AT_ONCE, draws - low))
        totals = [(times @ group.words[drawn])[:, np.newaxis] for group in groups]
        rates.append(
            [
                np.where(total > 0, 1000 * share(times @ group.coded[drawn], total), np.nan)
                for group, total in zip(groups, totals, strict=True)
            ]
        )
    return np.concatenate(rates, axis=1)
