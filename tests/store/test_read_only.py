"""Read-only files and folders: reading works, writing is a clear error, and no file is left behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import StorageError
from qualcode.store.database import Database
from tests.support import stored_studies
from tests.support.programs import processes

REFUSED = "The project's database is read-only"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a database in which there are two codings, closed properly."""
    home = tmp_path / "study # 100%"
    home.mkdir()
    with stored_studies.new_database(home / "qualcode.db") as database:
        stored_studies.import_marked(database, "R: We [took]{pursue} out a [line]{harm}.")
    yield home
    home.chmod(0o755)


def unmerged(folder: Path) -> None:
    """Leave the last changes in the -wal file, as a process that was killed does."""
    aside = folder.parent / "aside"
    with Database(folder / "qualcode.db") as database:
        stored_studies.import_marked(database, "R: It [came]{displacement} back.", name="two")
        shutil.copytree(folder, aside)
    shutil.rmtree(folder)
    aside.rename(folder)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_read_only_file_can_be_read_and_a_write_is_a_clear_error(folder: Path) -> None:
    (folder / "qualcode.db").chmod(0o444)
    before = files(folder)
    result = processes.json_output("try_to_write.py", folder / "qualcode.db", before=processes.as_anybody())
    assert (result["read"], result["problems"], result["written"]) == (2, [], False)
    assert (result["kind"], str(result["error"]).startswith(REFUSED)) == ("StorageError", True)
    assert "Copy the project" in str(result["hint"])
    assert files(folder) == before


def test_a_file_that_was_read_only_can_be_written_when_it_no_longer_is(folder: Path) -> None:
    (folder / "qualcode.db").chmod(0o444)
    processes.json_output("try_to_write.py", folder / "qualcode.db", before=processes.as_anybody())
    (folder / "qualcode.db").chmod(0o644)
    result = processes.json_output("try_to_write.py", folder / "qualcode.db", before=processes.as_anybody())
    assert (result["written"], result["error"]) == (True, "")


def test_a_read_only_folder_can_be_read_and_a_write_is_a_clear_error(folder: Path) -> None:
    folder.chmod(0o555)
    before = files(folder)
    result = processes.json_output("try_to_write.py", folder / "qualcode.db", before=processes.as_anybody())
    assert (result["read"], result["problems"], result["written"]) == (2, [], False)
    assert str(result["error"]).startswith(REFUSED)
    assert files(folder) == before


def test_in_a_read_only_folder_the_write_ahead_log_is_read_too(folder: Path) -> None:
    unmerged(folder)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    result = processes.json_output("try_to_write.py", folder / "qualcode.db", before=processes.as_anybody())
    assert (result["read"], result["written"]) == (3, False)
    assert str(result["error"]).startswith(REFUSED)


def test_a_write_ahead_log_that_cannot_be_read_is_an_error(folder: Path) -> None:
    unmerged(folder)
    (folder / "qualcode.db-shm").unlink()
    folder.chmod(0o555)
    result = processes.json_output("try_to_write.py", folder / "qualcode.db", before=processes.as_anybody())
    assert (result["read"], result["kind"]) == (None, "StorageError")
    assert "The last changes of the project are in qualcode.db-wal" in str(result["error"])
    assert "Copy the whole project" in str(result["hint"])


def test_an_unreadable_file_is_a_clear_error(folder: Path) -> None:
    (folder / "qualcode.db").chmod(0o000)
    result = processes.json_output("try_to_write.py", folder / "qualcode.db", before=processes.as_anybody())
    assert (result["read"], result["kind"]) == (None, "StorageError")
    assert "that you may read it" in str(result["hint"])


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    result = processes.json_output("try_to_write.py", tmp_path / "qualcode.db")
    assert str(result["error"]).startswith("The project's database cannot be opened")
    assert list(tmp_path.iterdir()) == []


def test_opened_for_reading_nothing_in_the_folder_is_written(folder: Path) -> None:
    before = files(folder)
    database = Database(folder / "qualcode.db", read_only=True)
    assert codings(database) == 2
    assert files(folder) == before
    with pytest.raises(StorageError, match=REFUSED), database.transaction():
        pass
    database.close()
    assert files(folder) == before


def test_opened_for_reading_it_shows_what_another_program_writes(folder: Path) -> None:
    path = folder / "qualcode.db"
    with Database(path, read_only=True) as reader, Database(path, read_only=True) as second_reader:
        assert codings(reader) == 2
        with Database(path) as writer:
            stored_studies.import_marked(writer, "R: It [came]{displacement} back.", name="two")
            assert codings(reader) == 3
            stored_studies.import_marked(writer, "R: Then it [came]{displacement} back.", name="three")
            assert codings(reader) == codings(second_reader) == 4
        assert codings(reader) == 4


def test_opened_for_reading_it_shows_what_another_program_has_merged_into_the_file(folder: Path) -> None:
    path = folder / "qualcode.db"
    with Database(path, read_only=True) as reader:
        assert codings(reader) == 2
        for number in range(3):
            with Database(path) as writer:
                text = "R: It [came]{displacement} back. " + f"More {number}. " * 50_000
                stored_studies.import_marked(writer, text, name=f"more-{number}")
            assert codings(reader) == 3 + number
            assert reader.problems() == []
    assert [file.name for file in folder.iterdir()] == ["qualcode.db"]


def test_opened_for_reading_a_write_ahead_log_without_index_is_an_error_with_a_remedy(folder: Path) -> None:
    unmerged(folder)
    (folder / "qualcode.db-shm").unlink()
    with pytest.raises(StorageError, match="The last changes of the project are in") as raised:
        Database(folder / "qualcode.db", read_only=True)
    assert "qualcode status" in raised.value.hint
    Database(folder / "qualcode.db").close()
    with Database(folder / "qualcode.db", read_only=True) as database:
        assert codings(database) == 3


def codings(database: Database) -> int:
    row = database.row("SELECT count(*) FROM codings")
    assert row
    return int(row[0] or 0)
