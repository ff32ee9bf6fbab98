"""Migrations of the database's schema: version 1 is the first, each later version one numbered file.

A migration is a file `NNNN_what.sql` in this folder that leads from version N-1 to version N. Before the
first one runs, the database is copied beside itself as `qualcode-version-N.db`; all of them run in one
transaction. A new database is made from `schema.sql` alone, which is always the newest version.

To add a migration:

1. Write `NNNN_what.sql` here, with N one above the newest version: plain SQL statements, each ending in a
   semicolon at the end of a line. No BEGIN or COMMIT, and no PRAGMA user_version: both are added. Foreign
   keys are not enforced while it runs, so that a table may be rebuilt: create, copy, drop, rename.
2. Change `schema.sql` to what the migration leads to; a column added with ALTER TABLE comes last there.
3. The history holds rows as JSON objects of their columns, and undo writes them back. A new column needs a
   default for rows that it restores; for a column or table that is renamed or removed, the migration
   also updates `changes.before`, `changes.after` and `changes.subject`, and `row_changes.TABLES` follows.
4. Run `tests/store/test_version_1.py`: it migrates the project of version 1 in `tests/store/fixtures`,
   compares its schema with a new database's, and undoes and redoes acts recorded before the migration.
   Keep that database as it is, and add a project of the version that this one replaces beside it.
"""

import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from qualcode.errors import ProjectVersionError, StorageError
from qualcode.model import new_id
from qualcode.store.clock import now
from qualcode.store.sqlite_errors import write_access_hint

APPLICATION_ID = 0x51_43_4F_44  # "QCOD": by it `file` and qualcode recognise the database
_NAMESPACE = uuid.UUID("5b1f6a52-3c0e-4d8a-9a3c-7f2d90c1e6b4")
"""The namespace of UUIDs that are derived from content; it never changes."""


def migration_scripts() -> dict[int, str]:
    """Return the SQL of each migration by the version that it leads to."""
    paths = Path(__file__).parent.glob("*.sql")
    return {int(path.name.split("_")[0]): path.read_text(encoding="utf-8") for path in paths}


def newest_version(scripts: dict[int, str]) -> int:
    """Return the version that these migrations lead to."""
    return max(scripts, default=1)


def create(connection: sqlite3.Connection) -> None:
    """Create every table in an empty database."""
    schema = Path(__file__).parents[1].joinpath("schema.sql").read_text(encoding="utf-8")
    connection.execute("PRAGMA page_size = 8192")  # rows of codings are long: fewer pages, a sixth less time
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("BEGIN IMMEDIATE")
    for statement in _statements(f"{schema}\n{_version_pragmas(newest_version(migration_scripts()))}"):
        connection.execute(statement)
    connection.execute("INSERT INTO study VALUES (?, ?)", (new_id(), now()))
    connection.execute("COMMIT")


def check_application_id(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StorageError unless the file has the application id of qualcode."""
    foreign = connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID
    if foreign or _version(connection) < 1:
        raise StorageError(f"This file is not a qualcode database: {path}.", "Put back a copy from a backup.")


def migrate(
    connection: sqlite3.Connection, path: Path, *, writable: bool, scripts: dict[int, str] | None = None
) -> None:
    """Migrate the database to the newest version, after a copy of the file.

    ProjectVersionError if a newer program made it, StorageError if it is not a database of qualcode. Foreign
    keys must not be enforced, since a migration may rebuild a table that others refer to.
    """
    scripts = migration_scripts() if scripts is None else scripts
    check_application_id(connection, path)
    version = _version(connection)
    if version > newest_version(scripts):
        raise ProjectVersionError(
            f"This project was last used with a newer qualcode (its database has version {version}).",
            "Install the newest qualcode: pip install -U qualcode",
        )
    if version == newest_version(scripts):
        return
    if not writable:
        raise StorageError(
            f"This project's database must be migrated to a newer version, but is read-only: {path}.",
            write_access_hint(path),
        )
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have migrated it while this one waited for the lock.
        version = _version(connection)
        if version < newest_version(scripts):
            _back_up(path, _backup_path(path, str(version)))
        _add_functions(connection)
        for step in range(version + 1, newest_version(scripts) + 1):
            for statement in _statements(f"{scripts[step]}\n{_version_pragmas(step)}"):
                connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def backup_copies(path: Path) -> tuple[Path, ...]:
    """Return the copies of this database that were made before migrations."""
    return tuple(sorted(path.parent.glob(_backup_path(path, "[0-9]*").name)))


def _backup_path(path: Path, version: str) -> Path:
    return path.with_name(f"{path.stem}-version-{version}{path.suffix}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(sql: str) -> Iterator[str]:
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _add_functions(connection: sqlite3.Connection) -> None:
    """Let migrations make UUIDs: at random, or from content, so that two copies of a project get the same."""
    connection.create_function("new_uuid", 0, new_id)
    connection.create_function("content_uuid", -1, _content_uuid, deterministic=True)


def _content_uuid(*content: object) -> str:
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join("" if cell is None else str(cell) for cell in content)))


def _version_pragmas(version: int) -> str:
    return f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {version};"


def _back_up(path: Path, copy: Path) -> None:
    """Copy the database while this process holds the write lock, so that the copy is of one state."""
    partial = copy.with_name(f".{copy.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch()
        shutil.copymode(path, partial)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
            source.backup(target)
        partial.replace(copy)
    except OSError as error:
        raise StorageError(f"Cannot copy the project's database to {copy}: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
