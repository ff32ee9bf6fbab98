"""The models of all codes, fitted through products with the kernel matrix, against scipy's minimiser."""

import numpy as np
import pytest
from scipy.optimize import minimize

from qualcode.suggesters.learning.logistic_models import APART, SHARED, SLOPES, LogisticModels, fit_models
from qualcode.suggesters.patterns.pattern_suggester import INTERCEPT, SLOPE

Matrix = np.ndarray


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
