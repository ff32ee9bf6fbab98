"""Removed sources in the history, whose text undo could restore."""

from typing import NamedTuple

from qualcode.model import SourceId
from qualcode.store.database import Database


class SourceFile(NamedTuple):
    """A source and the file that it was imported from, without its text."""

    id: SourceId
    name: str
    file_name: str
    file_sha256: str


def in_history(database: Database, *, name: str = "", file_sha256: str = "") -> list[SourceFile]:
    """Return the removed sources with this name or file that undo could restore, newest first."""
    rows = database.rows(
        """SELECT json_extract(before, '$.id') AS id, json_extract(before, '$.name') AS name,
               json_extract(before, '$.file_name'), json_extract(before, '$.file_sha256') AS hash, max(act)
           FROM changes WHERE subject = 'sources' AND after IS NULL AND (name = ? OR hash = ?)
               AND id NOT IN (SELECT id FROM sources)
           GROUP BY id ORDER BY max(act) DESC""",
        (name, file_sha256),
    )
    return [
        SourceFile(id=SourceId(str(row[0])), name=str(row[1]), file_name=str(row[2]), file_sha256=str(row[3]))
        for row in rows
    ]
