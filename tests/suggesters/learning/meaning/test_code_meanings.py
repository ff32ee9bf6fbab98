"""The meaning of labels and definitions as evidence for codes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from qualcode.model import Code, Codebook, CodeKey, Segment
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import CODEBOOK_SCORE, fit_model, learn
from qualcode.suggesters.learning.meaning.code_meanings import CodeMeanings, description
from qualcode.suggesters.learning.segment_features import FeatureSpace
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
from tests.support.pattern_shorthand import segment
from tests.support.topic_interviews import feature_space

CODES = CodeMeanings(np.eye(3))
SEGMENTS = [segment("Words.", turn=turn, start=10 * row) for row, turn in enumerate((1, 2, 2, 2, 3))]


def test_the_evidence_is_standardised_within_each_segment() -> None:
    vectors = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, 1], [0.5, 0.5, 0.5]])
    evidence = CODES.evidence(SEGMENTS, vectors)
    assert evidence.mean(axis=1) == pytest.approx(np.zeros(5))
    assert evidence[:4].std(axis=1) == pytest.approx(np.full(4, 0.3))
    assert evidence[0].argmax() == 0
    assert evidence[4].tolist() == [0, 0, 0]


def test_only_parts_of_the_same_turn_share_their_cosines() -> None:
    vectors = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0]], dtype=float)
    pooled = np.array([[1, 0, 0], [0, 1, 0.2], [0, 0.2, 1.2], [0, 0, 1.2], [1, 0, 0]])
    expected = 0.3 * (pooled - pooled.mean(axis=1, keepdims=True)) / pooled.std(axis=1, keepdims=True)
    assert CODES.evidence(SEGMENTS, vectors) == pytest.approx(expected)


def test_the_text_of_a_code_is_its_label_and_definition() -> None:
    assert description(Code(key=CodeKey("a"), label="Trust")) == "Trust"
    assert description(Code(key=CodeKey("a"), label="Trust", definition="In the police.")) == (
        "Trust. In the police."
    )


@dataclass(frozen=True)
class FirstLetters:
    """An encoder that tells segments apart by their first letter."""

    def encode(self, segments: Sequence[Segment]) -> np.ndarray:
        return np.array([[float(one.text[0] == letter) for letter in "AB"] for one in segments])


def test_before_anything_is_coded_a_segment_is_nearest_to_the_code_of_its_meaning() -> None:
    plain = feature_space([])
    keys = plain.patterns.keys
    vectors = np.zeros((len(keys), 2))
    vectors[0, 0] = vectors[1, 1] = 1.0
    with_meanings = replace(plain, encoder=FirstLetters(), meanings=CodeMeanings(vectors))
    turns = [segment("Aaa.", turn=1), segment("Bbb.", turn=2, start=10)]

    def likeliest(space: FeatureSpace) -> list[int]:
        features = space.measure(turns)
        unread = np.full(features.patterns.shape, np.nan)
        probabilities = fit_model(space, [], []).probabilities(features, unread)
        return [int(row.argmax()) for row in probabilities]

    assert likeliest(with_meanings) == [0, 1]
    assert likeliest(replace(with_meanings, meanings=None)) == [0, 0]


def described_study() -> FeatureSpace:
    """Return a codebook of definitions: trust is named once in each turn, and four meanings are compared."""
    words = {"trust": "trust", **dict.fromkeys("bcdefgh", "nothing")}
    book = Codebook(
        codes=tuple(
            Code(key=CodeKey(key), label=key, definition=f"About {word}.") for key, word in words.items()
        )
    )
    evidence = PatternEvidence(book)
    vocabulary = count_vocabulary(evidence.analyser, TRUSTING)
    vectors = np.zeros((len(words), 2))
    vectors[0, 0] = 1.0
    meanings = CodeMeanings(vectors)
    return FeatureSpace(patterns=evidence, vocabulary=vocabulary, encoder=FirstLetters(), meanings=meanings)


TRUSTING = [segment(f"{'A' if row % 2 else 'B'} trust.", turn=row + 1, start=20 * row) for row in range(12)]


def test_definitions_alone_suggest_where_words_and_meaning_agree() -> None:
    space = described_study()
    suggestions = list(learn(space, []).suggest(TRUSTING))
    assert [one.span for one in suggestions] == [turn.span for turn in TRUSTING if turn.text[0] == "A"]
    assert {one.code for one in suggestions} == {"trust"}
    assert all("close in meaning to the code's description" in one.reason for one in suggestions)
    assert all(one.reason.endswith(CODEBOOK_SCORE) for one in suggestions)
    assert not list(learn(replace(space, meanings=None), []).suggest(TRUSTING))


def test_codings_of_other_codes_leave_it_a_share_of_its_suggestions() -> None:
    space = described_study()
    answers = CodedSource(
        segments=TRUSTING,
        codes=[frozenset({CodeKey("b")})] * 2,
        rejected=[frozenset()] * 2,
        skipped=[frozenset()] * 2,
        read_limit=0,
    )
    suggestions = [one for one in learn(space, [answers]).suggest(TRUSTING) if one.code == "trust"]
    assert len(suggestions) == round(6 * 10 / 12)
