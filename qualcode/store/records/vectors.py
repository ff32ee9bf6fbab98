"""Sentence vectors of each source: kept because they are slow to compute; not part of the history.

They are derived from confidential words, and so go when their source goes (and leave the disk when it is
erased).
"""

from qualcode.model import SourceId
from qualcode.store.database import Database


def of_source(database: Database, source: SourceId, made_of: str) -> bytes | None:
    """Return a source's vectors, unless they were made of something else."""
    return database.blob("SELECT vectors FROM vectors WHERE source_id = ? AND made_of = ?", (source, made_of))


def write(database: Database, source: SourceId, made_of: str, vectors: bytes) -> None:
    """Keep a source's vectors in the place of earlier ones; nothing where the source has been removed."""
    with database.transaction():
        database.execute(
            "INSERT OR REPLACE INTO vectors SELECT id, ?, ? FROM sources WHERE id = ?",
            (made_of, vectors, source),
        )
