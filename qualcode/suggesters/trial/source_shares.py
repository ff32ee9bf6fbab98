"""Shares with intervals over sources: what is said in one source is alike, so that sources are the sample.

A share p = sum r / sum n over k sources is a ratio of two sums. With the sources' residuals e = r - p n, its
variance is k / (k - 1) * sum e^2 / (sum n)^2 (Cochran 1977, section 6.4); the interval has Student's t
with k - 1 degrees of freedom. Of fewer than five sources there is none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Vector = NDArray[np.float64]
_MINIMUM_SOURCES = 5
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
    """Return the share of all sources together; both arrays have a number for each source."""
    n = int(total.sum())
    share = float(right.sum() / n) if n else 0.0
    low, high = interval_over_sources(right, total, share)
    return SourceShare(right=int(right.sum()), n=n, low=low, high=high)


def interval_over_sources(
    right: Vector, total: Vector, share: float
) -> tuple[float, float] | tuple[None, None]:
    """Return the 95 % interval around a share; None twice if fewer than five sources have anything.

    Its variance is at least that of independent trials, so that of a few suggestions that are all right it
    is not zero.
    """
    right, total = right[total > 0], total[total > 0]
    sources, n = len(total), float(total.sum())
    if sources < _MINIMUM_SOURCES:
        return None, None
    residuals = right - right.sum() / n * total
    between = sources / (sources - 1) * float((residuals**2).sum()) / n**2
    smoothed = (share * n + 1) / (n + 2)
    half = float(stdtrit(sources - 1, _UPPER_TAIL)) * np.sqrt(max(between, smoothed * (1 - smoothed) / n))
    return max(0.0, float(share - half)), min(1.0, float(share + half))
