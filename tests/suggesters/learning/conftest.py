"""Random features and answers that the tests of fitting share."""

import numpy as np
import pytest
from scipy.special import expit

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
