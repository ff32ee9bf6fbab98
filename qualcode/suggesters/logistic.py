"""One logistic model per code, all fitted at once, each starting from what the codebook alone would say.

For code c and segment x:  logit = -3 + b + d_c + (1.1 + s_c) * log(1 + pattern score) + w_c . x.
The penalty pulls the shared b and each code's d_c, s_c and w_c towards zero, that is: towards the codebook's
opinion, not towards none. The weights w_c are found through the segments' kernel X X', with as many unknowns
as there are segments, not words.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import minimize

from qualcode.suggesters.patterns import INTERCEPT, SLOPE

Matrix = NDArray[np.float64]
SHARED, APART, SLOPES = 0.1, 64.0, 4.0
"""How strongly the shared intercept, each code's own intercept and its slope are held to the prior."""
_ROUNDS = 15
"""More of them change the tenth decimal of what matters, and the order of no suggestion."""
_JITTER = 1e-6


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted model: what each training segment lends to its likes, and each code's intercept and slope."""

    lent: Matrix
    """Training segments by codes: w = X' lent."""
    intercepts: Matrix
    slopes: Matrix

    def logits(self, likeness: Matrix, patterns: Matrix) -> Matrix:
        """Return log-odds from segments' kernel with the training segments and their pattern evidence."""
        return self.logits_from(likeness @ self.lent, patterns)

    def logits_from(self, words: Matrix, patterns: Matrix) -> Matrix:
        """Return log-odds from what the words say already summed up (w . x), and the pattern evidence."""
        return np.asarray(words + self.intercepts + self.slopes * patterns)


def fit(kernel: Matrix, patterns: Matrix, coded: Matrix, importance: Matrix) -> Weights:
    """Fit all codes: kernel (n, n); pattern evidence, 0/1 codes and importance of each answer (n, codes)."""
    size, codes = coded.shape
    root = cholesky(kernel + _JITTER * np.eye(size), lower=True).astype(np.float32)
    problem = _Problem(root, patterns, coded, importance)
    start = np.zeros((size + 2) * codes)
    found = minimize(
        problem.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS, "maxcor": 6}
    )
    moved, own, slopes = problem.parts(found.x)
    lent = solve_triangular(root.T, moved, lower=False)
    return Weights(cast("Matrix", lent), INTERCEPT + own, SLOPE + slopes)


@dataclass(frozen=True, slots=True)
class _Problem:
    root: NDArray[np.float32]
    """In single precision: twice as fast, and far finer than the answers are."""
    patterns: Matrix
    coded: Matrix
    importance: Matrix

    def parts(self, unknowns: Matrix) -> tuple[Matrix, Matrix, Matrix]:
        size, codes = self.coded.shape
        table = unknowns.reshape(size + 2, codes)
        return table[:size], table[size], table[size + 1]

    def loss(self, unknowns: Matrix) -> tuple[float, Matrix]:
        """Return the penalised negative log-likelihood and its gradient."""
        moved, own, slopes = self.parts(unknowns)
        logits = INTERCEPT + own + (SLOPE + slopes) * self.patterns + self.root @ moved.astype(np.float32)
        rest = self.importance * (sigmoid(logits) - self.coded)
        mean = own.mean()
        loss = (
            (self.importance * (np.logaddexp(0, logits) - self.coded * logits)).sum()
            + 0.5 * (moved**2).sum()
            + 0.5 * APART * ((own - mean) ** 2).sum()
            + 0.5 * SHARED * len(own) * mean**2
            + 0.5 * SLOPES * (slopes**2).sum()
        )
        gradient = np.vstack(
            [
                self.root.T @ rest.astype(np.float32) + moved,
                rest.sum(axis=0) + APART * (own - mean) + SHARED * mean,
                (rest * self.patterns).sum(axis=0) + SLOPES * slopes,
            ]
        )
        return float(loss), gradient.ravel()


def sigmoid(logits: Matrix) -> Matrix:
    """Return probabilities from log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -40, 40))))
