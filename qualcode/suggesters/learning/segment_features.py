"""Features of each segment of a source: its own words, the words and patterns around it, who speaks.

A turn is often an answer whose meaning is half in the question, and a coder's code often runs on over several
turns. So the words and the pattern evidence of neighbouring segments count too, weighted by their distance.

Each feature has a normal prior on its weight, with the variances below. A weight of variance v on a feature x
is the same model as a weight of variance 1 on sqrt(v) * x: features are scaled by sqrt(v), or their kernel
XX' by v, and the penalty |w|^2 / 2 is the same for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array

from qualcode.model import Role, Segment
from qualcode.suggesters.learning.hashed_vocabulary import Vocabulary, unit_rows
from qualcode.suggesters.learning.meaning.code_meanings import CodeMeanings
from qualcode.suggesters.learning.meaning.encoder import Encoder
from qualcode.suggesters.patterns.pattern_suggester import CodeEvidence, PatternEvidence, probability

WORDS_AROUND = {-3: 0.25, -2: 0.5, -1: 1.0, 1: 0.5}
"""Weights of the words of neighbouring segments, by their distance (negative: before)."""
PATTERNS_AROUND = {-3: 0.15, -2: 0.25, -1: 0.5, 1: 0.25}
"""Share of a neighbour's pattern score that is added to a segment's own, by distance."""
OWN, AROUND, ROLE, MEANING = 4.0, 3.0, 1.0, 3.0
"""Prior variances of the weights of a segment's words, the words around it, its role, and its vectors."""


@dataclass(frozen=True, slots=True)
class SegmentFeatures:
    """Feature matrices of one source (rows are segments), and the codebook's evidence on them."""

    evidence: CodeEvidence
    words: csr_array
    """TF-IDF of words and pairs of words: segments by buckets."""
    around: csr_array
    """Weights of each segment's neighbours, rows of length one: segments by segments."""
    dense: NDArray[np.float64]
    """Latent coordinates, own and around, whether the interviewer speaks and any sentence vectors; scaled by
    sqrt(prior variance)."""
    patterns: NDArray[np.float64]
    """log(1 + pattern score, own and around), plus the evidence of meaning if any: segments by codes."""
    meanings: NDArray[np.float64]
    """The evidence of the meaning of labels and definitions, 0 where they are not compared."""

    @property
    def has_vectors(self) -> bool:
        """Whether sentence vectors are features."""
        return bool(self.dense.shape[1] > 1)

    def pattern_probabilities(self) -> NDArray[np.float64]:
        """Return the probabilities from the patterns alone, 0 where vetoed: segments by codes."""
        return np.where(self.evidence.vetoed, 0.0, probability(np.log1p(self.evidence.scores)))

    def codebook_probabilities(self) -> NDArray[np.float64]:
        """Return those from the patterns and the meaning of labels and definitions."""
        evidence = np.log1p(self.evidence.scores) + self.meanings
        return np.where(self.evidence.vetoed, 0.0, probability(evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureSpace:
    """What turns segments into features: the codebook's patterns, the project's words and any vectors."""

    patterns: PatternEvidence
    vocabulary: Vocabulary
    encoder: Encoder | None = None
    meanings: CodeMeanings | None = None
    """The codes' own vectors of the same encoder: evidence beside the patterns."""

    def measure(self, segments: Sequence[Segment]) -> SegmentFeatures:
        """Return the features of all segments of one source, given in their order."""
        evidence = self.patterns.collect(segments)
        around = unit_rows(_neighbour_weights(len(segments), WORDS_AROUND))
        interviewer = np.array([[float(segment.role is Role.INTERVIEWER)] for segment in segments])
        words = self.vocabulary.tfidf(evidence.tokens)
        coordinates = self.vocabulary.semantics.coordinates(words)
        dense = [coordinates, around @ coordinates, np.sqrt(ROLE) * interviewer]
        scores_around = _neighbour_weights(len(segments), PATTERNS_AROUND) @ evidence.scores
        meanings = np.zeros(evidence.scores.shape)
        if self.encoder is not None:
            vectors = self.encoder.encode(segments)
            scaled = np.sqrt(MEANING) * vectors
            dense += [scaled, around @ scaled]
            if self.meanings is not None and len(segments):
                meanings = self.meanings.evidence(segments, vectors)
        return SegmentFeatures(
            evidence,
            words,
            around,
            np.hstack(dense),
            np.log1p(evidence.scores + scores_around) + meanings,
            meanings,
        )


def _neighbour_weights(size: int, weights: dict[int, float]) -> csr_array:
    """Return the band matrix (size by size) whose row i has the weight of offset k in column i + k."""
    matrix = csr_array((size, size))
    for offset, weight in weights.items():
        if abs(offset) < size:
            matrix = matrix + weight * eye_array(size, k=offset, format="csr")
    return csr_array(matrix)
