"""The interval of a difference between two groups' rates of coded words, by a bootstrap of clusters.

`printed_intervals` says for which codes it is fit to be printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.tables.analyses.inference.selection_effects import selection_effects
from qualcode.tables.arrays.cell_measures import share
from qualcode.tables.arrays.sparse_relations import Flags, Floats, Ints

_LEVEL = 0.95
_POWER = 1 / 3
"""Rates of words are skewed to the right; their cube root is nearly symmetric (Wilson and Hilferty 1931)."""
_CORRECTION = 1.5
"""How many times the estimated bias of selection is taken off, since the estimate is too small on average."""
_LEAST_RATE, _LEAST_VARIANCE = 0.3, 0.25
"""What the corrections leave at least of a rate, and of its variance."""
_WIDENING = 1.04
"""What errors are multiplied by; simulated intervals cover best with it."""
LEAST_VARIATION = 0.25
"""The standard deviation over the mean that a code needs in its amounts in the clusters that have it."""
_EXCESS_VARIATION = 0.2
"""Which part of the error of amounts is taken off a code whose amounts vary just enough for an interval.

Those that are printed vary more in their sample than in the population. Nothing is taken off from one and a
half times the least variation on.
"""
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
    def having(self) -> Ints:
        """The number of clusters with each code."""
        having: Ints = np.count_nonzero(self.coded, axis=0)
        return having

    @property
    def effective_size(self) -> float:
        """The number of clusters of equal length that are worth as much (Kish 1965): (sum w)^2 / sum w^2."""
        words = self.words.astype(np.float64)
        return float(words.sum() ** 2 / max((words**2).sum(), 1.0))

    @property
    def variation(self) -> Floats:
        """The coefficient of variation of each code's share of words over the clusters that have it."""
        amounts = share(self.coded, self.words[:, np.newaxis])
        having = np.maximum(self.having, 1)
        mean = amounts.sum(axis=0) / having
        deviations = np.where(self.coded > 0, amounts - mean, 0.0)
        error: Floats = np.sqrt((deviations**2).sum(axis=0) / np.maximum(having - 1, 1))
        return share(error, mean)

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
    groups = (first, second)
    sizes = np.array([[np.count_nonzero(group.members)] for group in groups])
    if sizes.min() < 2:  # noqa: PLR2004 - one cluster alone does not vary
        return np.full((2, first.coded.shape[1]), np.nan)
    are_shared = bool(np.any(first.members & second.members))
    if are_shared:
        samples = _bootstrap_rates(groups, first.members | second.members, draws, rng)
        correlation = _correlation(*samples)
    else:
        samples = np.concatenate([_bootstrap_rates((group,), group.members, draws, rng) for group in groups])
        correlation = np.zeros(first.coded.shape[1])
    # sqrt(n/(n-1)) for the variance in samples of n from n, and half as much again because a cluster takes
    # part in the rate from which it deviates; simulated intervals cover best with it.
    errors = np.nanstd(samples, axis=1) * (sizes / (sizes - 1)) ** 0.75
    rates, errors, bias = _without_selection(groups, errors, are_shared=are_shared)
    errors = _WIDENING * errors * np.array([_without_excess_variation(group) for group in groups])
    freedom = np.array([[max(group.effective_size - 1, 1.0)] for group in groups])
    low, high = _difference_limits(rates, _rate_limits(rates, errors, freedom), correlation)
    # What is taken off is uncertain by as much as itself, as far as it differs between the groups.
    difference, doubt = rates[0] - rates[1], bias[0] - bias[1]
    return np.vstack(
        (difference - np.hypot(difference - low, doubt), difference + np.hypot(high - difference, doubt))
    )


def _without_selection(
    groups: Sequence[GroupWords], errors: Floats, *, are_shared: bool
) -> tuple[Floats, Floats, Floats]:
    """Return rates and their errors without the effect of the rule of printing, and the bias taken off.

    A code that is printed is in more clusters than on average, and their number varies less.
    """
    rates = np.array([group.rates for group in groups])
    having = np.array([group.having for group in groups])
    effects = [selection_effects(int(np.count_nonzero(group.members)), group.having) for group in groups]
    excess, cut_off = np.array(effects).swapaxes(0, 1)
    of_each_cluster = rates / np.maximum(having, 1)
    bias = np.minimum(_CORRECTION * excess * of_each_cluster, (1 - _LEAST_RATE) * rates)
    # In shared clusters both numbers vary together, so that less of the difference's variance is cut off.
    reduction = of_each_cluster**2 * cut_off * (0.5 if are_shared else 1.0)
    variances = np.maximum(errors**2 - reduction, _LEAST_VARIANCE * errors**2)
    return rates - bias, np.sqrt(variances), bias


def _without_excess_variation(group: GroupWords) -> Floats:
    """Return what the error of each code's rate is multiplied by; printed codes vary more in their sample."""
    squares = group.variation**2
    surplus = np.clip((group.variation - LEAST_VARIATION) / (0.5 * LEAST_VARIATION), 0.0, 1.0)
    kept = (1 - _EXCESS_VARIATION * (1 - surplus)) ** 2
    # Amounts with mean m and variation v, in a proportion p of clusters, have the variance m² p (v² + 1 - p).
    without = 1 - group.having / max(int(np.count_nonzero(group.members)), 1)
    of_amounts: Floats = share(squares, squares + without)
    return np.sqrt(1 - of_amounts * (1 - kept))


def _rate_limits(rates: Floats, errors: Floats, freedom: Floats) -> tuple[Floats, Floats]:
    """Return the limits of each group's rate: Student's t on the scale of cube roots, cubed again."""
    from scipy.special import stdtrit

    # The error of r^a is that of r times the derivative, a r^(a - 1).
    roots = rates**_POWER
    reach = np.zeros_like(roots)
    t = stdtrit(freedom, 1 - (1 - _LEVEL) / 2)
    np.divide(t * errors * _POWER * roots, rates, out=reach, where=rates > 0)
    return np.maximum(roots - reach, 0) ** (1 / _POWER), (roots + reach) ** (1 / _POWER)


def _difference_limits(rates: Floats, limits: tuple[Floats, Floats], correlation: Floats) -> Floats:
    """Return the limits of the difference of two rates from those of each (MOVER, Zou and Donner 2008)."""
    difference = rates[0] - rates[1]
    below, above = rates - limits[0], limits[1] - rates
    reaches = [
        np.sqrt(np.maximum(one**2 + other**2 - 2 * correlation * one * other, 0))
        for one, other in ((below[0], above[1]), (above[0], below[1]))
    ]
    return np.vstack((difference - reaches[0], difference + reaches[1]))


def _correlation(first: Floats, second: Floats) -> Floats:
    """Return the correlation of two groups' rates over bootstrap samples; 0 where one is constant."""
    deviations = [rates - np.nanmean(rates, axis=0) for rates in (first, second)]
    scale = np.sqrt(np.nanmean(deviations[0] ** 2, axis=0) * np.nanmean(deviations[1] ** 2, axis=0))
    correlation: Floats = np.zeros_like(scale)
    np.divide(np.nanmean(deviations[0] * deviations[1], axis=0), scale, out=correlation, where=scale > 0)
    return correlation


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
