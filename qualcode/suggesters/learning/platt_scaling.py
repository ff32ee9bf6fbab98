"""Making a score mean what it says: of all suggestions at .3, three in ten should be right.

A model is too timid on segments it was not fitted on. So it is fitted again without one stretch of the
reading after another, and what it says there is compared with what the coder did (Platt 1999, with priors).
What the rest of the same source tells of its level is allowed for in that, as in a new one nothing tells it.
Where the codes of the turn before are known, they count as well: codes run on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from qualcode.suggesters.learning.logistic_models import Matrix, fit_models, sigmoid
from qualcode.suggesters.learning.weight_projection import TrainingFeatures

_STRETCHES = 4
_GAP = 3
"""Segments left out beside a stretch, as they share its surroundings."""
_MOST_CODES = 16
_HOLD = np.array([4.0, 1.0, 0.1])
"""How strongly the slope's logarithm, the shift and the lift of a code that runs on are held to zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlattCalibration:
    """Log-odds are multiplied by `slope` and moved by `shift`; `lift` where the turn before had the code."""

    slope: float = 1.0
    shift: float = 0.0
    lift: float = 0.0

    def __call__(self, logits: Matrix, before: Matrix | float = 0.0) -> Matrix:
        """Return calibrated probabilities."""
        return sigmoid(self.slope * logits + self.shift + self.lift * before)


def fit_calibrations(
    lessons: TrainingFeatures, coded: Matrix, importance: Matrix, before: Matrix
) -> tuple[PlattCalibration, PlattCalibration]:
    """Return how to read the model's log-odds: where the turn before is unknown, and where it is known.

    `before` says which codes the turn before each training segment has (n, codes). The codes used most
    stand for all of them.
    """
    common = np.argsort(-coded.sum(axis=0), kind="stable")[:_MOST_CODES]
    patterns, coded, importance, before = (
        table[:, common] for table in (lessons.patterns, coded, importance, before)
    )
    said, levels = np.zeros(coded.shape), np.zeros(coded.shape)
    for inside, outside in contiguous_folds(len(coded)):
        counted = np.zeros_like(importance)
        counted[outside] = importance[outside]
        weights = fit_models(lessons.likeness, patterns, coded, counted)
        levels[inside] = lessons.levels(weights.lent)[inside]
        said[inside] = weights.logits(weights.got, patterns)[inside] - levels[inside]
    told = importance > 0
    return _platt(said, levels, coded, np.zeros_like(before), told), _platt(said, levels, coded, before, told)


def contiguous_folds(size: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield parts of a reading and, for each, the rest but for the segments next to it; none is empty."""
    everything = np.arange(size)
    for inside in np.array_split(everything, _STRETCHES):
        if len(inside):
            outside = everything[(everything < inside[0] - _GAP) | (everything > inside[-1] + _GAP)]
            if len(outside):
                yield inside, outside


def _platt(
    said: Matrix, levels: Matrix, coded: Matrix, before: Matrix, told: NDArray[np.bool_]
) -> PlattCalibration:
    def loss(unknowns: Matrix) -> tuple[float, Matrix]:
        slope = np.exp(unknowns[0])
        logits = slope * said + levels + unknowns[1] + unknowns[2] * before
        rest = told * (sigmoid(logits) - coded)
        gradient = np.array([slope * (rest * said).sum(), rest.sum(), (rest * before).sum()])
        fitted = (told * (np.logaddexp(0, logits) - coded * logits)).sum()
        return float(fitted + 0.5 * (_HOLD * unknowns**2).sum()), gradient + _HOLD * unknowns

    slope, shift, lift = minimize(loss, np.zeros(3), jac=True, method="L-BFGS-B").x
    return PlattCalibration(slope=float(np.exp(slope)), shift=float(shift), lift=float(lift))
