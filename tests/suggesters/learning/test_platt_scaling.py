"""Calibration of the learned models on out-of-fold log-odds."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from qualcode.suggesters.learning.platt_scaling import PlattCalibration, contiguous_folds, fit_calibrations
from qualcode.suggesters.learning.silent_segments import TrainingAnswers
from qualcode.suggesters.learning.weight_projection import TrainingFeatures

Matrix = np.ndarray


def test_calibration_ignores_answers_of_weight_0(study: tuple[Matrix, ...]) -> None:
    features, patterns, coded, answer_weights = study
    partial_weights = answer_weights.copy()
    partial_weights[::3] = 0
    inverted = coded.copy()
    inverted[::3] = 1 - inverted[::3]

    def calibrated(answers: Matrix) -> tuple[float, float]:
        training = of_one_source(features, patterns)
        after_unread, _ = fit_calibrations(
            training, training_answers(answers, partial_weights), np.zeros_like(answers)
        )
        return after_unread.slope, after_unread.shift

    assert calibrated(coded) == pytest.approx(calibrated(inverted))


def test_calibration_allows_for_the_random_effect_of_a_source() -> None:
    """Codes that one source has often, seldom and hardly ever, whatever is said, need no steeper slope."""
    random = np.random.default_rng(1)
    coded = (random.random((240, 3)) < [0.5, 0.15, 0.02]).astype(float)
    zeros, ones = np.zeros_like(coded), np.ones_like(coded)
    training = of_one_source(np.zeros((240, 1)), zeros)
    without_effects = _WithoutSourceEffects(
        **{field.name: getattr(training, field.name) for field in fields(training)}
    )
    allowing, _ = fit_calibrations(training, training_answers(coded, ones), zeros)
    ignoring, _ = fit_calibrations(without_effects, training_answers(coded, ones), zeros)
    assert allowing.slope == pytest.approx(1, abs=0.1)
    assert ignoring.slope > 1.3


@pytest.mark.parametrize("read_share", [0.25, 0.5, 1.0])
def test_calibration_allows_for_segments_that_were_not_read(read_share: float) -> None:
    """Of codes that fit half of the segments, a share was given: the rest of the silence is no answer."""
    random = np.random.default_rng(2)
    fitting = random.random((600, 2)) < 0.5
    given_codes = (fitting & (random.random((600, 1)) < read_share)).astype(float)
    answers = replace(
        training_answers(given_codes, np.ones_like(given_codes)), read=np.full((600, 1), read_share)
    )
    training = of_one_source(np.zeros((600, 1)), np.zeros_like(given_codes))
    after_unread, _ = fit_calibrations(training, answers, np.zeros_like(given_codes))
    shares = given_codes.mean(axis=0)
    assert after_unread(np.log(shares / (1 - shares))) == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("read_share", [0.0, 0.1, 1.0])
def test_few_answers_leave_the_shift_at_the_share_that_was_read(read_share: float) -> None:
    coded = np.zeros((30, 2))
    coded[7, 0] = 1
    answers = replace(training_answers(coded, np.full((30, 2), 0.01)), read=np.full((30, 1), read_share))
    training = of_one_source(np.zeros((30, 1)), np.zeros_like(coded))
    for calibration in fit_calibrations(training, answers, np.zeros_like(coded)):
        assert calibration.shift == pytest.approx(-np.log(max(read_share, 0.01)), abs=0.1)
        assert calibration.slope == pytest.approx(1, abs=0.1)
        assert calibration.damping == pytest.approx(0.3, abs=0.05)


def test_the_calibration_of_what_is_shown_is_monotone_and_shows_the_same() -> None:
    plain = PlattCalibration(slope=1.4, shift=0.5)
    by_itself = PlattCalibration(slope=1.4, shift=0.5, shown_slope=0.6, shown_shift=-1.5)
    logits = np.linspace(-6, 6, 500)
    assert (np.diff(by_itself(logits)) >= 0).all()
    assert ((by_itself(logits) >= 0.15 - 1e-9) == (plain(logits) >= 0.15)).all()
    assert by_itself(logits)[-1] < plain(logits)[-1]


class _WithoutSourceEffects(TrainingFeatures):
    """Training features without random effects of the sources."""

    def source_effects(self, dual: Matrix) -> Matrix:
        return np.zeros(dual.shape)


def training_answers(coded: Matrix, weights: Matrix) -> TrainingAnswers:
    return TrainingAnswers(
        targets=coded,
        weights=weights,
        observed=coded,
        observed_weights=weights,
        read=np.ones((len(coded), 1)),
    )


def of_one_source(features: Matrix, patterns: Matrix) -> TrainingFeatures:
    """Return the segments of one source with these features and no words."""
    size = len(features)
    no_words, identity = csr_array(np.zeros((size, 0), np.float32)), csr_array(np.eye(size, dtype=np.float32))
    return TrainingFeatures(
        buckets=np.zeros(0, dtype=np.int32),
        words=no_words,
        transposed_words=csr_array(no_words.T),
        own=identity,
        around=identity,
        sources=csr_array(np.ones((size, 1), dtype=np.float32)),
        dense=features.astype(np.float32),
        patterns=patterns,
    )


@given(size=st.integers(0, 60))
def test_folds_partition_the_rows_and_keep_a_gap_to_the_rest(size: int) -> None:
    folds = list(contiguous_folds(size))
    rows = [row for fold, _ in folds for row in fold.tolist()]
    assert rows == sorted(set(rows))
    assert len(rows) == size or size < 20
    for fold, rest in folds:
        assert min(abs(row - other) for row in fold.tolist() for other in rest.tolist()) > 3
        assert len(fold) + len(rest) >= size - 6
