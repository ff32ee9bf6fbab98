"""What precision to expect on sources that nobody has coded, from what was found on those left out in turn.

The share found is a poor guess in two ways. Sources differ, so that a hundred suggestions on two interviews
tell less than a hundred on ten: they count as fewer (the design effect of Kish 1965). And where little is
known of a code, its share is mostly chance: it is drawn to that of all codes together, the more the less is
known (beta-binomial, with the strength that fits all codes best: empirical Bayes, Efron and Morris 1975).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import betaincinv, betaln

from qualcode.suggesters.trial.ranking_measures import Matrix

_LEAST_LIKENESS = 0.02
"""Suggestions on one source are at least so much alike: few sources may differ little by chance."""
_WEAKEST, _STRONGEST = 2.0, 300.0
_ODD = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPrecision:
    """A share to expect on new sources, and the bounds that it lies between in 19 of 20 cases."""

    value: float
    low: float
    high: float


def expected_precisions(right: Matrix, shown: Matrix) -> list[ExpectedPrecision | None]:
    """Return each code's expected share of right ones (sources by codes); None where none was shown."""
    total = shown.sum(axis=0)
    if not total.any():
        return [None] * len(total)
    found = right.sum(axis=0) / np.maximum(total, 1)
    counted = total / (1 + (_usual_number(shown) - 1) * intraclass_correlation(right, shown))
    together = float((right.sum() + 0.5) / (total.sum() + 1))
    strength = _strength(found, counted, together)
    for_it = found * counted + strength * together
    against = (1 - found) * counted + strength * (1 - together)
    value = for_it / (for_it + against)
    low = np.minimum(betaincinv(for_it, against, _ODD), value)
    high = np.maximum(betaincinv(for_it, against, 1 - _ODD), value)
    return [
        ExpectedPrecision(value=float(value[code]), low=float(low[code]), high=float(high[code]))
        if number
        else None
        for code, number in enumerate(total)
    ]


def intraclass_correlation(right: Matrix, shown: Matrix) -> float:
    """Return how much more alike a code's suggestions are within a source than over sources (0 to .5).

    This is the intraclass correlation, by moments, of all codes together (sources by codes).
    """
    total = np.maximum(shown.sum(axis=0), 1)
    share = right.sum(axis=0) / total
    by_chance = share * (1 - share) * shown * (1 - shown / total)
    beyond = ((right - share * shown) ** 2 - by_chance).sum()
    most = (by_chance * np.maximum(shown - 1, 0)).sum()
    return float(np.clip(beyond / most, _LEAST_LIKENESS, 0.5)) if most else _LEAST_LIKENESS


def _usual_number(shown: Matrix) -> Matrix:
    """Return how many suggestions of a code stand together on a source, as one of them sees it."""
    return np.asarray((shown**2).sum(axis=0) / np.maximum(shown.sum(axis=0), 1)).clip(min=1)


def _strength(found: Matrix, counted: Matrix, together: float) -> float:
    """Return for how many suggestions the share of all codes together counts in each code's."""
    some = counted > 0
    good, bad = (found * counted)[some], ((1 - found) * counted)[some]

    def loss(logarithm: float) -> float:
        strength = np.exp(logarithm)
        for_it, against = strength * together, strength * (1 - together)
        return -float((betaln(for_it + good, against + bad) - betaln(for_it, against)).sum())

    bounds = (np.log(_WEAKEST), np.log(_STRONGEST))
    alike = float(np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x))
    every = float(counted.sum())
    return alike * every / (alike + every)  # the share of all is not known for sure either
