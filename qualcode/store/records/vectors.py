"""Cache of each source's sentence vectors; not part of the history.

They are derived from confidential text, and so are deleted with their source, and erased with it.
"""

from qualcode.model import SourceId
from qualcode.store.database import Database


def of_source(database: Database, source: SourceId, made_of: str) -> bytes | None:
    """Return a source's vectors; None if there are none with this digest of encoder and texts."""
    return database.blob("SELECT vectors FROM vectors WHERE source_id = ? AND made_of = ?", (source, made_of))


def write(database: Database, source: SourceId, made_of: str, vectors: bytes) -> None:
    """Replace a source's vectors; nothing is written if the source has been removed."""
    with database.transaction():
        database.execute(
            "INSERT OR REPLACE INTO vectors SELECT id, ?, ? FROM sources WHERE id = ?",
            (made_of, vectors, source),
        )
