"""Platt scaling of the learned models' log-odds, on answers that the models were not fitted to.

A penalised model is underconfident on segments that it was not fitted to. So it is fitted again without each
of 4 contiguous folds of the reading (leaving a gap of 3 segments on both sides), and its out-of-fold
log-odds z are recalibrated against the coder's answers: p = expit(slope * z + shift + lift * previous), a
logistic regression with one feature (Platt 1999), here with normal priors at slope 1, shift 0 and lift 0.
`previous` is 1 where the previous segment has the code: codes often run on over several segments.

Most segments and codes have small log-odds, and they decide the slope. What is shown is therefore calibrated
once more by itself. That map is monotone and keeps on which side of the lowest score shown a probability is.

The rest of a fold's source tells the model that source's random effect, which is unknown in a new source.
The effect is therefore subtracted from z, and added outside the slope, as an offset, during the fit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from qualcode.suggesters.learning.logistic_models import Matrix, fit_models
from qualcode.suggesters.learning.silent_segments import TrainingAnswers
from qualcode.suggesters.learning.weight_projection import TrainingFeatures
from qualcode.suggesters.suggestion_limits import DEFAULT_LIMITS

_FOLDS = 4
_GAP = 3
"""Segments left out on both sides of a fold, as their context overlaps with the fold's."""
_MAXIMUM_CODES = 16
_SHOWN_PENALTY = 40.0
"""Inverse prior variance of log(slope) and shift of what is shown: it outweighs a few dozen answers."""
_SHOWN = float(logit(DEFAULT_LIMITS.at_least))
"""The log-odds from which a code is shown."""
_PENALTIES = np.array([4.0, 1.0, 0.1])
"""Inverse prior variances of log(slope), shift and lift, whose prior means are 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlattCalibration:
    """Recalibrates log-odds z to slope * z + shift, plus lift where the previous segment has the code."""

    slope: float = 1.0
    shift: float = 0.0
    lift: float = 0.0
    shown_slope: float = 1.0
    shown_shift: float = 0.0

    def log_odds(self, logits: Matrix, previous: Matrix | float = 0.0) -> Matrix:
        """Return recalibrated log-odds, before what is shown is calibrated by itself."""
        return np.asarray(self.slope * logits + self.shift + self.lift * previous)

    def __call__(self, logits: Matrix, previous: Matrix | float = 0.0) -> Matrix:
        """Return calibrated probabilities; `previous` is 1 where the previous segment has the code."""
        log_odds = self.log_odds(logits, previous)
        shown = np.maximum(self.shown_slope * log_odds + self.shown_shift, _SHOWN)
        return np.asarray(expit(np.where(log_odds >= _SHOWN, shown, log_odds)))


def fit_calibrations(
    training: TrainingFeatures, answers: TrainingAnswers, previous: Matrix
) -> tuple[PlattCalibration, PlattCalibration]:
    """Return two calibrations: for segments after an unread one, and after a read one.

    All matrices are segments by codes; `previous` has the codes of each training segment's predecessor. Only
    the 16 most frequent codes are used, to save time.
    """
    frequent = np.argsort(-(answers.targets == 1).sum(axis=0), kind="stable")[:_MAXIMUM_CODES]
    patterns, targets, answer_weights, observed, previous = (
        matrix[:, frequent]
        for matrix in (training.patterns, answers.targets, answers.weights, answers.observed, previous)
    )
    logits, source_effects = np.zeros(targets.shape), np.zeros(targets.shape)
    for fold, rest in contiguous_folds(len(targets)):
        rest_weights = np.zeros_like(answer_weights)
        rest_weights[rest] = answer_weights[rest]
        models = fit_models(training.kernel_product, patterns, targets, rest_weights)
        source_effects[fold] = training.source_effects(models.dual)[fold]
        logits[fold] = models.logits(models.kernel_dual, patterns)[fold] - source_effects[fold]
    after_unread = _fit_calibration(logits, source_effects, observed, np.zeros_like(previous), answer_weights)
    after_read = _fit_calibration(logits, source_effects, observed, previous, answer_weights)
    return after_unread, after_read


def contiguous_folds(size: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the rows of each contiguous fold, and all rows farther than the gap from it; none is empty."""
    rows = np.arange(size)
    for fold in np.array_split(rows, _FOLDS):
        if len(fold):
            rest = rows[(rows < fold[0] - _GAP) | (rows > fold[-1] + _GAP)]
            if len(rest):
                yield fold, rest


def _fit_calibration(
    logits: Matrix, source_effects: Matrix, coded: Matrix, previous: Matrix, weights: Matrix
) -> PlattCalibration:
    """Minimise the penalised negative log-likelihood of the answers over (log(slope), shift, lift).

    The slope is exp(u) of a parameter u, so that it stays positive. With residuals r = p - y, the gradient is
    (slope * sum r * z, sum r, sum r * previous), plus that of the penalty.
    """

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        slope = np.exp(parameters[0])
        calibrated = slope * logits + source_effects + parameters[1] + parameters[2] * previous
        residuals = weights * (expit(calibrated) - coded)
        gradient = np.array(
            [slope * (residuals * logits).sum(), residuals.sum(), (residuals * previous).sum()]
        )
        log_loss = (weights * (np.logaddexp(0, calibrated) - coded * calibrated)).sum()
        penalty = 0.5 * (_PENALTIES * parameters**2).sum()
        return float(log_loss + penalty), gradient + _PENALTIES * parameters

    slope, shift, lift = minimize(loss, np.zeros(3), jac=True, method="L-BFGS-B").x
    calibration = PlattCalibration(slope=float(np.exp(slope)), shift=float(shift), lift=float(lift))
    return _calibrate_shown(
        calibration, calibration.log_odds(logits, previous), source_effects, coded, weights
    )


def _calibrate_shown(
    calibration: PlattCalibration, log_odds: Matrix, source_effects: Matrix, coded: Matrix, weights: Matrix
) -> PlattCalibration:
    """Fit log(slope) and shift of what would be shown by itself, with the same loss as above."""
    shown = (log_odds >= _SHOWN) & (weights > 0)
    z, effects, y, v = (matrix[shown] for matrix in (log_odds, source_effects, coded, weights))

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        slope = np.exp(parameters[0])
        calibrated = slope * z + effects + parameters[1]
        residuals = v * (expit(calibrated) - y)
        gradient = np.array([slope * (residuals * z).sum(), residuals.sum()])
        log_loss = (v * (np.logaddexp(0, calibrated) - y * calibrated)).sum()
        penalty = 0.5 * _SHOWN_PENALTY * (parameters**2).sum()
        return float(log_loss + penalty), gradient + _SHOWN_PENALTY * parameters

    slope, shift = minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B").x
    return replace(calibration, shown_slope=float(np.exp(slope)), shown_shift=float(shift))
