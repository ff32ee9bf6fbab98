"""The words of a whole project, coded or not: in how many segments each word and each pair of words stands.

Words and pairs are counted in numbered boxes (feature hashing, Weinberger et al. 2009), so that memory does
not grow with the project; with a million boxes, two frequent words hardly ever share one.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from qualcode.model import Segment
from qualcode.suggesters.patterns.spacy_tokens import Analyser, TokenArrays
from qualcode.suggesters.suggestion_limits import batches

_BITS = 20
BUCKETS = 1 << _BITS
_RARE = 2
"""A word or pair that stands in fewer segments than this can tie nothing together."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_BATCH = 256


class Vocabulary:
    """In how many of the project's segments each box is filled."""

    def __init__(self) -> None:
        self._holding = np.zeros(BUCKETS, dtype=np.int32)
        self._segments = 0

    def add(self, reading: TokenArrays) -> None:
        """Count the segments of a reading."""
        counts = _counts(reading)
        self._holding += np.bincount(counts.indices, minlength=BUCKETS).astype(np.int32)
        self._segments += len(reading.segments)

    def tfidf(self, reading: TokenArrays) -> csr_array:
        """Return lemma 1-2-grams as logarithmic tf-idf with rows of length one: segments by boxes."""
        counts = _counts(reading)
        holding = self._holding[counts.indices]
        rarity = np.log((1 + self._segments) / (1 + holding)) + 1
        counts.data = np.where(holding >= _RARE, (1 + np.log(counts.data)) * rarity, 0.0)
        counts.eliminate_zeros()
        return unit_rows(counts)


def count_vocabulary(analyser: Analyser, segments: Iterable[Segment]) -> Vocabulary:
    """Count the words of all segments of a project, in bounded memory."""
    vocabulary = Vocabulary()
    for batch in batches(segments, _BATCH):
        vocabulary.add(analyser.read(batch))
    return vocabulary


def unit_rows(table: csr_array) -> csr_array:
    """Return the table with each row divided by its length; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return csr_array(diags_array(1 / np.where(lengths > 0, lengths, 1.0)) @ table)


def word_buckets(lemmas: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the box of each word."""
    return ((lemmas * _GOLDEN) >> np.uint64(64 - _BITS)).astype(np.int64)


def bigram_buckets(lemmas: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the box of each word with the next one: one fewer than there are words."""
    return word_buckets(lemmas[:-1] * np.uint64(31) + lemmas[1:] * np.uint64(17))


def _counts(reading: TokenArrays) -> csr_array:
    """Return how often each box is filled in each segment; pairs do not reach over a segment's end."""
    rows, lemmas = reading.rows, reading.lemmas
    inside = rows[1:] == rows[:-1]
    places = (
        np.concatenate([rows, rows[1:][inside]]),
        np.concatenate([word_buckets(lemmas), bigram_buckets(lemmas)[inside]]),
    )
    counts = csr_array((np.ones(len(places[0])), places), shape=(len(reading.segments), BUCKETS))
    counts.sum_duplicates()
    return counts
