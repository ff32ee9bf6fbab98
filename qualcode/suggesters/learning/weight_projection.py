"""The training segments' features: products with their kernel matrix, and weights w = X'a for new texts.

Sources differ in how often they have a code, whatever is said in them. Each source has a random intercept for
each code (Henderson 1975; Breslow and Clayton 1993): it absorbs what is specific to one source, so that a
hundred of its segments do not count as a hundred sources. Random intercepts of variance v are weights on one
indicator feature per source, and so one more term of the kernel, v * ZZ' with Z the indicators. They are left
out of predictions: nothing is known of a new source's intercept, and even within one it does not last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_diag, csr_array, eye_array, vstack

from qualcode.suggesters.learning.hashed_vocabulary import BUCKETS
from qualcode.suggesters.learning.logistic_models import Matrix
from qualcode.suggesters.learning.segment_features import AROUND, OWN, SegmentFeatures

SinglePrecision = NDArray[np.float32]
_UNSEEN = -1
SOURCE_VARIANCE = 0.25
"""The prior variance of a source's intercept: log-odds of .5 (in two coded studies they varied by .4, .5)."""


@dataclass(frozen=True, slots=True)
class TrainingFeatures:
    """The features of all answered segments, source after source.

    With W the words' TF-IDF, S the selection of the answered segments' rows, A the weights of the rows around
    them, D the dense features and Z the sources' indicators, the kernel matrix is
    K = OWN * S W W' S' + AROUND * A W W' A' + D D' + SOURCE_VARIANCE * Z Z'.
    """

    buckets: NDArray[np.int32]
    """The numbers of the buckets of words that occur, ascending."""
    words: csr_array
    """W: the answered segments and, in each source, the next one, which is around the last; by `buckets`."""
    transposed_words: csr_array
    """W', stored apart as products with it are faster: buckets by rows of `words`."""
    own: csr_array
    """S: answered segments by rows of `words`."""
    around: csr_array
    """A: answered segments by rows of `words`."""
    sources: csr_array
    """Z, the source of each answered segment: segments by sources."""
    dense: SinglePrecision
    """D: segments by dense features."""
    patterns: Matrix

    def kernel_product(self, dual: Matrix) -> Matrix:
        """Return K times the dual coefficients (segments by codes), from right to left: K is never formed."""
        single = dual.astype(np.float32)  # twice as fast, and far more precise than the answers are
        own, around = np.hsplit(self.words @ self.word_weights(single), 2)
        product = self.own @ own + self.around @ around + self.dense @ (self.dense.T @ single)
        return np.asarray(product + self.source_effects(single), dtype=np.float64)

    def source_effects(self, dual: Matrix | SinglePrecision) -> Matrix:
        """Return the random intercept of each segment's source, v * ZZ'a: segments by codes."""
        return np.asarray(self.sources @ (SOURCE_VARIANCE * (self.sources.T @ dual)), dtype=np.float64)

    def word_weights(self, dual: Matrix | SinglePrecision) -> SinglePrecision:
        """Return the words' weights, [OWN * W'S'a, AROUND * W'A'a]: buckets by twice the codes."""
        by_row = np.hstack([OWN * (self.own.T @ dual), AROUND * (self.around.T @ dual)])
        return np.asarray(self.transposed_words @ by_row)


def stack_features(features: Sequence[SegmentFeatures], answered: Sequence[int]) -> TrainingFeatures:
    """Return the features of the first `answered` segments of each source."""
    with_next = [
        min(count + 1, len(source.patterns)) for source, count in zip(features, answered, strict=True)
    ]
    sources = list(zip(features, answered, with_next, strict=True))
    words = csr_array(vstack([source.words[:rows] for source, _, rows in sources]))
    buckets, columns = np.unique(words.indices, return_inverse=True)
    words = csr_array(
        (words.data.astype(np.float32), columns, words.indptr), shape=(words.shape[0], len(buckets))
    )
    return TrainingFeatures(
        buckets=buckets,
        words=words,
        transposed_words=csr_array(words.T),
        own=csr_array(block_diag([eye_array(count, rows, dtype=np.float32) for _, count, rows in sources])),
        around=csr_array(
            block_diag([source.around[:count, :rows] for source, count, rows in sources]), dtype=np.float32
        ),
        sources=csr_array(block_diag([np.ones((count, 1), dtype=np.float32) for count in answered])),
        dense=np.vstack([source.dense[:count] for source, count, _ in sources]).astype(np.float32),
        patterns=np.vstack([source.patterns[:count] for source, count, _ in sources]),
    )


@dataclass(frozen=True, slots=True)
class FeatureWeights:
    """The fitted weights of the features that occur in training, for each code."""

    columns: NDArray[np.int32]
    """The row of each bucket in `words`; -1 for buckets that do not occur in training."""
    words: Matrix
    """Buckets by twice the codes: a word's weight in the segment itself, then around it."""
    dense: Matrix
    """Dense features by codes."""

    def apply(self, features: SegmentFeatures) -> Matrix:
        """Return X w, what the features add to the logits: segments by codes."""
        own, around = np.hsplit(self.select(features.words) @ self.words, 2)
        return np.asarray(own + features.around @ around + features.dense @ self.dense)

    def select(self, words: csr_array) -> csr_array:
        """Return TF-IDF with a column for each bucket that has weights; others count as 0."""
        columns = self.columns[words.indices]
        data = np.where(columns == _UNSEEN, 0.0, words.data)
        shape = (words.shape[0], len(self.words))
        return csr_array((data, np.maximum(columns, 0), words.indptr), shape=shape)


def project_weights(training: TrainingFeatures, dual: Matrix) -> FeatureWeights:
    """Return the weights w = X'a of the dual coefficients, without the sources' random intercepts."""
    columns = np.full(BUCKETS, _UNSEEN, dtype=np.int32)
    columns[training.buckets] = np.arange(len(training.buckets))
    words = np.asarray(training.word_weights(dual), dtype=np.float64)
    return FeatureWeights(columns, words, training.dense.T @ dual)
