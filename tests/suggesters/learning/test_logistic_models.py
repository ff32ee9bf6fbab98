"""All codes' models at once, through products with the segments' likeness alone."""

from dataclasses import fields

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.sparse import csr_array

from qualcode.suggesters.learning.logistic_models import (
    APART,
    SHARED,
    SLOPES,
    LogisticModels,
    fit_models,
    sigmoid,
)
from qualcode.suggesters.learning.platt_scaling import fit_calibrations
from qualcode.suggesters.learning.weight_projection import TrainingFeatures
from qualcode.suggesters.patterns.pattern_suggester import INTERCEPT, SLOPE

Matrix = np.ndarray


@pytest.fixture(scope="module")
def case() -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Return features, pattern evidence, codes and importance of 40 segments and 3 codes."""
    random = np.random.default_rng(1)
    features = random.normal(size=(40, 6))
    patterns = np.log1p(4.0 * (random.random((40, 3)) < 0.2))
    chances = sigmoid(1.5 * features[:, :3] - 1 + patterns)
    coded = (random.random((40, 3)) < chances).astype(float)
    return features, patterns, coded, random.choice([0.0, 1.0, 3.0], size=(40, 3), p=[0.1, 0.8, 0.1])


def loss(weights: Matrix, own: Matrix, slopes: Matrix, case: tuple[Matrix, ...]) -> float:
    """Return the loss as the module's first lines say it, of explicit weights (features by codes)."""
    features, patterns, coded, importance = case
    logits = INTERCEPT + own + (SLOPE + slopes) * patterns + features @ weights
    shared = own.mean()
    held = (weights**2).sum() + APART * ((own - shared) ** 2).sum() + SHARED * own.size * shared**2
    fitted = importance * (np.logaddexp(0, logits) - coded * logits)
    return float(fitted.sum() + 0.5 * (held + SLOPES * (slopes**2).sum()))


def fitted(case: tuple[Matrix, ...]) -> LogisticModels:
    features, *others = case
    return fit_models(lambda lent: features @ (features.T @ lent), *others)


def test_the_fit_is_as_low_as_a_general_minimiser_finds(case: tuple[Matrix, ...]) -> None:
    found = fitted(case)
    ours = loss(case[0].T @ found.lent, found.intercepts - INTERCEPT, found.slopes - SLOPE, case)

    def general(unknowns: Matrix) -> float:
        table = unknowns.reshape(8, 3)
        return loss(table[:6], table[6], table[7], case)

    assert ours == pytest.approx(minimize(general, np.zeros(24)).fun, rel=1e-3)
    assert np.allclose(found.got, case[0] @ (case[0].T @ found.lent))


def test_segments_whose_answers_count_for_nothing_are_as_if_they_were_not_there(
    case: tuple[Matrix, ...],
) -> None:
    features, patterns, coded, importance = case
    counted = importance.copy()
    counted[30:] = 0
    whole = fitted((features, patterns, coded, counted))
    part = fitted((features[:30], patterns[:30], coded[:30], importance[:30]))
    assert not whole.lent[30:].any()
    assert np.allclose(whole.lent[:30], part.lent)
    assert np.allclose(whole.got[30:], features[30:] @ (features[:30].T @ part.lent))


def test_calibration_ignores_what_nobody_answered(case: tuple[Matrix, ...]) -> None:
    features, patterns, coded, importance = case
    counted = importance.copy()
    counted[::3] = 0
    otherwise = coded.copy()
    otherwise[::3] = 1 - otherwise[::3]

    def calibrated(codes: Matrix) -> tuple[float, float]:
        lessons = of_one_source(features, patterns)
        unknown, _ = fit_calibrations(lessons, codes, counted, np.zeros_like(codes))
        return unknown.slope, unknown.shift

    assert calibrated(coded) == pytest.approx(calibrated(otherwise))


def test_a_sources_level_is_allowed_for_where_scores_are_made_to_mean_what_they_say() -> None:
    """Codes that one source has often, seldom and hardly ever, whatever is said, need no steeper slope."""
    random = np.random.default_rng(1)
    coded = (random.random((240, 3)) < [0.5, 0.15, 0.02]).astype(float)
    nothing, everything = np.zeros_like(coded), np.ones_like(coded)
    alike = of_one_source(np.zeros((240, 1)), nothing)
    unallowed = _WithoutLevels(**{one.name: getattr(alike, one.name) for one in fields(alike)})
    with_level, _ = fit_calibrations(alike, coded, everything, nothing)
    without, _ = fit_calibrations(unallowed, coded, everything, nothing)
    assert with_level.slope == pytest.approx(1, abs=0.1)
    assert without.slope > 1.3


class _WithoutLevels(TrainingFeatures):
    """Has levels, and does not tell of them."""

    def levels(self, lent: Matrix) -> Matrix:
        return np.zeros(lent.shape)


def of_one_source(features: Matrix, patterns: Matrix) -> TrainingFeatures:
    """Return segments with these features and no words."""
    size = len(features)
    none, itself = csr_array(np.zeros((size, 0), np.float32)), csr_array(np.eye(size, dtype=np.float32))
    return TrainingFeatures(
        seen=np.zeros(0, dtype=np.int32),
        words=none,
        boxes=csr_array(none.T),
        own=itself,
        around=itself,
        sources=csr_array(np.ones((size, 1), dtype=np.float32)),
        others=features.astype(np.float32),
        patterns=patterns,
    )
