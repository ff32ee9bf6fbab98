"""How good a ranking of codes is, measured against what a coder did; unread segments never enter."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Answers = NDArray[np.bool_]
_BINS = 10
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of `n` were right, with the 95 % interval of Wilson (1927)."""

    right: int
    n: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.right / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and upper bound; all of 0 to 1 where nothing was counted."""
        if not self.n:
            return 0.0, 1.0
        share, square = self.right / self.n, _Z**2
        middle = (share + square / (2 * self.n)) / (1 + square / self.n)
        half = _Z * sqrt(share * (1 - share) / self.n + square / (4 * self.n**2)) / (1 + square / self.n)
        return max(0.0, middle - half), min(1.0, middle + half)


def average_precision(coded: NDArray[np.bool_], scores: NDArray[np.float64]) -> float | None:
    """Return the mean precision at each coded segment, ordered by score; None where none is coded."""
    ranked = np.flatnonzero(coded[np.argsort(-scores, kind="stable")])
    return float(np.mean(np.arange(1, len(ranked) + 1) / (ranked + 1))) if len(ranked) else None


def mean_average_precision(coded: Answers, scores: Matrix) -> float | None:
    """Return the average precision averaged over the codes that occur (segments by codes)."""
    each = [average_precision(coded[:, code], scores[:, code]) for code in range(coded.shape[1])]
    found = [value for value in each if value is not None]
    return float(np.mean(found)) if found else None


def hit_rate(coded: Answers, scores: Matrix, most: int) -> Proportion:
    """Return in how many of the coded segments one of the `most` highest scores is a code they have."""
    rows = coded.any(axis=1)
    top = np.argsort(-scores[rows], axis=1, kind="stable")[:, :most]
    return Proportion(int(np.take_along_axis(coded[rows], top, axis=1).any(axis=1).sum()), int(rows.sum()))


def calibration_error(coded: Answers, chances: Matrix) -> float:
    """Return the expected calibration error over all segments and codes, in ten bins (Guo et al. 2017)."""
    said, right = chances.ravel(), coded.ravel().astype(float)
    if not len(said):
        return 0.0
    which = np.minimum((said * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(which, weights=said - right, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(said))


def shown_codes(chances: Matrix, at_least: float, at_most: int) -> Answers:
    """Return which codes would be suggested: segments by codes."""
    order = np.argsort(-chances, axis=1, kind="stable")[:, :at_most]
    shown = np.zeros(chances.shape, dtype=np.bool_)
    np.put_along_axis(shown, order, values=True, axis=1)
    return shown & (chances >= at_least)
