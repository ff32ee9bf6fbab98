"""Connecting to a database file: for writing where that is allowed, for reading where it is not."""

import os
import sqlite3
from pathlib import Path

from qualcode.errors import StorageError
from qualcode.store import migrations
from qualcode.store.sqlite_errors import is_read_only

WAIT_SECONDS = 30.0


def open_connection(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Return a connection, and whether it can write."""
    # SQLite itself must not be asked where the file is read-only: it would leave a read-only -shm file
    # behind, which keeps everybody from writing even after the file has been made writable again.
    if os.access(path, os.W_OK):
        try:
            return _for_writing(path), True
        except sqlite3.OperationalError as error:
            if not is_read_only(error):
                raise
    return _for_reading(path), False


def _for_writing(path: Path) -> sqlite3.Connection:
    connection = _connect(path, "mode=rw")
    try:
        migrations.check_application_id(connection, path)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _for_reading(path: Path) -> sqlite3.Connection:
    log, index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    if log.exists() and index.exists():
        return _connect(path, "mode=ro")
    if log.exists() and log.stat().st_size:
        raise StorageError(
            f"The last changes of the project are still in {log.name}, and may not be merged here: {path}.",
            "Copy the whole project to a folder you may write to, and open it there.",
        )
    # Nobody writes: without this, SQLite would want to make a -shm file, which it may not here.
    return _connect(path, "mode=ro&immutable=1")


def _connect(path: Path, how: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)


def publish(partial: Path, path: Path) -> None:
    """Give the finished file its name; FileExistsError where another process was faster."""
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as a memory stick's
        partial.rename(path)
