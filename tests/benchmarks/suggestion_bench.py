"""A human-coded study with its features, its division into training and test documents, and its models."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import fit_model
from qualcode.suggesters.learning.meaning.encoder import Encoder
from qualcode.suggesters.learning.segment_features import FeatureSpace, SegmentFeatures
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
from qualcode.suggesters.suggestion_limits import SuggestionLimits
from qualcode.suggesters.trial.ranking_measures import Answers
from qualcode.suggesters.trial.shown_quality import TestedSource
from tests.benchmarks.coded_study import Study


@dataclass(frozen=True)
class Bench:
    """A study with the features of all its sources, measured once."""

    study: Study
    feature_space: FeatureSpace
    features: list[SegmentFeatures]

    def coded(self, number: int) -> Answers:
        """Return the coder's answers on a source: segments by codes."""
        return answer_matrix(self.study.codebook.keys, self.study.sources[number].codes) > 0


def measure_study(study: Study, encoder: Encoder | None) -> Bench:
    """Return the study with its features; `encoder` adds sentence vectors."""
    evidence = PatternEvidence(study.codebook)
    segments = [segment for source in study.sources for segment in source.segments]
    vocabulary = count_vocabulary(evidence.analyser, segments)
    feature_space = FeatureSpace(patterns=evidence, vocabulary=vocabulary, encoder=encoder)
    return Bench(study, feature_space, [feature_space.measure(source.segments) for source in study.sources])


def tested(
    bench: Bench, train: Sequence[int], read: Sequence[CodedSource], tests: Sequence[int]
) -> list[TestedSource]:
    """Return what the learned suggester suggests on unread sources."""
    keys, limits = bench.feature_space.patterns.keys, SuggestionLimits()
    model = fit_model(bench.feature_space, read, [bench.features[number] for number in train[: len(read)]])
    results = []
    for number in tests:
        features = bench.features[number]
        unread = np.full(features.patterns.shape, np.nan)
        selection = model.select(features, unread, keys, limits)
        results.append(
            TestedSource(
                coded=bench.coded(number),
                probabilities=model.probabilities(features, unread),
                shown=selection.shown,
                scores=selection.scores,
            )
        )
    return results


def split(size: int, seed: int) -> tuple[list[int], list[int]]:
    """Return the training documents, in the order of reading, and the test documents (three in ten).

    The test documents rotate with the seed, so that each is held out about equally often.
    """
    test_count = max(1, round(0.3 * size))
    documents = np.random.default_rng(0).permutation(size)
    tests = np.roll(documents, -seed * test_count)[:test_count].tolist()
    order = np.random.default_rng(seed).permutation(size).tolist()
    return [number for number in order if number not in tests], tests
