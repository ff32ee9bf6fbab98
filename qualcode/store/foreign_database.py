"""Databases of other programs: read from bytes in memory, never opened as files and never trusted.

Only ordinary tables are read. Views and triggers, which could compute without end, are not run.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from qualcode import untrusted
from qualcode.errors import ConflictError, UnreadableSourceError

HEADER = b"SQLite format 3\0"
_LIMIT = 400 * untrusted.MEGABYTE
_MAX_ROWS = 2_000_000
_MAX_STEPS = 2_000
"""Number of times 100,000 steps of SQLite may run for one table."""
_JOURNAL_BYTES = slice(18, 20)
"""Of the header: 2 if the database has a write-ahead log, which one in memory cannot have."""

ForeignRow = Mapping[str, object]
Tables = Mapping[str, list[ForeignRow]]


def read_database(path: Path) -> bytes:
    """Return the bytes of a database file; ConflictError if another program has not finished writing it."""
    log = path.with_name(f"{path.name}-wal")
    if log.is_file() and log.stat().st_size:
        raise ConflictError(
            f"{path.name} is open in another program, or was not closed.", "Close it there, and try again."
        )
    return untrusted.read_bytes(path, _LIMIT)


def read_tables(data: bytes, names: Iterable[str]) -> Tables:
    """Return the rows of these tables; a table that is missing has none. UnreadableSourceError if damaged."""
    if not data.startswith(HEADER):
        raise UnreadableSourceError("This is not an SQLite database.")
    patched = bytearray(data)
    patched[_JOURNAL_BYTES] = b"\x01\x01"
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(bytes(patched))
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LIMIT)
            connection.text_factory = lambda value: value.decode("utf-8", errors="replace")
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            existing = {str(name) for (name,) in rows}
            return {name: _rows(connection, name) if name in existing else [] for name in names}
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter for a name of a column
        raise UnreadableSourceError(
            f"The database is damaged ({error}).", "Open it in the program that made it, and save a copy."
        ) from error


def _rows(connection: sqlite3.Connection, table: str) -> list[ForeignRow]:
    remaining = [_MAX_STEPS]

    def stop() -> bool:
        remaining[0] -= 1
        return remaining[0] < 0

    connection.set_progress_handler(stop, 100_000)
    cursor = connection.execute(f'SELECT * FROM "{table}" LIMIT {_MAX_ROWS}')
    columns = [str(column[0]) for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
