"""The models of all codes, fitted through products with the kernel matrix, against scipy's minimiser."""

from dataclasses import fields

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from qualcode.suggesters.learning.logistic_models import APART, SHARED, SLOPES, LogisticModels, fit_models
from qualcode.suggesters.learning.platt_scaling import fit_calibrations
from qualcode.suggesters.learning.weight_projection import TrainingFeatures
from qualcode.suggesters.patterns.pattern_suggester import INTERCEPT, SLOPE

Matrix = np.ndarray


@pytest.fixture(scope="module")
def study() -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Return features, pattern evidence, answers and their weights of 40 segments and 3 codes."""
    random = np.random.default_rng(1)
    features = random.normal(size=(40, 6))
    patterns = np.log1p(4.0 * (random.random((40, 3)) < 0.2))
    probabilities = expit(1.5 * features[:, :3] - 1 + patterns)
    coded = (random.random((40, 3)) < probabilities).astype(float)
    return features, patterns, coded, random.choice([0.0, 1.0, 3.0], size=(40, 3), p=[0.1, 0.8, 0.1])


def loss(weights: Matrix, offsets: Matrix, slopes: Matrix, study: tuple[Matrix, ...]) -> float:
    """Return the penalised loss as a function of explicit weights (features by codes)."""
    features, patterns, coded, answer_weights = study
    logits = INTERCEPT + offsets + (SLOPE + slopes) * patterns + features @ weights
    mean = offsets.mean()
    penalty = (weights**2).sum() + APART * ((offsets - mean) ** 2).sum() + SHARED * offsets.size * mean**2
    log_loss = answer_weights * (np.logaddexp(0, logits) - coded * logits)
    return float(log_loss.sum() + 0.5 * (penalty + SLOPES * (slopes**2).sum()))


def fitted(study: tuple[Matrix, ...]) -> LogisticModels:
    features, *answers = study
    return fit_models(lambda dual: features @ (features.T @ dual), *answers)


def test_the_fit_is_as_low_as_a_general_minimiser_finds(study: tuple[Matrix, ...]) -> None:
    models = fitted(study)
    own_loss = loss(study[0].T @ models.dual, models.intercepts - INTERCEPT, models.slopes - SLOPE, study)

    def general(parameters: Matrix) -> float:
        matrix = parameters.reshape(8, 3)
        return loss(matrix[:6], matrix[6], matrix[7], study)

    assert own_loss == pytest.approx(minimize(general, np.zeros(24)).fun, rel=1e-3)
    assert np.allclose(models.kernel_dual, study[0] @ (study[0].T @ models.dual))


def test_segments_whose_answers_have_weight_0_do_not_influence_the_fit(study: tuple[Matrix, ...]) -> None:
    features, patterns, coded, answer_weights = study
    partial_weights = answer_weights.copy()
    partial_weights[30:] = 0
    weighted = fitted((features, patterns, coded, partial_weights))
    shorter = fitted((features[:30], patterns[:30], coded[:30], answer_weights[:30]))
    assert not weighted.dual[30:].any()
    assert np.allclose(weighted.dual[:30], shorter.dual)
    assert np.allclose(weighted.kernel_dual[30:], features[30:] @ (features[:30].T @ shorter.dual))


def test_calibration_ignores_answers_of_weight_0(study: tuple[Matrix, ...]) -> None:
    features, patterns, coded, answer_weights = study
    partial_weights = answer_weights.copy()
    partial_weights[::3] = 0
    inverted = coded.copy()
    inverted[::3] = 1 - inverted[::3]

    def calibrated(answers: Matrix) -> tuple[float, float]:
        training = of_one_source(features, patterns)
        after_unread, _ = fit_calibrations(training, answers, partial_weights, np.zeros_like(answers))
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
    allowing, _ = fit_calibrations(training, coded, ones, zeros)
    ignoring, _ = fit_calibrations(without_effects, coded, ones, zeros)
    assert allowing.slope == pytest.approx(1, abs=0.1)
    assert ignoring.slope > 1.3


class _WithoutSourceEffects(TrainingFeatures):
    """Training features without random effects of the sources."""

    def source_effects(self, dual: Matrix) -> Matrix:
        return np.zeros(dual.shape)


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
