"""Databases of other versions, of other programs, and damaged ones."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import ProjectVersionError, StorageError
from qualcode.store import history, migrations
from qualcode.store.database import Database, Row
from qualcode.store.records import codings, sources
from tests.support import stored_studies
from tests.support.programs import migrate_database, processes

NEWEST = migrate_database.NEWEST
COPY = f"qualcode-version-{NEWEST}.db"
PAGE = 8192
SECTOR = 512
JUNK = (bytes(SECTOR), b"\xff" * SECTOR, bytes(range(256)) * 2, b"some other file's words, " * 20 + bytes(12))
"""What a broken disk puts in a sector's place."""


@pytest.fixture
def closed(path: Path) -> Path:
    """A database of the newest version with two codings, closed properly."""
    with stored_studies.new_database(path) as database:
        stored_studies.import_marked(database, "R: We [took]{pursue} out a [line]{harm}.")
    return path


def query(path: Path, sql: str) -> list[Row]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def contents(path: Path) -> list[str]:
    """Return the whole database, schema and rows, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def altered(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_database_is_brought_to_the_newest_version_step_by_step(closed: Path) -> None:
    migrate_database.migrate(closed, migrate_database.STEPS)
    assert query(closed, "PRAGMA user_version") == [(NEWEST + 2,)]
    assert query(closed, "SELECT name, email FROM coders ORDER BY name") == [("ann", ""), ("step two", "")]
    assert query(closed, "SELECT name FROM teams") == [("a; b",)]
    assert query(closed, "SELECT code FROM codings ORDER BY code") == [("harm",), ("pursue",)]


def test_the_database_is_copied_before_the_first_migration(closed: Path) -> None:
    before = contents(closed)
    migrate_database.migrate(closed, migrate_database.STEPS)
    copy = closed.with_name(COPY)
    assert contents(copy) == before
    assert query(copy, "PRAGMA user_version") == [(NEWEST,)]
    with Database(copy) as database:
        assert len(codings.listing(database).rows) == 2


def test_the_copy_includes_the_write_ahead_log(closed: Path) -> None:
    with Database(closed) as database:
        stored_studies.import_marked(database, "R: It [came]{displacement} back.", name="two")
        migrate_database.migrate(closed, migrate_database.STEPS)
    copy = closed.with_name(COPY)
    assert query(copy, "SELECT count(*) FROM codings") == [(3,)]


def test_a_database_of_the_newest_version_is_left_alone_and_no_copy_is_made(closed: Path) -> None:
    migrate_database.migrate(closed, migrate_database.STEPS)
    closed.with_name(COPY).unlink()
    before = contents(closed)
    migrate_database.migrate(closed, migrate_database.STEPS)
    assert contents(closed) == before
    assert not list(closed.parent.glob("*-version-*"))


def test_a_step_may_rebuild_a_table_that_others_refer_to(closed: Path) -> None:
    step = (
        "CREATE TABLE new_coders (name TEXT PRIMARY KEY, made_at TEXT NOT NULL, team TEXT);\n"
        "INSERT INTO new_coders SELECT name, made_at, NULL FROM coders;\n"
        "DROP TABLE coders;\nALTER TABLE new_coders RENAME TO coders;\n"
    )
    migrate_database.migrate(closed, {NEWEST + 1: step})
    assert query(closed, "PRAGMA foreign_key_check") == []
    assert query(closed, "SELECT name, team FROM coders") == [("ann", None)]


@pytest.mark.parametrize("fault", ["INSERT INTO nowhere VALUES (1);", "SELECT 1", "NOT SQL;"])
def test_a_step_that_fails_leaves_the_file_as_it_was(closed: Path, fault: str) -> None:
    before = contents(closed)
    with pytest.raises(sqlite3.OperationalError):
        migrate_database.migrate(
            closed, {**migrate_database.STEPS, NEWEST + 3: f"CREATE TABLE more (x);\n{fault}"}
        )
    assert contents(closed) == before
    assert query(closed, "PRAGMA user_version") == [(NEWEST,)]
    with Database(closed) as database:
        assert len(codings.listing(database).rows) == 2


def test_two_processes_that_migrate_at_once_take_each_step_once(closed: Path) -> None:
    before = contents(closed)
    both = [processes.start("migrate_database.py", closed) for _ in range(2)]
    assert [process.communicate(timeout=60) for process in both] == [("", ""), ("", "")]
    assert [process.returncode for process in both] == [0, 0]
    assert query(closed, "PRAGMA user_version") == [(NEWEST + 2,)]
    assert query(closed, "SELECT count(*) FROM coders WHERE name = 'step two'") == [(1,)]
    assert contents(closed.with_name(COPY)) == before
    assert not list(closed.parent.glob("*.partial"))


def test_a_failed_copy_stops_the_migration(closed: Path) -> None:
    before = contents(closed)
    closed.with_name(COPY).mkdir()
    with pytest.raises(StorageError, match="Cannot copy the project's database"):
        migrate_database.migrate(closed, migrate_database.STEPS)
    assert contents(closed) == before


def test_a_read_only_database_that_must_be_migrated_is_refused(closed: Path) -> None:
    with (
        closing(sqlite3.connect(closed, isolation_level=None)) as connection,
        pytest.raises(StorageError, match="must be migrated to a newer version, but is read-only"),
    ):
        migrations.migrate(connection, closed, writable=False, scripts=migrate_database.STEPS)


def test_the_steps_that_are_shipped_lead_from_each_version_to_the_next() -> None:
    scripts = migrations.migration_scripts()
    assert sorted(scripts) == list(range(2, migrations.newest_version(scripts) + 1))


def test_a_database_of_a_newer_version_is_refused_and_not_touched(closed: Path) -> None:
    altered(closed, "PRAGMA user_version = 99")
    before = closed.read_bytes()
    with pytest.raises(ProjectVersionError, match="database has version 99") as caught:
        Database(closed)
    assert "Install the newest qualcode" in caught.value.hint
    assert closed.read_bytes() == before


def test_another_programs_database_is_refused_and_not_touched(path: Path) -> None:
    altered(path, "CREATE TABLE songs (name)", "INSERT INTO songs VALUES ('x')")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="not a qualcode database"):
        Database(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["qualcode.db"]


@pytest.mark.parametrize(
    "data", [b"", b"x", b"Int: not a database\n" * 500, b"SQLite format 3\x00" + bytes(90)]
)
def test_a_file_that_is_no_database_is_refused_and_not_touched(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(StorageError) as caught:
        Database(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == data


def test_a_folder_with_the_databases_name_is_refused(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StorageError):
        Database(path)


def read_all(path: Path) -> list[str]:
    """Read everything; return what is said to be wrong, by the database or by a clear error."""
    try:
        with Database(path) as database:
            problems = database.problems()
            stored_studies.all_rows(database)
            codings.listing(database)
            sources.summaries(database)
            history.acts(database)
            return problems
    except StorageError as error:
        return [error.message]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page_count=st.integers(0, 200))
def test_a_truncated_file_is_noticed_with_a_clear_error(closed: Path, page_count: int) -> None:
    content = closed.read_bytes()
    pages = len(content) // PAGE
    try:
        closed.write_bytes(content[: page_count % pages * PAGE])
        assert read_all(closed) != []
    finally:
        closed.write_bytes(content)
        for left in closed.parent.glob("*-*"):
            left.unlink()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_with_damaged_sectors_is_read_or_is_a_clear_error(closed: Path, data: st.DataObject) -> None:
    content = closed.read_bytes()
    damaged = bytearray(content)
    for sector in data.draw(st.lists(st.integers(0, len(content) // SECTOR - 1), min_size=1, max_size=4)):
        damaged[sector * SECTOR : (sector + 1) * SECTOR] = data.draw(st.sampled_from(JUNK))
    try:
        closed.write_bytes(damaged)
        assert all(read_all(closed))
    finally:
        closed.write_bytes(content)
        for left in closed.parent.glob("*-*"):
            left.unlink()
