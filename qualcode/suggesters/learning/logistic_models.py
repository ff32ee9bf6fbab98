"""One logistic regression per code, all fitted at once, with the codebook's patterns as prior.

For code c and segment x with pattern score p:  logit = -3 + b + d_c + (1.1 + s_c) * log(1 + p) + w_c . x.
A quadratic penalty draws the shared b and each code's d_c, s_c and w_c to zero, that is: to the prior, what
the pattern suggester would say. It is the negative log of a normal prior, so that the fit is the posterior
mode. By the representer theorem w_c = X'a_c; the dual coefficients a (segments by codes) are fitted, and the
features X enter only through products with the kernel matrix XX'.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from qualcode.suggesters.learning.lbfgs import Coefficients, LineFunction, minimise
from qualcode.suggesters.patterns.pattern_suggester import INTERCEPT, SLOPE

Matrix = NDArray[np.float64]
KernelProduct = Callable[[Matrix], Matrix]
"""Multiplies dual coefficients (segments by codes) by XX'."""
SHARED, APART, SLOPES = 0.1, 64.0, 4.0
"""Penalty factors (inverse prior variances) of b, of each d_c, and of each s_c."""


@dataclass(frozen=True, slots=True)
class LogisticModels:
    """The fitted models of all codes: dual coefficients, intercepts and slopes."""

    dual: Matrix
    """a: training segments by codes; the weights are w = X'a."""
    kernel_dual: Matrix
    """XX'a = X w, what the weights add to the training segments' logits: segments by codes."""
    intercepts: Matrix
    """-3 + b + d_c, for each code."""
    slopes: Matrix
    """1.1 + s_c, for each code."""

    def logits(self, weighted_features: Matrix, patterns: Matrix) -> Matrix:
        """Return log-odds from X w and the pattern evidence log(1 + p), both segments by codes."""
        return np.asarray(weighted_features + self.intercepts + self.slopes * patterns)


def fit_models(
    kernel_product: KernelProduct, patterns: Matrix, coded: Matrix, answer_weights: Matrix
) -> LogisticModels:
    """Fit all codes to 0/1 answers; pattern evidence, answers and their weights are segments by codes.

    Answers of weight 0 do not influence the fit; X w is returned for their segments too.
    """
    size, codes = coded.shape
    start = Coefficients(np.zeros((size, codes)), np.zeros((size, codes)), np.zeros((2, codes)))
    fitted = minimise(_PenalisedLoss(kernel_product, patterns, coded, answer_weights), start)
    offsets, slope_changes = fitted.free
    return LogisticModels(fitted.dual, fitted.kernel_dual, INTERCEPT + offsets, SLOPE + slope_changes)


@dataclass(frozen=True, slots=True)
class _PenalisedLoss:
    """The penalised negative log-likelihood; the free parameters are b + d_c and s_c of each code.

    F = sum v * (log(1 + exp(z)) - y * z) + sum_c |w_c|^2 / 2 + Q(free), over segments and codes, with answers
    y, their weights v, logits z and a quadratic Q. The derivative of log(1 + exp(z)) is p = expit(z), and
    that of p is p * (1 - p). So, with the residuals r = v * (p - y):

    * dF/dw_c = X'r_c + w_c = X'(r_c + a_c): the gradient's dual coefficients are r + a;
    * dF/dfree = (sum r, sum r * patterns) over segments + dQ/dfree, for each code;
    * along a direction d from a point q, the logits are z + t * dz, and so
      dF/dt = sum r(t) * dz + <q, d> + t * <d, d> and d2F/dt2 = sum v * p * (1 - p) * dz^2 + <d, d>,
      where <q, d> = a_q' K a_d + free_d . dQ(free_q) is the inner product of the penalty.
    """

    kernel_product: KernelProduct
    patterns: Matrix
    coded: Matrix
    answer_weights: Matrix

    def gradient(self, point: Coefficients) -> Coefficients:
        residuals = self.answer_weights * (expit(self._prior() + self._logit_change(point)) - self.coded)
        free = np.vstack([residuals.sum(axis=0), (residuals * self.patterns).sum(axis=0)])
        return Coefficients(
            residuals + point.dual,
            self.kernel_product(residuals) + point.kernel_dual,
            free + _penalty_gradient(point.free),
        )

    def line(self, point: Coefficients, direction: Coefficients) -> LineFunction:
        logits, logit_change = self._prior() + self._logit_change(point), self._logit_change(direction)
        # dQ is linear and symmetric: free_q . dQ(free_d) = free_d . dQ(free_q).
        free_penalty = _penalty_gradient(direction.free)
        penalty_curvature = (direction.dual * direction.kernel_dual).sum() + (
            direction.free * free_penalty
        ).sum()
        penalty_slope = (direction.dual * point.kernel_dual).sum() + (point.free * free_penalty).sum()

        def derivatives(length: float) -> tuple[float, float]:
            probabilities = expit(logits + length * logit_change)
            slope = np.vdot(self.answer_weights * (probabilities - self.coded), logit_change)
            curvature = np.vdot(self.answer_weights * probabilities * (1 - probabilities), logit_change**2)
            return (
                float(slope + penalty_slope + length * penalty_curvature),
                float(curvature + penalty_curvature),
            )

        return derivatives

    def _prior(self) -> Matrix:
        """Return the logits of the pattern suggester."""
        return np.asarray(INTERCEPT + SLOPE * self.patterns)

    def _logit_change(self, coefficients: Coefficients) -> Matrix:
        """Return what coefficients add to the prior's logits: segments by codes."""
        offsets, slope_changes = coefficients.free
        return np.asarray(coefficients.kernel_dual + offsets + slope_changes * self.patterns)


def _penalty_gradient(free: Matrix) -> Matrix:
    """Return dQ, the gradient of the penalty on intercepts and slopes, which is linear in them.

    With o_c = b + d_c, where d_c sum to 0, b is the mean m of o:
    Q = (APART * sum (o_c - m)^2 + SHARED * sum m^2 + SLOPES * sum s_c^2) / 2, the sums over codes.
    The derivative of m in (o_c - m) cancels, as these differences sum to 0.
    """
    offsets, slope_changes = free
    mean = offsets.mean()
    return np.vstack([APART * (offsets - mean) + SHARED * mean, SLOPES * slope_changes])
