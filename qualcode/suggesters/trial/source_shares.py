"""Shares with intervals over sources: what is said in one source is alike, so that sources are the sample.

A share p = sum r / sum n over k sources is a ratio of two sums. With the sources' residuals e = r - p n, its
variance is sum (e / (1 - h))^2 / (sum n)^2 (Cochran 1977, section 6.4), where h = n / sum n corrects for the
source's own part in p, as the jackknife does. The interval is Wilson's (1927) with the number of independent
trials that have this variance. Of fewer than five sources there is none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Vector = NDArray[np.float64]
_MINIMUM_SOURCES = 5
_MINIMUM_OF_EACH = 3
"""Sources with a right one, and with a wrong one: in simulations, intervals from fewer cover too rarely."""
_UPPER_TAIL = 0.975


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShare:
    """The share of `n` suggestions (or codings) that were right, and its 95 % interval over sources."""

    right: int
    n: int
    low: float | None = None
    high: float | None = None

    @property
    def value(self) -> float | None:
        """Right / n; None if n is 0."""
        return self.right / self.n if self.n else None


def share_over_sources(right: Vector, total: Vector) -> SourceShare:
    """Return the share of all sources together; both arrays have a number for each source.

    Without an interval if fewer than three sources have any that are right, or any that are wrong.
    """
    n = int(total.sum())
    of_each = min(np.count_nonzero(right > 0), np.count_nonzero(right < total))
    bounds: tuple[float, float] | tuple[None, None] = (None, None)
    if of_each >= _MINIMUM_OF_EACH:
        bounds = interval_over_sources(right, total, float(right.sum() / n))
    return SourceShare(right=int(right.sum()), n=n, low=bounds[0], high=bounds[1])


def interval_over_sources(
    right: Vector, total: Vector, share: float
) -> tuple[float, float] | tuple[None, None]:
    """Return the 95 % interval around a share; None twice if fewer than five sources have anything.

    Its variance is at least that of independent trials, so that of a few suggestions that are all right it
    is not zero. Where the sources differ more than that, it has Student's t with k - 1 degrees of freedom.
    """
    right, total = right[total > 0], total[total > 0]
    sources, n = len(total), float(total.sum())
    if sources < _MINIMUM_SOURCES:
        return None, None
    residuals = (right - right.sum() / n * total) / (1 - total / n)
    between = float((residuals**2).sum()) / n**2
    smoothed = (share * n + 1) / (n + 2)
    of_trials = smoothed * (1 - smoothed) / n
    t = float(stdtrit(sources - 1 if between > of_trials else n - 1, _UPPER_TAIL))
    trials = smoothed * (1 - smoothed) / max(between, of_trials)
    # Wilson: the shares q with |q - p| <= t sqrt(q (1 - q) / trials), solved for q.
    centre = (share + t**2 / (2 * trials)) / (1 + t**2 / trials)
    half = t / (1 + t**2 / trials) * np.sqrt(share * (1 - share) / trials + t**2 / (4 * trials**2))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))
