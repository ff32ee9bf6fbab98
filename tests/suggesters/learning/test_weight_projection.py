"""Feature weights from dual coefficients, and the random effect of each source."""

from dataclasses import replace

import numpy as np

from qualcode.model import CodeKey, SourceId
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.learned_suggester import learn
from qualcode.suggesters.learning.weight_projection import project_weights, stack_features
from tests.support.topic_interviews import coded, feature_space

TRAINING = [coded("first", 40, seed=1), coded("second", 30, seed=2)]
UNSEEN = coded("third", 60, seed=3)
FEATURES = feature_space([*TRAINING, UNSEEN])
PURSUE = CodeKey("pursue")


def split(source: CodedSource, count: int) -> list[CodedSource]:
    """Return the same turns and codes as this number of shorter sources."""
    size = len(source.segments) // count
    shorter = []
    for first in range(0, size * count, size):
        rows = slice(first, first + size)
        segments = [
            replace(segment, source=SourceId(f"part from {first}"), turn=turn)
            for turn, segment in enumerate(source.segments[rows], start=1)
        ]
        shorter.append(
            CodedSource(
                segments=segments,
                codes=source.codes[rows],
                rejected=source.rejected[rows],
                skipped=source.skipped[rows],
            )
        )
    return shorter


def test_a_kernel_product_is_what_the_weights_add_and_the_sources_effects() -> None:
    features = [FEATURES.measure(source.segments) for source in TRAINING]
    training = stack_features(features, [25, 30])
    dual = np.random.default_rng(1).normal(size=(55, 3))
    weights = project_weights(training, dual)
    weighted_features = np.vstack([weights.apply(features[0])[:25], weights.apply(features[1])])
    effects = training.source_effects(dual)
    assert np.allclose(training.kernel_product(dual), weighted_features + effects, atol=1e-3)
    assert np.allclose(effects[:25], 0.25 * dual[:25].sum(axis=0))
    assert np.allclose(effects[25:], 0.25 * dual[25:].sum(axis=0))


def test_ten_interviews_say_more_about_the_frequency_of_a_code_than_one_as_long() -> None:
    """A code in two of three turns, whatever is said: frequent in ten sources, it is expected in the next."""
    long = coded("long", 200, seed=4)
    codes = [frozenset([PURSUE]) if row % 3 else frozenset[CodeKey]() for row in range(200)]
    source = replace(long, codes=codes)
    column = FEATURES.patterns.keys.index(PURSUE)

    def mean_probability(training: list[CodedSource]) -> float:
        return float(learn(FEATURES, training).probabilities(UNSEEN.segments)[1][:, column].mean())

    assert 0.3 < mean_probability([source]) < mean_probability(split(source, 10)) - 0.05
