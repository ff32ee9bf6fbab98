"""The minimiser on a loss whose minimum is known."""

import numpy as np
import pytest

from qualcode.suggesters.learning.lbfgs import Coefficients, LineFunction, minimise


def point(*values: float) -> Coefficients:
    """Return coefficients with no dual part."""
    return Coefficients(np.zeros((0, 1)), np.zeros((0, 1)), np.array([values]))


class HuberLoss:
    """Quadratic within 1 of the minimum, linear farther away, where the gradient does not change."""

    def __init__(self, minimum: Coefficients) -> None:
        self._minimum = minimum

    def gradient(self, at: Coefficients) -> Coefficients:
        return Coefficients(at.lent, at.got, np.clip(at.free - self._minimum.free, -1, 1))

    def way(self, at: Coefficients, along: Coefficients) -> LineFunction:
        bound = along.dot(along)
        return lambda length: (self.gradient(at.plus(along, length)).dot(along), bound)


def test_a_step_along_which_the_gradient_does_not_change_is_left_out_of_the_curvature() -> None:
    loss = HuberLoss(point(10.0, -15.0))
    steps_from_start = loss.gradient(point(0.0, 0.0)), loss.gradient(point(9.0, -9.0))
    assert np.array_equal(steps_from_start[0].free, steps_from_start[1].free)
    assert minimise(loss, point(0.0, 0.0)).free == pytest.approx(np.array([[10.0, -15.0]]), abs=1e-6)
