"""What the learned suggester knows of each segment of a source: its words, and what is said around it.

A turn is often an answer, and its meaning half in the question; and a coder's code often runs on over
several turns. So the neighbours' words and pattern evidence count too, by their distance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array

from qualcode.model import Role, Segment
from qualcode.suggesters.learning.hashed_vocabulary import Vocabulary, unit_rows
from qualcode.suggesters.patterns.pattern_suggester import CodeEvidence, PatternEvidence

WORDS_AROUND = {-3: 0.25, -2: 0.5, -1: 1.0, 1: 0.5}
"""How much the words of a segment so many places away count, for what is said around."""
PATTERNS_AROUND = {-3: 0.15, -2: 0.25, -1: 0.5, 1: 0.25}
"""How much the pattern evidence of a segment so many places away adds to a segment's own."""
OWN, AROUND, ROLE, MEANING = 4.0, 3.0, 1.0, 3.0
"""The prior variance of the weights of a segment's words, the words around it, its role, and its vectors."""


class Encoder(Protocol):
    """Sentence vectors: segments to rows of length one."""

    def encode(self, segments: Sequence[Segment]) -> NDArray[np.float64]:
        """Return one row a segment."""
        ...


@dataclass(frozen=True, slots=True)
class SegmentFeatures:
    """A source's segments in numbers (rows are segments), and the codebook's evidence on them."""

    evidence: CodeEvidence
    words: csr_array
    """Tf-idf of words and pairs of words: segments by boxes."""
    around: csr_array
    """How much each segment's neighbours count for it: segments by segments."""
    others: NDArray[np.float64]
    """Whether the interviewer speaks and, if there are any, sentence vectors; scaled by their variances."""
    patterns: NDArray[np.float64]
    """log(1 + pattern score, own and around): segments by codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureSpace:
    """All that turns segments into features: the codebook, the project's words and, if any, vectors."""

    patterns: PatternEvidence
    vocabulary: Vocabulary
    encoder: Encoder | None = None

    def measure(self, segments: Sequence[Segment]) -> SegmentFeatures:
        """Return the features of one whole source's segments, given in their order."""
        evidence = self.patterns.read(segments)
        around = unit_rows(_neighbours(len(segments), WORDS_AROUND))
        asks = np.array([[float(segment.role is Role.INTERVIEWER)] for segment in segments])
        others = [np.sqrt(ROLE) * asks]
        if self.encoder is not None:
            vectors = np.sqrt(MEANING) * self.encoder.encode(segments)
            others += [vectors, around @ vectors]
        scores = evidence.scores + _neighbours(len(segments), PATTERNS_AROUND) @ evidence.scores
        return SegmentFeatures(
            evidence,
            self.vocabulary.tfidf(evidence.reading),
            around,
            np.hstack(others),
            np.log1p(scores),
        )


def _neighbours(size: int, shares: dict[int, float]) -> csr_array:
    """Return the table that adds up what stands around each of `size` rows."""
    table = csr_array((size, size))
    for offset, share in shares.items():
        if abs(offset) < size:
            table = table + share * eye_array(size, k=offset, format="csr")
    return csr_array(table)
