"""L-BFGS in dual coefficients: minimises penalised losses over weights w = X'a of n segments.

With a penalty |w|^2 / 2, the weights that minimise a loss of the logits X w are a combination of the training
segments' feature vectors, w = X'a (representer theorem; Kimeldorf and Wahba 1971). So a, with one number per
segment and code, is fitted in place of w. L-BFGS (Nocedal 1980) needs only inner products and linear
combinations: the inner product of w = X'a and v = X'b is a'Kb, with the kernel matrix K = XX'. Each point
therefore carries both a and Ka. Ka is linear in a, so one product with K per iteration, for the gradient, is
enough, and K itself need not fit into memory.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_ITERATIONS = 15
"""More iterations changed the order of no suggestion in the coded studies tried."""
_MEMORY = 6
"""How many pairs of step and gradient change are remembered."""
_LINE_SEARCH_STEPS = 8
_SLOPE_RATIO = 0.1
"""The line search ends where |slope| is at most this share of the slope at its start (strong Wolfe)."""
_EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Coefficients:
    """A point, gradient or direction: weights X'a of each code, and free parameters beside them."""

    dual: Matrix
    """a: segments by codes."""
    kernel_dual: Matrix
    """Ka = X w, what the weights add to each segment's logits: segments by codes."""
    free: Matrix
    """Parameters that are not weights of features: parameters by codes."""

    def dot(self, other: Self) -> float:
        """Return the inner product of the weights, a'Kb, and of the free parameters."""
        return float(np.vdot(self.dual, other.kernel_dual) + np.vdot(self.free, other.free))

    def plus(self, other: Self, factor: float = 1.0) -> "Coefficients":
        """Return self + factor * other."""
        return Coefficients(
            self.dual + factor * other.dual,
            self.kernel_dual + factor * other.kernel_dual,
            self.free + factor * other.free,
        )

    def times(self, factor: float) -> "Coefficients":
        """Return factor * self."""
        return Coefficients(factor * self.dual, factor * self.kernel_dual, factor * self.free)


LineFunction = Callable[[float], tuple[float, float]]
"""Step length along a direction to the first and second directional derivative of a loss."""


class ConvexLoss(Protocol):
    """A convex loss with a penalty on the weights."""

    def gradient(self, point: Coefficients) -> Coefficients:
        """Return the gradient at a point."""
        ...

    def line(self, point: Coefficients, direction: Coefficients) -> LineFunction:
        """Return the loss's derivatives along a direction from a point."""
        ...


def minimise(loss: ConvexLoss, start: Coefficients) -> Coefficients:
    """Return a point near the minimum, after at most 15 iterations of L-BFGS."""
    point, gradient = start, loss.gradient(start)
    pairs: deque[tuple[Coefficients, Coefficients]] = deque(maxlen=_MEMORY)
    for _ in range(_ITERATIONS):
        direction = _search_direction(gradient, pairs)
        length = _step_length(loss.line(point, direction))
        if not length:
            break
        step, previous_gradient = direction.times(length), gradient
        point = point.plus(step)
        gradient = loss.gradient(point)
        change = gradient.plus(previous_gradient, -1.0)
        # Without curvature along a step (s.y <= 0, as where only rounding is left) the updated inverse
        # Hessian is not positive definite: the pair is skipped (Nocedal and Wright 2006, ch. 7).
        if step.dot(change) > _EPSILON * abs(change.dot(change)):
            pairs.append((step, change))
    return point


def _search_direction(
    gradient: Coefficients, pairs: Sequence[tuple[Coefficients, Coefficients]]
) -> Coefficients:
    """Return -H * gradient, with H the inverse Hessian estimated from pairs of steps and gradient changes.

    The two-loop recursion (Nocedal and Wright 2006, algorithm 7.4): with s a step, y the gradient's change
    over it and rho = 1 / s.y, H is updated as (I - rho s y') H (I - rho y s') + rho s s'. The first loop
    applies the right-hand factors from the newest pair to the oldest, the second the left-hand ones from the
    oldest to the newest; between them H_0 = (s.y / y.y) I, with the newest pair.
    """
    direction, alphas = gradient.times(-1.0), []
    for step, change in reversed(pairs):
        alpha = step.dot(direction) / step.dot(change)
        alphas.append(alpha)
        direction = direction.plus(change, -alpha)
    if pairs:
        step, change = pairs[-1]
        direction = direction.times(step.dot(change) / change.dot(change))
    for (step, change), alpha in zip(pairs, reversed(alphas), strict=True):
        beta = change.dot(direction) / step.dot(change)
        direction = direction.plus(step, alpha - beta)
    return direction


def _step_length(line: LineFunction) -> float:
    """Return a step length at which the slope is small; 0 where the direction does not descend.

    Newton's method on the slope, t <- t - slope / curvature, started at 1. As the slope of a convex loss only
    grows with t, its root lies between the lengths at which it was negative and positive; a Newton step that
    leaves that bracket is replaced by its middle, or by doubling while the bracket has no upper end.
    """
    initial_slope = line(0.0)[0]
    if initial_slope >= 0:
        return 0.0
    lower, upper, length = 0.0, np.inf, 1.0
    for _ in range(_LINE_SEARCH_STEPS):
        slope, curvature = line(length)
        if abs(slope) <= -_SLOPE_RATIO * initial_slope:
            break
        lower, upper = (length, upper) if slope < 0 else (lower, length)
        length -= slope / curvature
        if not lower < length < upper:
            length = (lower + upper) / 2 if upper < np.inf else 2 * lower
    return length
