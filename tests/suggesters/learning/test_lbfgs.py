"""The minimiser on a loss whose minimum is known."""

import numpy as np
import pytest

from qualcode.suggesters.learning.lbfgs import Coefficients, LineFunction, minimise


def free_point(*values: float) -> Coefficients:
    """Return coefficients with no dual part."""
    return Coefficients(np.zeros((0, 1)), np.zeros((0, 1)), np.array([values]))


class HuberLoss:
    """Quadratic within 1 of the minimum, linear farther away, where the gradient does not change."""

    def __init__(self, minimum: Coefficients) -> None:
        self._minimum = minimum

    def gradient(self, point: Coefficients) -> Coefficients:
        return Coefficients(point.dual, point.kernel_dual, np.clip(point.free - self._minimum.free, -1, 1))

    def line(self, point: Coefficients, direction: Coefficients) -> LineFunction:
        bound = direction.dot(direction)
        return lambda length: (self.gradient(point.plus(direction, length)).dot(direction), bound)


def test_a_step_over_which_the_gradient_does_not_change_is_skipped() -> None:
    loss = HuberLoss(free_point(10.0, -15.0))
    start, after_first_step = free_point(0.0, 0.0), free_point(9.0, -9.0)
    assert np.array_equal(loss.gradient(start).free, loss.gradient(after_first_step).free)
    assert minimise(loss, start).free == pytest.approx(np.array([[10.0, -15.0]]), abs=1e-6)
