"""Measures of a ranking, on cases small enough to calculate by hand."""

import numpy as np
import pytest

from qualcode.suggesters.trial.ranking_measures import (
    Proportion,
    average_precision,
    calibration_error,
    hit_rate,
    mean_average_precision,
)


def test_average_precision_is_the_mean_of_precision_at_each_hit() -> None:
    coded = np.array([True, False, True, False])
    scores = np.array([0.9, 0.8, 0.7, 0.1])
    assert average_precision(coded, scores) == pytest.approx((1 / 1 + 2 / 3) / 2)


def test_a_code_that_nobody_used_has_no_average_precision() -> None:
    assert average_precision(np.array([False]), np.array([0.5])) is None
    assert mean_average_precision(np.array([[False]]), np.array([[0.5]])) is None


def test_mean_average_precision_leaves_unused_codes_out() -> None:
    coded = np.array([[True, False], [False, False]])
    assert mean_average_precision(coded, np.array([[0.9, 0.1], [0.1, 0.9]])) == 1.0


def test_a_hit_is_any_of_a_segments_codes_among_the_first() -> None:
    coded = np.array([[True, False, True], [False, True, False], [False, False, False]])
    scores = np.array([[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.1, 0.1, 0.1]])
    assert hit_rate(coded, scores, 1) == Proportion(1, 2)
    assert hit_rate(coded, scores, 3) == Proportion(2, 2)


def test_calibration_error_is_0_if_three_in_ten_at_point_three_are_right() -> None:
    probabilities = np.full((10, 1), 0.3)
    coded = np.array([[number < 3] for number in range(10)])
    assert calibration_error(coded, probabilities) == pytest.approx(0)
    assert calibration_error(~coded, probabilities) == pytest.approx(0.4)
    assert calibration_error(coded[:0], probabilities[:0]) == 0


def test_of_nothing_there_is_no_proportion() -> None:
    assert Proportion(0, 0).value is None
