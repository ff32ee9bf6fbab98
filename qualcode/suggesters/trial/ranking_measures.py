"""Quality of a ranking of codes, measured against a coder's answers on the segments that were read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Answers = NDArray[np.bool_]
_BINS = 10


@dataclass(frozen=True, slots=True)
class Proportion:
    """The proportion of `n` suggestions (or segments) that were right."""

    right: int
    n: int

    @property
    def value(self) -> float | None:
        """Right / n; None if n is 0."""
        return self.right / self.n if self.n else None


def average_precision(coded: NDArray[np.bool_], scores: NDArray[np.float64]) -> float | None:
    """Return the mean of the precisions at each coded segment, ordered by score; None if none is coded."""
    ranks = np.flatnonzero(coded[np.argsort(-scores, kind="stable")])
    return float(np.mean(np.arange(1, len(ranks) + 1) / (ranks + 1))) if len(ranks) else None


def mean_average_precision(coded: Answers, scores: Matrix, minimum: int = 1) -> float | None:
    """Return the mean average precision of the codes with at least `minimum` segments; None if none has.

    Both matrices are segments by codes.
    """
    by_code = [
        average_precision(coded[:, code], scores[:, code])
        for code in np.flatnonzero(coded.sum(axis=0) >= minimum)
    ]
    of_used_codes = [value for value in by_code if value is not None]
    return float(np.mean(of_used_codes)) if of_used_codes else None


def hit_rate(coded: Answers, scores: Matrix, k: int) -> Proportion:
    """Return the proportion of coded segments that have a code among their k highest scores (hit@k)."""
    rows = coded.any(axis=1)
    top = np.argsort(-scores[rows], axis=1, kind="stable")[:, :k]
    hits = np.take_along_axis(coded[rows], top, axis=1).any(axis=1)
    return Proportion(int(hits.sum()), int(rows.sum()))


def recall_rate(coded: Answers, scores: Matrix, k: int) -> Proportion:
    """Return the proportion of codings that are among the k highest scores of their segment (recall@k)."""
    top = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return Proportion(int(np.take_along_axis(coded, top, axis=1).sum()), int(coded.sum()))


def calibration_error(coded: Answers, probabilities: Matrix) -> float:
    """Return the expected calibration error over all segments and codes, in ten bins (Guo et al. 2017).

    It is sum n_b / n |p_b - r_b| over bins of n_b answers with mean probability p_b and proportion coded r_b;
    n_b (p_b - r_b) is the sum of probability minus answer in the bin.
    """
    expected, right = probabilities.ravel(), coded.ravel().astype(float)
    if not len(expected):
        return 0.0
    bins = np.minimum((expected * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, weights=expected - right, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(expected))
