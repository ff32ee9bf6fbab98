"""A human-coded study measured once, how its documents are held out, and what is learned from the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import fit_model, previous_codes
from qualcode.suggesters.learning.segment_features import Encoder, FeatureSpace, SegmentFeatures
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
from qualcode.suggesters.trial.ranking_measures import Answers, Matrix
from tests.benchmarks.coded_study import Study


@dataclass(frozen=True)
class Bench:
    """A study with the features of all its sources, measured once."""

    study: Study
    instrument: FeatureSpace
    features: list[SegmentFeatures]

    def coded(self, number: int) -> Answers:
        """Return what the coder did with a source: segments by codes."""
        return answer_matrix(self.study.codebook.keys, self.study.sources[number].codes) > 0


def bench(study: Study, encoder: Encoder | None) -> Bench:
    """Read the study once; `encoder` adds sentence vectors."""
    evidence = PatternEvidence(study.codebook)
    segments = [segment for source in study.sources for segment in source.segments]
    vocabulary = count_vocabulary(evidence.analyser, segments)
    instrument = FeatureSpace(patterns=evidence, vocabulary=vocabulary, encoder=encoder)
    return Bench(study, instrument, [instrument.measure(source.segments) for source in study.sources])


def learned(
    on: Bench, train: Sequence[int], read: Sequence[CodedSource], tests: Sequence[int], *, along: bool = False
) -> Matrix:
    """Return the learned suggester's chances; `along` knows the codes of the turn before."""
    model = fit_model(on.instrument, read, [on.features[number] for number in train[: len(read)]])
    parts = []
    for number in tests:
        before = previous_codes(on.study.codebook.keys, on.study.sources[number])
        parts.append(
            model.probabilities(on.features[number], before if along else np.full(before.shape, np.nan))
        )
    return np.vstack(parts)


def split(size: int, seed: int) -> tuple[list[int], list[int]]:
    """Return which documents to learn from, in the order of reading, and which to hold out (three in ten).

    From seed to seed others are held out, so that each is about as often; documents differ, and one drawn
    twice as often as another would count twice.
    """
    held = max(1, round(0.3 * size))
    everyone = np.random.default_rng(0).permutation(size)
    tests = np.roll(everyone, -seed * held)[:held].tolist()
    order = np.random.default_rng(seed).permutation(size).tolist()
    return [number for number in order if number not in tests], tests
