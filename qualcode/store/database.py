"""The one seam to SQLite: opening, transactions, and its errors in words that a user can act on.

A write is on disk (WAL, synchronous=FULL) when `transaction` returns, or it never happened. Two processes
may write at once: the second waits. Nothing outside this package sees SQL.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from qualcode.errors import ConflictError, StorageError
from qualcode.store import connection as connecting
from qualcode.store import migrations
from qualcode.store.sqlite_errors import is_busy, reading, translated

Cell = str | int | float | None
Row = tuple[Cell, ...]
Record = dict[str, Cell]

_CACHE = "PRAGMA cache_size = -65536"  # 64 MB, so that an import in bulk does not wait for its own pages


class Database:
    """An open project database; close it, or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with reading(path):
            self._connection, self.writable = connecting.open_connection(path)
            try:
                migrations.migrate(self._connection, path, writable=self.writable)
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._connection.execute(_CACHE)
            except BaseException:
                self._connection.close()
                raise
        self._file = _identity(path)

    @classmethod
    def create(cls, path: Path) -> "Database":
        """Make a new, empty database at `path`; ConflictError where a file is there already."""
        taken = ConflictError(f"There is a database already: {path}.")
        if path.exists():
            raise taken
        # It appears under its name when it is whole: a database is never there half-made.
        partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        try:
            with translated(path), closing(sqlite3.connect(partial, isolation_level=None)) as connection:
                migrations.create(connection)
            connecting.publish(partial, path)
        except FileExistsError as error:
            raise taken from error
        finally:
            partial.unlink(missing_ok=True)
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
        with reading(self.path):
            return self._connection.execute(sql, values).fetchall()

    def records(self, sql: str, values: Sequence[Cell] = ()) -> list[Record]:
        """Return all rows of a query, each as a mapping from column to cell."""
        with reading(self.path):
            found = self._connection.execute(sql, values)
            columns = [str(column[0]) for column in found.description]
            return [dict(zip(columns, row, strict=True)) for row in found]

    def row(self, sql: str, values: Sequence[Cell] = ()) -> Row | None:
        """Return the first row of a query, if there is one."""
        with reading(self.path):
            found: Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def blob(self, sql: str, values: Sequence[Cell] = ()) -> bytes | None:
        """Return the bytes in the first cell that a query finds."""
        with reading(self.path):
            found: tuple[bytes] | None = self._connection.execute(sql, values).fetchone()
            return found[0] if found else None

    def execute(self, sql: str, values: Sequence[Cell | bytes] = ()) -> int:
        """Change rows inside a transaction; return how many were changed."""
        self._must_be_writing()
        return self._connection.execute(sql, values).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[Cell]]) -> int:
        """Run one statement for each row inside a transaction; return how many rows were changed."""
        self._must_be_writing()
        return self._connection.executemany(sql, rows).rowcount

    def insert(self, sql: str, values: Sequence[Cell]) -> int:
        """Insert one row inside a transaction; return its row number."""
        self._must_be_writing()
        return self._connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is on disk afterwards, or none; one inside another is part of that."""
        if self._connection.in_transaction:
            yield
            return
        if not self.writable:
            raise StorageError(
                f"The project's database is read-only: {self.path}.",
                "Copy the project to a folder you may write to, or ask for permission.",
            )
        if _identity(self.path) != self._file:
            # SQLite would write on, to a file that has no name any more.
            raise StorageError(
                f"The project's database has been removed, or another has taken its place: {self.path}.",
                "Nothing was changed. Put it back if it is gone, and open the project again.",
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

    def rows_written(self) -> int:
        """Return how many rows this connection has written so far."""
        return self._connection.total_changes

    def change_count(self) -> int:
        """Return a number that changes whenever another process has written."""
        row = self.row("PRAGMA data_version")
        return int(row[0] or 0) if row else 0

    def being_written(self) -> bool:
        """Whether another process is in the middle of writing, so that a transaction would have to wait."""
        if not self.writable:
            return False
        with reading(self.path):
            self._connection.execute("PRAGMA busy_timeout = 0")
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.execute("ROLLBACK")
            except sqlite3.OperationalError as error:
                if not is_busy(error):
                    raise
                return True
            finally:
                self._connection.execute(f"PRAGMA busy_timeout = {round(connecting.WAIT_SECONDS * 1000)}")
        return False

    def erase_traces(self) -> None:
        """Rewrite the file, so that deleted text is in no free page and not in the journal."""
        with translated(self.path):
            self._connection.execute("VACUUM")
            held = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if held:
            raise StorageError(
                f"Deleted words may still be in {self.path.name}-wal: another program has the project open.",
                "Close it; the words leave the disk when the last program that has the project open ends.",
            )

    def _must_be_writing(self) -> None:
        if not self._connection.in_transaction:
            raise AssertionError("writes belong inside a transaction")


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from any other that may come to have its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
