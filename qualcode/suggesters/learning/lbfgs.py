"""Descent to the lowest point of a penalised loss over weights that are sums of the training segments.

A point holds what each segment lends and, beside it, what each gets in return (its product with the
segments' likeness). Lengths and angles need both; as all else is adding up, one product a round is enough,
and the likeness itself need not fit into memory. This is L-BFGS (Nocedal 1980) with that inner product.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_ROUNDS = 15
"""More of them change the order of no suggestion."""
_KEPT = 6
_TRIES = 8
_LEVEL = 0.1
"""A step may end where the slope along it is so much of what it was at the start."""
_EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What segments lend and get (segments by codes), and the unknowns besides (any number by codes)."""

    lent: Matrix
    got: Matrix
    free: Matrix

    def dot(self, other: Self) -> float:
        """Return the inner product of the weights and unknowns that two points stand for."""
        return float(np.vdot(self.lent, other.got) + np.vdot(self.free, other.free))

    def plus(self, other: Self, times: float) -> "Coefficients":
        """Return this point moved along another."""
        return Coefficients(
            self.lent + times * other.lent, self.got + times * other.got, self.free + times * other.free
        )


LineFunction = Callable[[float], tuple[float, float]]
"""Tells the slope and the curvature of a loss at so many lengths of a direction."""


class ConvexLoss(Protocol):
    """A convex loss."""

    def gradient(self, at: Coefficients) -> Coefficients:
        """Return which way is up, and how steeply."""
        ...

    def way(self, at: Coefficients, along: Coefficients) -> LineFunction:
        """Return what the loss is like in a direction."""
        ...


def minimise(problem: ConvexLoss, start: Coefficients) -> Coefficients:
    """Return a point near the lowest."""
    at, up = start, problem.gradient(start)
    steps: deque[tuple[Coefficients, Coefficients]] = deque(maxlen=_KEPT)
    for _ in range(_ROUNDS):
        down = _towards(up, steps)
        length = _length(problem.way(at, down))
        if not length:
            break
        at, before = at.plus(down, length), up
        up = problem.gradient(at)
        step, change = _scaled(down, length), up.plus(before, -1.0)
        # Without curvature along a step (s.y <= 0, as where only rounding is left) the updated inverse
        # Hessian is not positive definite: the pair is skipped (Nocedal and Wright 2006, ch. 7).
        if step.dot(change) > _EPSILON * abs(change.dot(change)):
            steps.append((step, change))
    return at


def _towards(up: Coefficients, steps: deque[tuple[Coefficients, Coefficients]]) -> Coefficients:
    """Return the direction to go: down, corrected by what the last steps told of the curvature."""
    along, shares = _scaled(up, -1.0), []
    for step, change in reversed(steps):
        share = step.dot(along) / step.dot(change)
        shares.append(share)
        along = along.plus(change, -share)
    if steps:
        step, change = steps[-1]
        along = _scaled(along, step.dot(change) / change.dot(change))
    for (step, change), share in zip(steps, reversed(shares), strict=True):
        along = along.plus(step, share - change.dot(along) / step.dot(change))
    return along


def _length(way: LineFunction) -> float:
    """Return how far to go: Newton's method on the slope, kept between what is too short and too far."""
    first = way(0.0)[0]
    if first >= 0:
        return 0.0
    short, far, length = 0.0, np.inf, 1.0
    for _ in range(_TRIES):
        slope, curvature = way(length)
        if abs(slope) <= -_LEVEL * first:
            break
        short, far = (length, far) if slope < 0 else (short, length)
        length -= slope / curvature
        if not short < length < far:
            length = (short + far) / 2 if far < np.inf else 2 * short
    return length


def _scaled(point: Coefficients, times: float) -> Coefficients:
    return Coefficients(times * point.lent, times * point.got, times * point.free)
