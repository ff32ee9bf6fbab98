"""What training segments lend to their likes, as a weight for each feature, so that any text can be read.

Sources differ in how often they have a code, whatever is said in them: each has a level of its own for each
code, a random effect (Henderson 1975; Breslow and Clayton 1993). It takes upon itself what was only that one
source's, so that a hundred of its segments are not taken for a hundred sources, and is then left aside: of a
new source nothing is known of it, and even within one it does not last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_diag, csr_array, eye_array, vstack

from qualcode.suggesters.learning.hashed_vocabulary import BUCKETS
from qualcode.suggesters.learning.logistic_models import Matrix
from qualcode.suggesters.learning.segment_features import AROUND, OWN, SegmentFeatures

Singles = NDArray[np.float32]
_UNSEEN = -1
LEVEL = 0.25
"""The prior variance of a source's level: log-odds of .5 (in two coded studies they varied by .4 and .5)."""


@dataclass(frozen=True, slots=True)
class TrainingFeatures:
    """The features of all segments read, source under source."""

    seen: NDArray[np.int32]
    """Which boxes of words are filled at all, in order."""
    words: csr_array
    """Of the segments read and, in each source, the one after: it is around the last of them; by `seen`."""
    boxes: csr_array
    """The same table on its side: boxes by segments."""
    own: csr_array
    """Which row of `words` each segment read is."""
    around: csr_array
    """How much each row of `words` counts as being around each segment read."""
    sources: csr_array
    """Which source each segment read is of: segments by sources."""
    others: Singles
    patterns: Matrix

    def likeness(self, lent: Matrix) -> Matrix:
        """Multiply by how alike the segments are, X X', which is never made: it grows with their square."""
        single = lent.astype(np.float32)  # twice as fast, and far finer than the answers are
        own, nearby = np.hsplit(self.words @ self.gathered(single), 2)
        alike = self.own @ own + self.around @ nearby + self.others @ (self.others.T @ single)
        return np.asarray(alike + self.levels(single), dtype=np.float64)

    def levels(self, lent: Matrix | Singles) -> Matrix:
        """Return what of it is each segment's source's own level."""
        return np.asarray(self.sources @ (LEVEL * (self.sources.T @ lent)), dtype=np.float64)

    def gathered(self, lent: Matrix | Singles) -> Singles:
        """Return the words' share of X' lent: boxes by twice the codes, own words, then those around."""
        by_row = np.hstack([OWN * (self.own.T @ lent), AROUND * (self.around.T @ lent)])
        return np.asarray(self.boxes @ by_row)


def stack_features(features: Sequence[SegmentFeatures], read: Sequence[int]) -> TrainingFeatures:
    """Return the features of the first so many segments of each source."""
    known = [min(count + 1, len(its.patterns)) for its, count in zip(features, read, strict=True)]
    parts = list(zip(features, read, known, strict=True))
    words = csr_array(vstack([its.words[:upto] for its, _, upto in parts]))
    seen, columns = np.unique(words.indices, return_inverse=True)
    words = csr_array(
        (words.data.astype(np.float32), columns, words.indptr), shape=(words.shape[0], len(seen))
    )
    return TrainingFeatures(
        seen=seen,
        words=words,
        boxes=csr_array(words.T),
        own=csr_array(block_diag([eye_array(count, upto, dtype=np.float32) for _, count, upto in parts])),
        around=csr_array(
            block_diag([its.around[:count, :upto] for its, count, upto in parts]), dtype=np.float32
        ),
        sources=csr_array(block_diag([np.ones((count, 1), dtype=np.float32) for count in read])),
        others=np.vstack([its.others[:count] for its, count, _ in parts]).astype(np.float32),
        patterns=np.vstack([its.patterns[:count] for its, count, _ in parts]),
    )


@dataclass(frozen=True, slots=True)
class FeatureWeights:
    """The weights of all features that training met, each for every code."""

    places: NDArray[np.int32]
    """Where each box of words stands in `words`; -1 where training never met it."""
    words: Matrix
    """Features by twice the codes: a word's weight in the segment itself, then around it."""
    others: Matrix

    def say(self, features: SegmentFeatures) -> Matrix:
        """Return what the features say together: segments by codes."""
        own, nearby = np.hsplit(self.narrowed(features.words) @ self.words, 2)
        return np.asarray(own + features.around @ nearby + features.others @ self.others)

    def narrowed(self, words: csr_array) -> csr_array:
        """Return words with only the boxes that have weights."""
        places = self.places[words.indices]
        data = np.where(places == _UNSEEN, 0.0, words.data)
        shape = (words.shape[0], len(self.words))
        return csr_array((data, np.maximum(places, 0), words.indptr), shape=shape)


def project_weights(lessons: TrainingFeatures, lent: Matrix) -> FeatureWeights:
    """Return the weights that make up what was lent, w = X' lent, without the sources' levels."""
    places = np.full(BUCKETS, _UNSEEN, dtype=np.int32)
    places[lessons.seen] = np.arange(len(lessons.seen))
    return FeatureWeights(
        places, np.asarray(lessons.gathered(lent), dtype=np.float64), lessons.others.T @ lent
    )
