"""A full disk: a clear error, no partial writes, and normal work once there is space again."""

import sys
from pathlib import Path

import pytest

from qualcode.errors import StorageError
from qualcode.store.database import Database
from tests.support import stored_studies
from tests.support.programs import processes


def check(result: dict[str, object], error: str) -> None:
    acknowledged = int(str(result["acknowledged"]))
    assert acknowledged > 0
    assert str(result["error"]).startswith(error)
    assert "nothing was changed" in str(result["hint"])
    assert result["when_full"] == acknowledged
    assert result["after"] == result["changes"] == acknowledged + 7
    assert result["problems"] == []


def test_a_full_file_system(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    small = processes.on_small_disk(disk, "2m")
    check(processes.json_output("fill_disk.py", disk, "disk", before=small), "The disk is full")


@pytest.mark.skipif(sys.platform == "win32", reason="limits on a process's files are POSIX's")
def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    check(processes.json_output("fill_disk.py", tmp_path, "limit"), "The data could not be written to disk")


def test_a_limit_on_the_pages_of_the_database(tmp_path: Path) -> None:
    check(processes.json_output("fill_disk.py", tmp_path, "pages"), "The disk is full")


def test_a_database_that_cannot_be_created_leaves_no_file(path: Path) -> None:
    path.parent.joinpath("in the way").mkdir()
    with pytest.raises(StorageError):
        Database.create(path.parent / "in the way" / "nowhere" / "qualcode.db")
    assert [file.name for file in path.parent.rglob("*")] == ["in the way"]
    stored_studies.new_database(path).close()
