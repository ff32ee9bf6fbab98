"""Latent semantics: words that occur in the same segments of a study become alike (Deerwester et al. 1990).

A coding of "warrant" is then evidence for "arrest" in sources that were not read yet, without a model of the
language from elsewhere. The truncated singular value decomposition of the segments' TF-IDF, X = U S V', gives
each word a row of V; a segment's coordinates are those of its words, x V. They are used twice: the first 20
say what a segment is about, 100 are nearer to its words. Both are centred and have length one.

On two coded studies, what 100 coded turns suggest on unread sources covers .05 to .08 more of the codings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds
from threadpoolctl import threadpool_limits

Matrix = NDArray[np.float64]
_NEGLIGIBLE = 1e-5
"""Singular values that are this share of the largest are rounding errors, and so are shorter differences."""
_VIEWS: Mapping[int, float] = {20: 0.5, 100: 1.0}
"""Numbers of dimensions, ascending, and the prior variances of their weights."""
_UNSEEN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentSemantics:
    """The coordinates of a study's words."""

    columns: NDArray[np.int32]
    """The row of each bucket in `words`; -1 for buckets without coordinates."""
    words: NDArray[np.float32]
    """V: words by dimensions, those that explain most of the study first."""
    mean: Matrix
    """The mean of x V over the segments, for each dimension."""

    @classmethod
    def fit(cls, tfidf: csr_array) -> Self:
        """Decompose the TF-IDF of a study's segments, or of a sample of them: segments by buckets."""
        columns = np.full(tfidf.shape[1], _UNSEEN, dtype=np.int32)
        buckets, positions = np.unique(tfidf.indices, return_inverse=True)
        columns[buckets] = np.arange(len(buckets))
        known = csr_array((tfidf.data, positions, tfidf.indptr), shape=(tfidf.shape[0], len(buckets)))
        largest_rank = min(known.shape)
        words = np.zeros((len(buckets), 0))
        if known.nnz and largest_rank > 1:
            # The start vector is fixed, so that the same words always get the same coordinates.
            with threadpool_limits(limits=1, user_api="blas"):
                _, values, rows = svds(known, k=min(max(_VIEWS), largest_rank - 1), v0=np.ones(largest_rank))
            order = np.argsort(-values, kind="stable")
            words = rows[order[values[order] > _NEGLIGIBLE * values.max()]].T
        mean = (known @ words).sum(axis=0) / max(known.shape[0], 1)
        return cls(columns=columns, words=words.astype(np.float32), mean=mean)

    def coordinates(self, tfidf: csr_array) -> Matrix:
        """Return the coordinates in both views, scaled by sqrt(prior variance): segments by dimensions."""
        differences = self._known(tfidf) @ self.words - self.mean
        return _in_views(differences, differences)

    def word_effects(self, tfidf: csr_array, weights: Matrix) -> Matrix:
        """Return what each word of one segment adds to its log-odds, in the order of its buckets.

        `weights` are those of one code on dense features, of which the coordinates are the first.
        """
        known = self._known(tfidf)
        by_word = np.asarray(known.data[:, None] * self.words[known.indices], dtype=np.float64)
        differences = by_word.sum(axis=0, keepdims=True) - self.mean
        views = _in_views(by_word, differences)
        return np.asarray(views @ weights[: views.shape[1]])

    def _known(self, tfidf: csr_array) -> csr_array:
        columns = self.columns[tfidf.indices]
        data = np.where(columns == _UNSEEN, 0.0, tfidf.data)
        shape = (tfidf.shape[0], len(self.words))
        return csr_array((data, np.maximum(columns, 0), tfidf.indptr), shape=shape)


def _in_views(matrix: Matrix, differences: Matrix) -> Matrix:
    """Return the columns of each view, divided by the length that the rows of `differences` have in it."""
    views = []
    for dimensions, variance in _VIEWS.items():
        lengths = np.linalg.norm(differences[:, :dimensions], axis=1, keepdims=True)
        views.append(
            matrix[:, :dimensions] * np.sqrt(variance) / np.where(lengths > _NEGLIGIBLE, lengths, np.inf)
        )
    return np.hstack(views)
