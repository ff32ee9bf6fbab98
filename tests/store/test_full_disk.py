"""When the disk is full: a clear error, nothing half-made, and everything works again once there is room."""

import sys
from pathlib import Path

import pytest

from qualcode.errors import StorageError
from qualcode.store.database import Database
from tests.support import stored_studies
from tests.support.programs import processes


def check(said: dict[str, object], error: str) -> None:
    acknowledged = int(str(said["acknowledged"]))
    assert acknowledged > 0
    assert str(said["error"]).startswith(error)
    assert "nothing was changed" in str(said["hint"])
    assert said["when_full"] == acknowledged
    assert said["after"] == said["changes"] == acknowledged + 7
    assert said["problems"] == []


def test_on_a_disk_that_is_really_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    small = processes.on_small_disk(disk, "2m")
    check(processes.told("fill_disk.py", disk, "disk", before=small), "The disk is full")


@pytest.mark.skipif(sys.platform == "win32", reason="limits on a process's files are POSIX's")
def test_when_a_file_may_grow_no_more(tmp_path: Path) -> None:
    check(processes.told("fill_disk.py", tmp_path, "limit"), "The data could not be written to disk")


def test_when_the_database_may_grow_no_more(tmp_path: Path) -> None:
    check(processes.told("fill_disk.py", tmp_path, "pages"), "The disk is full")


def test_a_database_that_there_is_no_room_for_is_not_left_half_made(path: Path) -> None:
    path.parent.joinpath("in the way").mkdir()
    with pytest.raises(StorageError):
        Database.create(path.parent / "in the way" / "nowhere" / "qualcode.db")
    assert [file.name for file in path.parent.rglob("*")] == ["in the way"]
    stored_studies.begun(path).close()
