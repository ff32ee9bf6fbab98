"""Connections to a database file: writable where the file system allows it, else read-only."""

import os
import sqlite3
from pathlib import Path

from qualcode.errors import StorageError
from qualcode.store import migrations
from qualcode.store.sqlite_errors import is_read_only

WAIT_SECONDS = 30.0


def open_connection(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Return a connection to the file, and whether it can write."""
    # Checked before SQLite opens a read-only file for writing: it would leave a read-only -shm file, which
    # prevents writing even after the database has been made writable again.
    if os.access(path, os.W_OK):
        try:
            return _writable(path), True
        except sqlite3.OperationalError as error:
            if not is_read_only(error):
                raise
    return _read_only(path), False


def _writable(path: Path) -> sqlite3.Connection:
    connection = _connect(path, "mode=rw")
    try:
        migrations.check_application_id(connection, path)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _read_only(path: Path) -> sqlite3.Connection:
    log, index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    if log.exists() and index.exists():
        return _connect(path, "mode=ro")
    if log.exists() and log.stat().st_size:
        raise StorageError(
            f"The last changes of the project are in {log.name}, and {path} is read-only.",
            "Copy the whole project to a folder that you may write to, and open it there.",
        )
    # Without `immutable`, SQLite would create a -shm file, which is not allowed here; nobody can write.
    return _connect(path, "mode=ro&immutable=1")


def _connect(path: Path, parameters: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{parameters}"
    return sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)


def publish(partial: Path, path: Path) -> None:
    """Rename the finished file to `path`; FileExistsError if another process created that first."""
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as FAT on a memory stick
        partial.rename(path)
