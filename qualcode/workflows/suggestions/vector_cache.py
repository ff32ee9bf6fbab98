"""Vectors: what sentence vectors say of a project's segments, computed once for each source and kept."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import groupby
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from qualcode.model import Segment, SourceId, Span
from qualcode.store.database import Database
from qualcode.store.records import vectors
from qualcode.suggesters.learning.sentence_vectors import SentenceVectors

_KEPT = np.dtype("<f2")
"""Half the room of single precision; a likeness then differs in its fourth decimal."""


class CachedVectors:
    """An encoder of the project's own segments that computes what is not kept yet; holds one source."""

    def __init__(
        self, database: Database, segments_of: Callable[[Database, SourceId], Sequence[Segment]]
    ) -> None:
        self._database = database
        self._segments_of = segments_of
        self._encoder = SentenceVectors()
        self._source: SourceId | None = None
        self._rows: dict[Span, int] = {}
        self._table: NDArray[np.float16] = np.zeros((0, 0), dtype=np.float16)

    def of(self, words: str) -> NDArray[np.float64]:
        """Return the vector of words that need not stand in any source."""
        return np.asarray(self._encoder.of([words])[0])

    def encode(self, segments: Sequence[Segment]) -> NDArray[np.float64]:
        """Return one row a segment."""
        parts = [
            self._of_source(source)[[self._rows[segment.span] for segment in its]]
            for source, its in groupby(segments, key=attrgetter("source"))
        ]
        return np.vstack(parts).astype(np.float64)

    def _of_source(self, source: SourceId) -> NDArray[np.float16]:
        if source != self._source:
            segments = self._segments_of(self._database, source)
            self._table = self._kept_or_made(source, [segment.text for segment in segments])
            self._rows = {segment.span: row for row, segment in enumerate(segments)}
            self._source = source
        return self._table

    def _kept_or_made(self, source: SourceId, texts: Sequence[str]) -> NDArray[np.float16]:
        made_of = sha256("\0".join([self._encoder.version, *texts]).encode()).hexdigest()
        kept = vectors.of_source(self._database, source, made_of)
        if kept is not None:
            return np.frombuffer(kept, dtype=_KEPT).reshape(len(texts), -1)
        made = self._encoder.of(texts).astype(_KEPT)
        if self._database.writable:
            vectors.write(self._database, source, made_of, made.tobytes())
        return made
