"""Erasures under way: sources that are to leave the project for good, and have not left it completely.

A record is written before the first file is deleted and removed after the last trace is gone, so that an
erasure that was interrupted can be completed.
"""

from contextlib import suppress
from dataclasses import dataclass

from qualcode.errors import StorageError
from qualcode.model import SourceId
from qualcode.store.database import Database
from qualcode.store.records.sources import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A source that is being erased, and its number of codings when that began."""

    source: SourceFile
    codings: int


def begin(database: Database, erasure: Erasure) -> None:
    """Record that the erasure of a source has begun."""
    source = erasure.source
    with database.transaction():
        database.execute(
            "INSERT OR IGNORE INTO erasures VALUES (?, ?, ?, ?, ?)",
            (source.id, source.name, source.file_name, source.file_sha256, erasure.codings),
        )


def under_way(database: Database) -> list[Erasure]:
    """Return the erasures that have begun and are not complete."""
    rows = database.rows(
        "SELECT source_id, name, file_name, file_sha256, codings FROM erasures ORDER BY name"
    )
    return [
        Erasure(
            source=SourceFile(
                id=SourceId(str(row[0])), name=str(row[1]), file_name=str(row[2]), file_sha256=str(row[3])
            ),
            codings=int(row[4] or 0),
        )
        for row in rows
    ]


def complete(database: Database, erasure: Erasure) -> None:
    """Remove the record of an erasure, and its name from the write-ahead log."""
    with database.transaction():
        database.execute("DELETE FROM erasures WHERE source_id = ?", (erasure.source.id,))
    with suppress(StorageError):  # the log holds no words any more, and is emptied when the project is closed
        database.truncate_log()
