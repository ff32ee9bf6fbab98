"""The precision to expect on new sources, estimated from sources that were left out of training in turn.

The observed proportion is a poor estimate in two ways. First, suggestions on one source are alike, so that a
hundred on two interviews say less than a hundred on ten: n suggestions count as n / deff, with the design
effect deff = 1 + (m - 1) * icc of Kish (1965), for m suggestions per source with intraclass correlation icc.

Second, the proportion of a rarely suggested code is mostly chance. It is shrunk to the pooled proportion q of
all codes by a beta-binomial model: a code's precision is drawn from Beta(k q, k (1 - q)), and its r right
suggestions of n from Binomial(n, precision). The posterior is Beta(k q + r, k (1 - q) + n - r), so the prior
counts as k suggestions. k is estimated from all codes together (empirical Bayes; Efron and Morris 1975).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import betaincinv, betaln

from qualcode.suggesters.trial.ranking_measures import Matrix

_MINIMUM_ICC = 0.02
"""A lower bound, as a few sources can differ little by chance."""
_MAXIMUM_ICC = 0.5
_MINIMUM_STRENGTH, _MAXIMUM_STRENGTH = 2.0, 300.0
_TAIL = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPrecision:
    """The posterior mean of a code's precision on new sources, and its 95 % credible interval."""

    value: float
    low: float
    high: float


def expected_precisions(right: Matrix, shown: Matrix) -> list[ExpectedPrecision | None]:
    """Return the expected precision of each code; None for codes that were never suggested.

    `right` and `shown` count the right suggestions and all suggestions: sources by codes.
    """
    totals = shown.sum(axis=0)
    if not totals.any():
        return [None] * len(totals)
    observed = right.sum(axis=0) / np.maximum(totals, 1)
    design_effect = 1 + (_cluster_size(shown) - 1) * intraclass_correlation(right, shown)
    effective = totals / design_effect
    pooled = float((right.sum() + 0.5) / (totals.sum() + 1))
    strength = _prior_strength(observed, effective, pooled)
    alpha = observed * effective + strength * pooled
    beta = (1 - observed) * effective + strength * (1 - pooled)
    mean = alpha / (alpha + beta)
    low = np.minimum(betaincinv(alpha, beta, _TAIL), mean)
    high = np.maximum(betaincinv(alpha, beta, 1 - _TAIL), mean)
    return [
        ExpectedPrecision(value=float(mean[code]), low=float(low[code]), high=float(high[code]))
        if total
        else None
        for code, total in enumerate(totals)
    ]


def intraclass_correlation(right: Matrix, shown: Matrix) -> float:
    """Return how much more alike a code's suggestions are within sources than between them (.02 to .5).

    A moment estimate of all codes together (sources by codes). Of the n suggestions of a code in one source,
    r are right; over all sources, N were shown and a share p was right. Without correlation r - p n has the
    variance p (1 - p) n (1 - n / N), as p is estimated from the same data; a correlation icc multiplies it by
    1 + (n - 1) * icc. So icc is the sum of squares in excess of that variance, divided by the sum of the
    variance times n - 1.
    """
    totals = np.maximum(shown.sum(axis=0), 1)
    proportion = right.sum(axis=0) / totals
    binomial_variance = proportion * (1 - proportion) * shown * (1 - shown / totals)
    excess = ((right - proportion * shown) ** 2 - binomial_variance).sum()
    maximum_excess = (binomial_variance * np.maximum(shown - 1, 0)).sum()
    return (
        float(np.clip(excess / maximum_excess, _MINIMUM_ICC, _MAXIMUM_ICC))
        if maximum_excess
        else _MINIMUM_ICC
    )


def _cluster_size(shown: Matrix) -> Matrix:
    """Return the mean size of a suggestion's own cluster, for each code: sum n^2 / sum n over sources."""
    return np.asarray((shown**2).sum(axis=0) / np.maximum(shown.sum(axis=0), 1)).clip(min=1)


def _prior_strength(observed: Matrix, effective: Matrix, pooled: float) -> float:
    """Return k: as how many suggestions the pooled proportion counts in each code's posterior.

    The k that maximises the marginal likelihood, the product over codes of B(k q + r, k (1 - q) + n - r) /
    B(k q, k (1 - q)), with the beta function B and r of n effective suggestions right.
    """
    is_suggested = effective > 0
    right = (observed * effective)[is_suggested]
    wrong = ((1 - observed) * effective)[is_suggested]

    def negative_log_likelihood(log_strength: float) -> float:
        strength = np.exp(log_strength)
        alpha, beta = strength * pooled, strength * (1 - pooled)
        return -float((betaln(alpha + right, beta + wrong) - betaln(alpha, beta)).sum())

    bounds = (np.log(_MINIMUM_STRENGTH), np.log(_MAXIMUM_STRENGTH))
    fitted = float(np.exp(minimize_scalar(negative_log_likelihood, bounds=bounds, method="bounded").x))
    # The pooled proportion is itself an estimate, from n effective suggestions: its variance adds to the
    # prior's. With variances proportional to 1 / k and 1 / n, the strength is 1 / (1 / k + 1 / n).
    total = float(effective.sum())
    return fitted * total / (fitted + total)
