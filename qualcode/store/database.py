"""The SQLite database of a project: opening, queries, transactions, errors with a remedy.

A transaction is on disk (WAL, synchronous=FULL) when `transaction` returns, or has no effect. When two
processes write, the second waits. No SQL is written outside this package.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self, TypeVar

from qualcode import settings
from qualcode.errors import ConflictError, StorageError
from qualcode.store import blindness, migrations
from qualcode.store import connection as connecting
from qualcode.store.sqlite_errors import is_busy, reading, translated

Cell = str | int | float | None
Row = tuple[Cell, ...]
Record = dict[str, Cell]

Fetched = TypeVar("Fetched")

_UNLOCKED_READS = 100
"""Maximum number of attempts to read while another program writes."""
_CACHE = "PRAGMA cache_size = -65536"  # 64 MB, so that an import in bulk does not wait for its own pages


class Database:
    """An open project database and context manager that closes it; with `read_only` it creates no file."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._folder = path.absolute().parent
        self.viewer = ""
        """Who is looking, as a coder; empty for the coder that the command or the settings name."""
        self._default_viewer = settings.configured_coder()
        self._state = connecting.file_state(path)
        with reading(path):
            self._connection, self.writable = connecting.open_connection(path, read_only=read_only)
            try:
                migrations.migrate(self._connection, path, writable=self.writable)
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._prepare()
            except BaseException:
                self._connection.close()
                raise
        self._file = _identity(path)

    @classmethod
    def create(cls, path: Path) -> "Database":
        """Create an empty database at `path`; ConflictError if the file exists."""
        exists = ConflictError(f"There is a database already: {path}.")
        if path.exists():
            raise exists
        # Created under another name and renamed when complete, so that nobody opens half a schema.
        partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        try:
            connecting.create_private_file(partial)
            with translated(path), closing(sqlite3.connect(partial, isolation_level=None)) as connection:
                migrations.create(connection)
            connecting.publish(partial, path)
        except FileExistsError as error:
            raise exists from error
        finally:
            for suffix in ("", "-wal", "-shm"):
                partial.with_name(partial.name + suffix).unlink(missing_ok=True)
        return cls(path)

    @property
    def viewing_coder(self) -> str:
        """The coder from whom open rounds are hidden; empty if nobody is named."""
        return self.viewer or settings.acting_coder() or self._default_viewer

    @property
    def hides_something(self) -> bool:
        """Whether the viewer codes in an open round."""
        return blindness.is_blind(self._connection, self.viewing_coder)

    def _prepare(self) -> None:
        self._connection.execute(_CACHE)
        self._blindness_of: tuple[object, ...] = ()
        self._is_blind = False

    def _hide_open_rounds(self) -> None:
        """Hide what the viewer is not to see now, where that may have changed since the last query."""
        connection = self._connection
        if connection.in_transaction:
            return
        viewer = self.viewing_coder
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        state = (viewer, version, connection.total_changes)
        if state != self._blindness_of:
            self._reveal()
            if blindness.is_blind(connection, viewer):
                blindness.install(connection, viewer)
                self._is_blind = True
            self._blindness_of = state

    def _reveal(self) -> None:
        """Show everything, for a transaction: what is written depends on all rows."""
        if self._is_blind:
            blindness.remove(self._connection)
        self._is_blind, self._blindness_of = False, ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Cell] = ()) -> list[Row]:
        """Return all rows of a query."""
        return self._fetched(lambda connection: connection.execute(sql, values).fetchall())

    def records(self, sql: str, values: Sequence[Cell] = ()) -> list[Record]:
        """Return all rows of a query as mappings from column to cell."""

        def fetch(connection: sqlite3.Connection) -> list[Record]:
            cursor = connection.execute(sql, values)
            columns = [str(column[0]) for column in cursor.description]
            return [dict(zip(columns, row, strict=True)) for row in cursor]

        return self._fetched(fetch)

    def row(self, sql: str, values: Sequence[Cell] = ()) -> Row | None:
        """Return the first row of a query; None if there is none."""
        row: Row | None = self._fetched(lambda connection: connection.execute(sql, values).fetchone())
        return row

    def blob(self, sql: str, values: Sequence[Cell] = ()) -> bytes | None:
        """Return the bytes in the first cell of the first row of a query; None if there is no row."""
        row: tuple[bytes] | None = self._fetched(
            lambda connection: connection.execute(sql, values).fetchone()
        )
        return row[0] if row else None

    def execute(self, sql: str, values: Sequence[Cell | bytes] = ()) -> int:
        """Run a statement inside a transaction; return the number of changed rows."""
        self._require_transaction()
        return self._connection.execute(sql, values).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[Cell]]) -> int:
        """Run a statement for each row inside a transaction; return the number of changed rows."""
        self._require_transaction()
        return self._connection.executemany(sql, rows).rowcount

    def insert(self, sql: str, values: Sequence[Cell]) -> int:
        """Insert one row inside a transaction; return its rowid."""
        self._require_transaction()
        return self._connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside or nothing; a nested transaction is part of the outer one."""
        if self._connection.in_transaction:
            yield
            return
        if not self.writable:
            raise StorageError(
                f"The project's database is read-only: {self.path}.",
                "Copy the project to a folder that you may write to, or ask for permission.",
            )
        if _identity(self.path) != self._file:
            # SQLite would go on writing to the unlinked file.
            raise StorageError(
                f"The project's database has been removed or replaced: {self.path}.",
                "Nothing was changed. Put the file back if it is missing, and open the project again.",
            )
        with translated(self.path):
            self._reveal()
            connecting.keep_temporary_files_in(self._folder)
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def problems(self) -> list[str]:
        """Return the problems found by SQLite's integrity check and foreign key check."""
        problems = [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        problems += [
            f"a row of {row[0]} refers to a missing row of {row[2]}"
            for row in self.rows("PRAGMA foreign_key_check")
        ]
        return problems

    def rows_written(self) -> int:
        """Return the number of rows that this connection has written."""
        return self._connection.total_changes

    def change_count(self) -> int:
        """Return SQLite's data version, which changes when another process has written."""
        row = self.row("PRAGMA data_version")
        return int(row[0] or 0) if row else 0

    def being_written(self) -> bool:
        """Whether another process has an open write transaction, for which one here would wait."""
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

    def copy_to(self, path: Path) -> None:
        """Copy the database as it was last committed to a new file, while others may read and write."""
        connecting.create_private_file(path)
        with (
            translated(path),
            closing(connecting.open_read_only(self.path)) as source,
            closing(sqlite3.connect(path)) as target,
        ):
            source.backup(target)

    def erase_traces(self) -> None:
        """Rewrite the file, so that no free page and no journal holds deleted text."""
        with translated(self.path):
            connecting.keep_temporary_files_in(self._folder)
            self._connection.execute("VACUUM")
        self.truncate_log()

    def truncate_log(self) -> None:
        """Empty the write-ahead log, which holds earlier states of pages."""
        with translated(self.path):
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StorageError(
                f"Deleted text may still be in {self.path.name}-wal: another program has the project open.",
                "Close it; the text is removed when the last program that has the project open ends.",
            )

    def _fetched(self, fetch: Callable[[sqlite3.Connection], Fetched]) -> Fetched:
        """Return what `fetch` reads from one state of the database."""
        with reading(self.path):
            if not self.writable:
                return self._fetched_unlocked(fetch)
            connecting.keep_temporary_files_in(self._folder)
            self._hide_open_rounds()
            return fetch(self._connection)

    def _fetched_unlocked(self, fetch: Callable[[sqlite3.Connection], Fetched]) -> Fetched:
        """Read without locks: again, from a new connection, where another program wrote meanwhile."""
        for _ in range(_UNLOCKED_READS):
            state = connecting.file_state(self.path)
            if state != self._state:
                self._connection.close()
                self._connection = connecting.open_read_only(self.path)
                self._prepare()
                self._state = state
            try:
                self._hide_open_rounds()
                fetched = fetch(self._connection)
            except sqlite3.Error:  # pages of two states
                if connecting.file_state(self.path) == state:
                    raise
            else:
                if connecting.file_state(self.path) == state:
                    return fetched
        raise StorageError(
            f"Another program keeps writing to the project's database: {self.path}.",
            "Wait until it has finished, and try again.",
        )

    def _require_transaction(self) -> None:
        if not self._connection.in_transaction:
            raise AssertionError("writes belong inside a transaction")
        connecting.keep_temporary_files_in(self._folder)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return the device and inode of a file; None if it is missing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
