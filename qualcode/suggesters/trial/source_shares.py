"""Shares of suggestions (or codings) over sources: what is said in one source is alike, so sources count.

A share has no interval, as none covers the truth often enough (guide, topic `intervals`): one that is printed
whatever the share is misses small and large shares that differ between sources, and where a share must first
exceed a limit, those near it are printed in the studies that happen to have unusually many right.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShare:
    """The share of `n` suggestions (or codings) that were right, and how many sources they are in."""

    right: int
    n: int
    sources: int

    @property
    def value(self) -> float | None:
        """Right / n; None if n is 0."""
        return self.right / self.n if self.n else None


def share_over_sources(right: Vector, total: Vector) -> SourceShare:
    """Return the share of all sources together; both arrays have a number for each source."""
    return SourceShare(right=int(right.sum()), n=int(total.sum()), sources=int(np.count_nonzero(total)))
