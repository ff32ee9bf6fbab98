"""Erasures under way: sources and cases that are to leave the project, and have not left it completely.

A record is written before the first file is deleted and removed after the last trace is gone, so that an
erasure that was interrupted can be completed.
"""

import json
from contextlib import suppress
from typing import NamedTuple

from qualcode.errors import StorageError
from qualcode.model import SourceId
from qualcode.store.database import Database
from qualcode.store.records.erasing.removed_sources import SourceFile
from qualcode.text.command_arguments import argument


class Erasure(NamedTuple):
    """A source or a case that is being erased, and its number of codings when that began."""

    source: SourceFile
    """Of a case it has the id and the name, and no file."""
    codings: int = 0
    cases: tuple[str, ...] = ()
    """The cases that are erased with the source."""

    @property
    def is_of_case(self) -> bool:
        """Whether it is of a case, not of a source with its cases."""
        return not self.source.file_name

    @property
    def command(self) -> str:
        """The command that completes it."""
        noun = "cases" if self.is_of_case else "sources"
        return f"qualcode {noun} remove {argument(self.source.name)} --erase"


def begin(database: Database, erasure: Erasure) -> None:
    """Record that the erasure of a source or a case has begun."""
    source = erasure.source
    with database.transaction():
        database.execute(
            """INSERT OR IGNORE INTO erasures (source_id, name, file_name, file_sha256, codings, cases)
               VALUES (?, ?, ?, ?, ?, ?)""",
            (
                source.id,
                source.name,
                source.file_name,
                source.file_sha256,
                erasure.codings,
                json.dumps(erasure.cases, ensure_ascii=False),
            ),
        )


def record_cases(database: Database, erasure: Erasure) -> None:
    """Record which cases are erased with the source, in the transaction that erases them."""
    database.execute(
        "UPDATE erasures SET cases = ? WHERE source_id = ?",
        (json.dumps(erasure.cases, ensure_ascii=False), erasure.source.id),
    )


def under_way(database: Database) -> list[Erasure]:
    """Return the erasures that have begun and are not complete."""
    rows = database.rows(
        "SELECT source_id, name, file_name, file_sha256, codings, cases FROM erasures "
        "WHERE name <> '' ORDER BY name"
    )
    return [
        Erasure(
            source=SourceFile(
                id=SourceId(str(row[0])), name=str(row[1]), file_name=str(row[2]), file_sha256=str(row[3])
            ),
            codings=int(row[4] or 0),
            cases=tuple(json.loads(str(row[5]))),
        )
        for row in rows
    ]


def complete(database: Database, erasure: Erasure) -> None:
    """Remove the names from the record of an erasure, then the record."""
    with database.transaction():
        database.execute(
            "UPDATE erasures SET name = '', file_name = '', cases = '[]' WHERE source_id = ?",
            (erasure.source.id,),
        )
    finish(database)


def finish(database: Database) -> None:
    """Remove the records without names, once no earlier state of them is on the disk.

    Where another program has the project open, they stay until the project is opened again.
    """
    if not database.row("SELECT 1 FROM erasures WHERE name = ''"):
        return
    with suppress(StorageError):
        database.truncate_log()
        with database.transaction():
            database.execute("DELETE FROM erasures WHERE name = ''")
