"""The one seam to SQLite: opening, transactions, and its errors in words that a user can act on.

A write is on disk (WAL, synchronous=FULL) when `transaction` returns, or it never happened. Two processes
may write at once: the second waits. Nothing outside this package sees SQL.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from qualcode.errors import ConflictError, StorageError
from qualcode.store import migrations

Cell = str | int | float | None
Row = tuple[Cell, ...]

WAIT_SECONDS = 30.0


class Database:
    """An open project database; close it, or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with translated(path):
            self._connection = self._opened()
            migrations.migrate(self._connection, path, writable=self.writable)

    def _opened(self) -> sqlite3.Connection:
        connection = _connect(f"{self.path.absolute().as_uri()}?mode=rw")
        self.writable = True
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute("PRAGMA synchronous = FULL")
        except sqlite3.OperationalError as error:
            connection.close()
            if not _is_refusal(error):
                raise
            # A read-only file is still good for reading; immutable, since no -shm file can be made beside it.
            self.writable = False
            connection = _connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    @classmethod
    def create(cls, path: Path) -> "Database":
        """Make a new, empty database at `path`; ConflictError where a file is there already."""
        if path.exists():
            raise ConflictError(f"There is a database already: {path}.")
        with translated(path):
            connection = sqlite3.connect(path, isolation_level=None)
            try:
                migrations.create(connection)
            finally:
                connection.close()
        return cls(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a transaction that is under way is rolled back."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Cell] = ()) -> list[Row]:
        """Return all rows of a query."""
        with translated(self.path):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Cell] = ()) -> Row | None:
        """Return the first row of a query, if there is one."""
        with translated(self.path):
            found: Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def execute(self, sql: str, values: Sequence[Cell] = ()) -> int:
        """Change rows inside a transaction; return how many were changed."""
        self._must_be_writing()
        return self._connection.execute(sql, values).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[Cell]]) -> None:
        """Run one statement for each row inside a transaction."""
        self._must_be_writing()
        self._connection.executemany(sql, rows)

    def insert(self, sql: str, values: Sequence[Cell]) -> int:
        """Insert one row inside a transaction; return its row number."""
        self._must_be_writing()
        return self._connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is on disk afterwards, or none of it."""
        if not self.writable:
            raise StorageError(
                f"The project's database is read-only: {self.path}.",
                "Copy the project to a folder you may write to, or ask for permission.",
            )
        with translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def problems(self) -> list[str]:
        """Ask SQLite itself whether the file is sound and every reference leads somewhere."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"a row of {row[0]} refers to a row of {row[2]} that is not there"
            for row in self.rows("PRAGMA foreign_key_check")
        ]
        return found

    def change_count(self) -> int:
        """Return a number that changes whenever another process has written."""
        row = self.row("PRAGMA data_version")
        return int(row[0] or 0) if row else 0

    def erase_traces(self) -> None:
        """Rewrite the file, so that deleted text is in no free page and not in the journal."""
        with translated(self.path):
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _must_be_writing(self) -> None:
        if not self._connection.in_transaction:
            raise AssertionError("writes belong inside a transaction")


def _connect(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)


def _is_refusal(error: sqlite3.Error) -> bool:
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"))


_REMEDIES = {
    "SQLITE_FULL": ("The disk is full", "Free some space and try again; nothing was changed."),
    "SQLITE_IOERR": ("The disk did not take the data", "Look for a full disk or quota; nothing was changed."),
    "SQLITE_READONLY": (
        "The project's database is read-only",
        "Copy the project to a folder you may write to, or ask for permission.",
    ),
    "SQLITE_BUSY": (
        "Another program has been writing to the project for too long",
        "Close it and try again; nothing was changed.",
    ),
    "SQLITE_CANTOPEN": ("The project's database cannot be opened", "Is it there, and may you read it?"),
    "SQLITE_NOTADB": ("This file is not a qualcode database", "Put back a copy from a backup."),
    "SQLITE_CORRUPT": (
        "The project's database is damaged",
        "Keep this file, put back a copy from a backup, and run `qualcode check`.",
    ),
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a StorageError that names the file and the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        for prefix, (message, hint) in _REMEDIES.items():
            if name.startswith(prefix):
                raise StorageError(f"{message}: {path}.", hint) from error
        raise
