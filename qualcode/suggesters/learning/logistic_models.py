"""One logistic model per code, all fitted at once, each starting from what the codebook alone would say.

For code c and segment x:  logit = -3 + b + d_c + (1.1 + s_c) * log(1 + pattern score) + w_c . x.
The penalty pulls the shared b and each code's d_c, s_c and w_c towards zero, that is: towards the codebook's
opinion, not towards none. The weights are sums of the training segments, w_c = X' lent_c, so that only what
each segment lends is sought, and of the segments only products with their likeness X X' are needed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.suggesters.learning.lbfgs import Coefficients, LineFunction, minimise
from qualcode.suggesters.patterns.pattern_suggester import INTERCEPT, SLOPE

Matrix = NDArray[np.float64]
KernelProduct = Callable[[Matrix], Matrix]
"""Multiplies by X X': from what the segments lend (segments by codes) to what each of them gets."""
SHARED, APART, SLOPES = 0.1, 64.0, 4.0
"""How strongly the shared intercept, each code's own intercept and its slope are held to the prior."""


@dataclass(frozen=True, slots=True)
class LogisticModels:
    """A fitted model: what each training segment lends to its likes, and each code's intercept and slope."""

    lent: Matrix
    """Training segments by codes: w = X' lent."""
    got: Matrix
    """What the training segments get from their likes: X w."""
    intercepts: Matrix
    slopes: Matrix

    def logits(self, words: Matrix, patterns: Matrix) -> Matrix:
        """Return log-odds from what the words say already summed up (w . x), and the pattern evidence."""
        return np.asarray(words + self.intercepts + self.slopes * patterns)


def fit_models(
    likeness: KernelProduct, patterns: Matrix, coded: Matrix, importance: Matrix
) -> LogisticModels:
    """Fit all codes: pattern evidence, 0/1 codes and importance of each answer (segments by codes).

    Segments whose answers have no importance are as if they were not there; what they get is still told.
    """
    size, codes = coded.shape
    start = Coefficients(np.zeros((size, codes)), np.zeros((size, codes)), np.zeros((2, codes)))
    found = minimise(_Problem(likeness, patterns, coded, importance), start)
    own, slopes = found.free
    return LogisticModels(found.lent, found.got, INTERCEPT + own, SLOPE + slopes)


@dataclass(frozen=True, slots=True)
class _Problem:
    """The penalised negative log-likelihood; the free unknowns are each code's intercept and slope."""

    likeness: KernelProduct
    patterns: Matrix
    coded: Matrix
    importance: Matrix

    def gradient(self, at: Coefficients) -> Coefficients:
        chances = sigmoid(self._prior() + self._moved(at))
        rest = self.importance * (chances - self.coded)
        free = np.vstack([rest.sum(axis=0), (rest * self.patterns).sum(axis=0)]) + _pull(at.free)
        return Coefficients(rest + at.lent, self.likeness(rest) + at.got, free)

    def way(self, at: Coefficients, along: Coefficients) -> LineFunction:
        logits, change = self._prior() + self._moved(at), self._moved(along)
        pull = _pull(along.free)
        weight = (along.lent * along.got).sum() + (along.free * pull).sum()
        lean = (along.lent * at.got).sum() + (at.free * pull).sum()

        def shape(length: float) -> tuple[float, float]:
            chances = sigmoid(logits + length * change)
            slope = np.vdot(self.importance * (chances - self.coded), change)
            curvature = np.vdot(self.importance * chances * (1 - chances), change**2)
            return float(slope + lean + length * weight), float(curvature + weight)

        return shape

    def _prior(self) -> Matrix:
        return np.asarray(INTERCEPT + SLOPE * self.patterns)

    def _moved(self, by: Coefficients) -> Matrix:
        own, slopes = by.free
        return np.asarray(by.got + own + slopes * self.patterns)


def _pull(free: Matrix) -> Matrix:
    """Return the gradient of the penalty on intercepts and slopes, which is linear in them."""
    own, slopes = free
    mean = own.mean()
    return np.vstack([APART * (own - mean) + SHARED * mean, SLOPES * slopes])


def sigmoid(logits: Matrix) -> Matrix:
    """Return probabilities from log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -40, 40))))
