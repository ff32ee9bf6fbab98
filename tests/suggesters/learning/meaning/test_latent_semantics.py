"""Latent semantics: words that occur in the same segments of a study become alike."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array, random_array

from qualcode.model import CodeKey
from qualcode.suggesters.learning.hashed_vocabulary import Vocabulary
from qualcode.suggesters.learning.learned_suggester import learn
from qualcode.suggesters.learning.meaning.latent_semantics import LatentSemantics
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
from tests.support.pattern_shorthand import segment
from tests.support.topic_interviews import CODEBOOK, TOPICS, coded, feature_space

TFIDF = csr_array(random_array((60, 400), density=0.1, rng=np.random.default_rng(1)))
SEMANTICS = LatentSemantics.fit(TFIDF)
DEGENERATE = {
    "no segments": np.zeros((0, 9)),
    "one segment": np.ones((1, 9)),
    "no words": np.zeros((5, 9)),
    "one word": np.eye(9)[:1].repeat(5, axis=0),
    "the same segment again and again": np.ones((30, 9)),
    "two segments": np.eye(9)[:2],
    "nothing in common": np.eye(9),
}


def test_coordinates_are_those_of_the_singular_value_decomposition() -> None:
    """Signs of singular vectors are arbitrary; products of coordinates are not."""
    _, _, rows = np.linalg.svd(TFIDF.toarray(), full_matrices=False)
    start = 0
    for dimensions, variance in ((20, 0.5), (59, 1.0)):
        differences = TFIDF @ rows[:dimensions].T
        differences -= differences.mean(axis=0)
        differences /= np.linalg.norm(differences, axis=1, keepdims=True)
        view = SEMANTICS.coordinates(TFIDF)[:, start : start + dimensions]
        assert view @ view.T == pytest.approx(variance * differences @ differences.T, abs=1e-4)
        start += dimensions


def test_the_effects_of_the_words_add_up_to_that_of_the_segment() -> None:
    centred = replace(SEMANTICS, mean=np.zeros_like(SEMANTICS.mean))
    coordinates = centred.coordinates(TFIDF)
    weights = np.random.default_rng(2).normal(size=coordinates.shape[1:])
    for row in range(5):
        effects = centred.word_effects(TFIDF[[row]], weights)
        assert effects.shape == TFIDF[[row]].data.shape
        assert effects.sum() == pytest.approx(coordinates[row] @ weights, abs=1e-5)


@pytest.mark.parametrize("matrix", DEGENERATE.values(), ids=DEGENERATE)
def test_degenerate_studies_have_finite_coordinates(matrix: np.ndarray) -> None:
    semantics = LatentSemantics.fit(csr_array(matrix))
    for tfidf in (csr_array(matrix), csr_array(np.ones((2, 9)))):
        coordinates = semantics.coordinates(tfidf)
        assert np.isfinite(coordinates).all()
        assert (np.linalg.norm(coordinates, axis=1) <= np.sqrt(1.5) + 1e-6).all()


def test_words_that_no_segment_of_the_study_has_say_nothing() -> None:
    unknown = csr_array(np.eye(400)[[0]])
    seen = csr_array((TFIDF.data, np.maximum(TFIDF.indices, 1), TFIDF.indptr), shape=TFIDF.shape)
    semantics = LatentSemantics.fit(seen)
    nothing = csr_array((1, 400))
    assert semantics.coordinates(unknown) == pytest.approx(semantics.coordinates(nothing))


def test_a_long_study_is_sampled_evenly() -> None:
    vocabulary, evidence = Vocabulary(), PatternEvidence(CODEBOOK)
    sample_sizes: list[int] = []
    batch = [segment("Warrant and raid."), segment("Clinic and script.")] * 300
    for _ in range(20):
        vocabulary.add(evidence.analyser.analyse(batch))
        sample_sizes.append(vocabulary.sample_size)
    assert max(sample_sizes) <= 5_000
    assert sample_sizes[-1] == 12_000 // 4


def test_a_coding_is_evidence_for_words_that_occur_with_its_own_in_unread_sources() -> None:
    """Of the words that no training segment has, those of the coded topic become likelier than others."""
    read, unread = coded("read", 12, seed=1), coded("unread", 200, seed=2)
    space = feature_space([read, unread])
    suggester = learn(space, [read])
    known = " ".join(turn.text for turn in read.segments).lower()
    treatment = space.patterns.keys.index(CodeKey("treatment"))

    def probabilities(topic: str) -> list[float]:
        turns = [segment(f"{word}.", source="new") for word in TOPICS[topic] if word not in known]
        return [float(suggester.probabilities([turn])[1][0, treatment]) for turn in turns]

    coded_topic, other = probabilities("treatment"), probabilities("")
    assert min(len(coded_topic), len(other)) >= 1
    assert min(coded_topic) > max(other)
