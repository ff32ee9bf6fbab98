"""Sentence vectors of a project's segments, computed once per source and stored in the database."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import groupby
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from qualcode.model import Segment, SourceId, Span
from qualcode.store.database import Database
from qualcode.store.records import vectors
from qualcode.suggesters.learning.meaning.sentence_vectors import SentenceVectors

_STORED_TYPE = np.dtype("<f2")
"""Half the size of single precision; similarities then differ in their fourth decimal."""


class CachedVectors:
    """An encoder of the project's own segments that computes only missing vectors; holds one source."""

    def __init__(
        self, database: Database, segments_of: Callable[[Database, SourceId], Sequence[Segment]]
    ) -> None:
        self._database = database
        self._segments_of = segments_of
        self._encoder = SentenceVectors()
        self._source: SourceId | None = None
        self._rows: dict[Span, int] = {}
        self._vectors: NDArray[np.float16] = np.zeros((0, 0), dtype=np.float16)

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the vectors of texts that need not be in any source, one row per text."""
        return self._encoder.encode_texts(texts)

    def encode(self, segments: Sequence[Segment]) -> NDArray[np.float64]:
        """Return one row per segment."""
        by_source = [
            self._of_source(source)[[self._rows[segment.span] for segment in group]]
            for source, group in groupby(segments, key=attrgetter("source"))
        ]
        return np.vstack(by_source).astype(np.float64)

    def _of_source(self, source: SourceId) -> NDArray[np.float16]:
        if source != self._source:
            segments = self._segments_of(self._database, source)
            self._vectors = self._stored_or_computed(source, [segment.text for segment in segments])
            self._rows = {segment.span: row for row, segment in enumerate(segments)}
            self._source = source
        return self._vectors

    def _stored_or_computed(self, source: SourceId, texts: Sequence[str]) -> NDArray[np.float16]:
        """Return the stored vectors if encoder and texts are the same, else compute and store them."""
        digest = sha256("\0".join([self._encoder.version, *texts]).encode()).hexdigest()
        stored = vectors.of_source(self._database, source, digest)
        if stored is not None:
            return np.frombuffer(stored, dtype=_STORED_TYPE).reshape(len(texts), -1)
        computed = self._encoder.encode_texts(texts).astype(_STORED_TYPE)
        if self._database.writable:
            vectors.write(self._database, source, digest, computed.tobytes())
        return computed
