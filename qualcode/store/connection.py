"""Connections to a database file: writable where the file system allows it, else read-only.

SQLite's temporary files (of sorting and of VACUUM) hold words of the study: they go into the project's
folder, and for a read-only project into memory. Deleted text is overwritten at once (`secure_delete`).
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from qualcode.errors import StorageError
from qualcode.files import PRIVATE_FILE, storage_errors
from qualcode.store import migrations
from qualcode.store.sqlite_errors import is_read_only, write_access_hint

WAIT_SECONDS = 30.0

_temporary_folder: list[Path | None] = [None]
"""The folder that SQLite has for the temporary files of all connections of this process."""

FileState = tuple[int, int, int, int, bool]
"""Device, inode, size and modification time of a database file, and whether it has a write-ahead log."""


def open_connection(path: Path, *, read_only: bool = False) -> tuple[sqlite3.Connection, bool]:
    """Return a connection to the file, and whether it can write: not with `read_only`."""
    if read_only:
        return open_read_only(path), False
    # Checked before SQLite opens a read-only file for writing: it would leave a read-only -shm file, which
    # prevents writing even after the database has been made writable again.
    if os.access(path, os.W_OK):
        try:
            return _writable(path), True
        except sqlite3.OperationalError as error:
            if not is_read_only(error):
                raise
    return open_read_only(path), False


def file_state(path: Path) -> FileState | None:
    """Return what changes when a program writes to the database file; None if the file is missing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, _has_log(path)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    try:
        return log.stat().st_size > 0
    except OSError:
        return False


def _writable(path: Path) -> sqlite3.Connection:
    connection = _connect(path, "mode=rw")
    try:
        migrations.check_application_id(connection, path)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON").fetchone()
        _store_temporary_files(path.absolute().parent, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that creates no file; StorageError if only a writing one could read the log.

    If no other program has the database open, it is read without locks: the caller has to check with
    `file_state` that it did not change meanwhile.
    """
    log, index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    if log.exists() and index.exists():
        return _connect(path, "mode=ro")
    if _has_log(path):
        raise StorageError(
            f"The last changes of the project are in {log.name}, and {path} is read-only.",
            write_access_hint(path),
        )
    # Without `immutable`, SQLite would create a -wal and a -shm file.
    return _connect(path, "mode=ro&immutable=1")


def _connect(path: Path, parameters: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{parameters}"
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def keep_temporary_files_in(folder: Path) -> None:
    """Let SQLite write the temporary files of this process to a folder, from now on.

    The folder is one for all connections, so each has to name its own before it reads or writes. It is set
    by a connection of its own, since SQLite deletes the temporary tables and views of the one that sets it.
    """
    if _temporary_folder[0] is folder or _temporary_folder[0] == folder:  # the first is quick
        return
    quoted = str(folder).replace("'", "''")
    with closing(sqlite3.connect(":memory:")) as setter, suppress(sqlite3.OperationalError):
        setter.execute(f"PRAGMA temp_store_directory = '{quoted}'")
        _temporary_folder[0] = folder


def _store_temporary_files(folder: Path, connection: sqlite3.Connection) -> None:
    """Let SQLite keep temporary tables in files; memory stays their place if it cannot be told where."""
    keep_temporary_files_in(folder)
    if connection.execute("PRAGMA temp_store_directory").fetchone() == (str(folder),):
        connection.execute("PRAGMA temp_store = FILE")


def create_private_file(path: Path) -> None:
    """Create an empty file for its owner alone; SQLite gives its -wal and -shm files the same rights."""
    with storage_errors(path):
        path.unlink(missing_ok=True)
        path.touch(exist_ok=False)
        path.chmod(PRIVATE_FILE)


def publish(partial: Path, path: Path) -> None:
    """Rename the finished file to `path`; FileExistsError if another process created that first."""
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as FAT on a memory stick
        partial.rename(path)
