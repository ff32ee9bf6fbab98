"""Segment counts of the words and word pairs of a whole project, and TF-IDF vectors made with them.

Words and pairs are counted in a million numbered buckets (feature hashing, Weinberger et al. 2009), so that
memory does not grow with the project; two frequent words hardly ever share a bucket.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from qualcode.model import Segment
from qualcode.suggesters.learning.meaning.latent_semantics import LatentSemantics
from qualcode.suggesters.patterns.spacy_tokens import Analyser, TokenArrays
from qualcode.suggesters.suggestion_limits import batches

_BITS = 20
BUCKETS = 1 << _BITS
_MINIMUM_SEGMENTS = 2
"""Words and pairs in fewer segments are left out: they cannot connect two segments."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio, the multiplier of Fibonacci hashing (Knuth 1998, section 6.4)."""
_BATCH = 256
_LARGEST_SAMPLE = 5_000
"""The largest number of segments that the latent semantics are fitted to: it bounds memory and time."""


class Vocabulary:
    """The number of the project's segments in which each bucket occurs, and what the words have in common."""

    def __init__(self) -> None:
        self._segment_counts = np.zeros(BUCKETS, dtype=np.int32)
        self._segments = 0
        self._sample = [csr_array((0, BUCKETS))]
        self._sampling_interval = 1
        self._semantics: LatentSemantics | None = None

    def add(self, tokens: TokenArrays) -> None:
        """Count some segments."""
        counts = _bucket_counts(tokens)
        self._segment_counts += np.bincount(counts.indices, minlength=BUCKETS).astype(np.int32)
        self._add_to_sample(counts)
        self._segments += len(tokens.segments)
        self._semantics = None

    @property
    def semantics(self) -> LatentSemantics:
        """The latent semantics of the words; fitted on first use, to at most 5,000 of the segments."""
        if self._semantics is None:
            self._semantics = LatentSemantics.fit(self._weighted(csr_array(vstack(self._sample))))
        return self._semantics

    @property
    def sample_size(self) -> int:
        """The number of segments that the latent semantics are fitted to."""
        return sum(counts.shape[0] for counts in self._sample)

    def _add_to_sample(self, counts: csr_array) -> None:
        """Keep every n-th segment of the project, with n doubled whenever the sample is full."""
        first = -self._segments % self._sampling_interval
        self._sample.append(counts[first :: self._sampling_interval])
        if self.sample_size > _LARGEST_SAMPLE:
            self._sample = [csr_array(vstack(self._sample))[::2]]
            self._sampling_interval *= 2

    def tfidf(self, tokens: TokenArrays) -> csr_array:
        """Return TF-IDF of lemma 1-2-grams, rows of length one: segments by buckets.

        TF = 1 + log(count); IDF = log((1 + segments) / (1 + segments with it)) + 1.
        """
        return self._weighted(_bucket_counts(tokens))

    def _weighted(self, counts: csr_array) -> csr_array:
        segment_counts = self._segment_counts[counts.indices]
        idf = np.log((1 + self._segments) / (1 + segment_counts)) + 1
        weights = np.where(segment_counts >= _MINIMUM_SEGMENTS, (1 + np.log(counts.data)) * idf, 0.0)
        weighted = csr_array((weights, counts.indices, counts.indptr), shape=counts.shape)
        weighted.eliminate_zeros()
        return unit_rows(weighted)


def count_vocabulary(analyser: Analyser, segments: Iterable[Segment]) -> Vocabulary:
    """Count the words of all segments of a project, in bounded memory."""
    vocabulary = Vocabulary()
    for batch in batches(segments, _BATCH):
        vocabulary.add(analyser.analyse(batch))
    return vocabulary


def unit_rows(matrix: csr_array) -> csr_array:
    """Return the matrix with each row divided by its length; empty rows stay empty."""
    # By a product of matrices it would take time for each of the columns, which are a million buckets.
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, weights=matrix.data**2, minlength=matrix.shape[0]))
    scales = 1 / np.where(lengths > 0, lengths, 1.0)
    return csr_array((matrix.data * scales[rows], matrix.indices, matrix.indptr), shape=matrix.shape)


def word_buckets(lemmas: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the bucket of each word: the upper 20 bits of its lemma id times a constant, modulo 2^64."""
    return ((lemmas * _GOLDEN) >> np.uint64(64 - _BITS)).astype(np.int64)


def bigram_buckets(lemmas: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the bucket of each word with the next one: one fewer than there are words."""
    return word_buckets(lemmas[:-1] * np.uint64(31) + lemmas[1:] * np.uint64(17))


def _bucket_counts(tokens: TokenArrays) -> csr_array:
    """Return how often each bucket occurs in each segment; pairs do not cross the end of a segment."""
    rows, lemmas = tokens.rows, tokens.lemmas
    same_segment = rows[1:] == rows[:-1]
    coordinates = (
        np.concatenate([rows, rows[1:][same_segment]]),
        np.concatenate([word_buckets(lemmas), bigram_buckets(lemmas)[same_segment]]),
    )
    shape = (len(tokens.segments), BUCKETS)
    counts = csr_array((np.ones(len(coordinates[0])), coordinates), shape=shape)
    counts.sum_duplicates()
    return counts
