"""Platt scaling of the learned models' log-odds, on answers that the models were not fitted to.

A penalised model is underconfident on segments that it was not fitted to. So it is fitted again without each
of 4 contiguous folds of the reading (leaving a gap of 3 segments on both sides), and its out-of-fold
log-odds z are recalibrated against the coder's answers: p = expit(slope * z + shift + lift * previous), a
logistic regression with one feature (Platt 1999), here with normal priors at slope 1, lift 0 and shift
-log(r), with r the mean probability that a segment was read: models of few codings see a share r of them.
`previous` is 1 where the previous segment has the code: codes often run on over several segments, and there
the words tell less, so that the slope has a factor of its own (damping), at .3 by its prior.

A segment that was perhaps not read has a code with the probability r * p, r that of having been read.

Most segments and codes have small log-odds, and they decide the slope. What is shown is therefore calibrated
once more by itself. That map is monotone and keeps on which side of the lowest score shown a probability is.

The rest of a fold's source tells the model that source's random effect, which is unknown in a new source.
The effect is therefore subtracted from z, and added outside the slope, as an offset, during the fit. Not
after a read segment: there the previous segment's codes tell of the source too, and lift and shift have it.
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
_PRIOR_DAMPING = 0.3
"""Where a code runs on, words tell a third of what they do elsewhere (.3 to .6 in two coded studies)."""
_LOWEST_READ = 0.01
"""The lowest share of segments read that the prior of the shift allows for: no share has the log of 0."""


@dataclass(frozen=True, slots=True)
class _Prior:
    """Normal priors of a calibration's parameters."""

    penalties: Matrix
    """Inverse prior variances of log(slope), shift, lift and log(damping)."""
    shown_shift: float = 0.0
    """The prior mean of the shift of what is shown."""


_AFTER_UNREAD = _Prior(np.array([4.0, 1.0, 0.1, 20.0]))
_AFTER_READ = _Prior(np.array([20.0, 5.0, 0.1, 20.0]), shown_shift=-0.1)
"""A study's first source tells little of how codes run on in its next ones. With the weaker prior, scores on
other sources were too high in two coded studies, and most where they were chosen for being the highest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlattCalibration:
    """Recalibrates log-odds z to slope * z + shift, plus lift where the previous segment has the code."""

    slope: float = 1.0
    shift: float = 0.0
    lift: float = 0.0
    damping: float = 1.0
    """Multiplies the slope where the previous segment has the code."""
    shown_slope: float = 1.0
    shown_shift: float = 0.0

    def log_odds(self, logits: Matrix, previous: Matrix | float = 0.0) -> Matrix:
        """Return recalibrated log-odds, before what is shown is calibrated by itself."""
        slope = self.slope * np.where(previous, self.damping, 1.0)
        return np.asarray(slope * logits + self.shift + self.lift * previous)

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
    patterns, targets, answer_weights, previous = (
        matrix[:, frequent] for matrix in (training.patterns, answers.targets, answers.weights, previous)
    )
    logits, source_effects = np.zeros(targets.shape), np.zeros(targets.shape)
    for fold, rest in contiguous_folds(len(targets)):
        rest_weights = np.zeros_like(answer_weights)
        rest_weights[rest] = answer_weights[rest]
        models = fit_models(training.kernel_product, patterns, targets, rest_weights)
        source_effects[fold] = training.source_effects(models.dual)[fold]
        logits[fold] = models.logits(models.kernel_dual, patterns)[fold] - source_effects[fold]
    observed = _Observed(
        logits,
        source_effects,
        answers.observed[:, frequent],
        answers.observed_weights[:, frequent],
        _log_unread(answers.read),
    )
    without_effects = replace(observed, source_effects=np.zeros(targets.shape))
    return (
        _fit_calibration(observed, np.zeros_like(previous), _AFTER_UNREAD),
        _fit_calibration(without_effects, previous, _AFTER_READ),
    )


def contiguous_folds(size: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the rows of each contiguous fold, and all rows farther than the gap from it; none is empty."""
    rows = np.arange(size)
    for fold in np.array_split(rows, _FOLDS):
        if len(fold):
            rest = rows[(rows < fold[0] - _GAP) | (rows > fold[-1] + _GAP)]
            if len(rest):
                yield fold, rest


@dataclass(frozen=True, slots=True)
class _Observed:
    """Out-of-fold log-odds and the answers on them: segments by codes, or any selection of these."""

    logits: Matrix
    source_effects: Matrix
    coded: Matrix
    weights: Matrix
    log_unread: Matrix
    """log(1 - r), with r the probability that the segment was read: minus infinity where that is known."""

    @property
    def prior_shift(self) -> float:
        """Return -log of the mean probability that a segment was read, or of the lowest that counts."""
        return -float(np.log(max(-np.expm1(self.log_unread).mean(), _LOWEST_READ)))

    def where(self, cells: NDArray[np.bool_], logits: Matrix) -> "_Observed":
        """Return some cells, with other log-odds."""
        log_unread = np.broadcast_to(self.log_unread, cells.shape)
        return _Observed(
            logits[cells],
            self.source_effects[cells],
            self.coded[cells],
            self.weights[cells],
            log_unread[cells],
        )

    def loss(self, log_odds: Matrix) -> tuple[float, Matrix]:
        """Return the negative log-likelihood of the answers, and its derivative by each of the log-odds.

        A code is given with probability r * p, with p = expit(c). For an answer y the likelihood is therefore
        (r * p)^y * (1 - r * p)^(1 - y), and 1 - r * p = (1 + (1 - r) * exp(c)) / (1 + exp(c)).
        """
        unread = log_odds + self.log_unread
        not_coded = 1 - self.coded
        losses = np.logaddexp(0, log_odds) - self.coded * log_odds - not_coded * np.logaddexp(0, unread)
        residuals = expit(log_odds) - self.coded - not_coded * expit(unread)
        return float((self.weights * losses).sum()), np.asarray(self.weights * residuals)


def _log_unread(read: Matrix) -> Matrix:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log1p(-read))


def _fit_calibration(observed: _Observed, previous: Matrix, prior: _Prior) -> PlattCalibration:
    """Minimise the penalised negative log-likelihood of the answers over all parameters but the shown ones.

    Slope and damping are exp(u) and exp(v) of parameters u and v, so that they stay positive. With d the
    derivatives of the loss by the log-odds, and s the slope of each cell, the gradient over (u, shift, lift,
    v) is (sum d * s * z, sum d, sum d * previous, sum d * s * z * previous), plus that of the penalty.
    """
    means = np.array([0.0, observed.prior_shift, 0.0, np.log(_PRIOR_DAMPING)])

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        log_slope, shift, lift, log_damping = parameters
        scaled = np.exp(log_slope + log_damping * previous) * observed.logits
        log_loss, changes = observed.loss(scaled + observed.source_effects + shift + lift * previous)
        by_slope = changes * scaled
        gradient = np.array(
            [by_slope.sum(), changes.sum(), (changes * previous).sum(), (by_slope * previous).sum()]
        )
        differences = parameters - means
        penalty = 0.5 * (prior.penalties * differences**2).sum()
        return float(log_loss + penalty), gradient + prior.penalties * differences

    log_slope, shift, lift, log_damping = minimize(loss, means, jac=True, method="L-BFGS-B").x.tolist()
    calibration = PlattCalibration(
        slope=float(np.exp(log_slope)), shift=shift, lift=lift, damping=float(np.exp(log_damping))
    )
    log_odds = calibration.log_odds(observed.logits, previous)
    is_shown = (log_odds >= _SHOWN) & (observed.weights > 0)
    return _calibrate_shown(calibration, observed.where(is_shown, log_odds), prior)


def _calibrate_shown(calibration: PlattCalibration, shown: _Observed, prior: _Prior) -> PlattCalibration:
    """Fit log(slope) and shift of what would be shown by itself, with the same loss as above."""
    means = np.array([0.0, prior.shown_shift])

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        slope = np.exp(parameters[0])
        log_loss, changes = shown.loss(slope * shown.logits + shown.source_effects + parameters[1])
        gradient = np.array([slope * (changes * shown.logits).sum(), changes.sum()])
        differences = parameters - means
        penalty = 0.5 * _SHOWN_PENALTY * (differences**2).sum()
        return float(log_loss + penalty), gradient + _SHOWN_PENALTY * differences

    slope, shift = minimize(loss, means, jac=True, method="L-BFGS-B").x
    return replace(calibration, shown_slope=float(np.exp(slope)), shown_shift=float(shift))
