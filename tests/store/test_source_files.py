"""Imported files in a project, and what a process that was killed leaves among them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import StorageError
from qualcode.files import staging_folder
from qualcode.store import project as stored
from qualcode.store import source_files
from qualcode.store.project import Project
from tests.support import stored_studies

NOBODY = 2**22 - 3
"""A process id that is above the default maximum of Linux, so that no process has it."""


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    """A project with a codebook without codes."""
    with stored.create(folder, "Study", "codes: []\n") as project:
        yield project


def files(project: Project) -> list[str]:
    return sorted(path.name for path in project.sources_folder.iterdir())


def abandoned(folder: Path, name: str = "") -> Path:
    """Make the staging folder of a process that has ended."""
    folder.mkdir(exist_ok=True)
    with staging_folder(folder) as own:
        host = own.name.split("-")[1]
    path = folder / (name or f".writing-{host}-{NOBODY}-abc")
    path.mkdir()
    return path


def test_a_file_stays_if_the_body_succeeds_and_goes_if_it_fails(project: Project) -> None:
    with source_files.stored_file(project, "one.txt", b"words"):
        pass
    with pytest.raises(ValueError, match="no"), source_files.stored_file(project, "two.txt", b"more"):
        raise ValueError("no")
    assert files(project) == ["one.txt"]


def test_a_file_that_was_in_place_before_is_not_taken_away(project: Project) -> None:
    (project.sources_folder / "one.txt").write_bytes(b"words")
    with pytest.raises(ValueError, match="no"), source_files.stored_file(project, "one.txt", b"words"):
        raise ValueError("no")
    assert files(project) == ["one.txt"]


def test_another_file_of_the_same_name_gets_a_name_of_its_own(project: Project) -> None:
    (project.sources_folder / "one.txt").write_bytes(b"words")
    assert source_files.free_file_name(project, "one.txt", b"words") == "one.txt"
    other = source_files.free_file_name(project, "one.txt", b"other")
    assert other.startswith("one-")
    assert other.endswith(".txt")


def test_a_folder_in_the_way_is_a_clear_error(project: Project) -> None:
    (project.sources_folder / "one.txt").mkdir()
    with (
        pytest.raises(StorageError, match="could not be written"),
        source_files.stored_file(project, "one.txt", b"words"),
    ):
        pass


@pytest.mark.parametrize("name", ["", ".writing-x7f_a2"], ids=["ended process", "older version"])
def test_what_a_killed_import_left_is_swept_with_its_copy(project: Project, name: str) -> None:
    staging = abandoned(project.sources_folder, name)
    (staging / "one.txt").write_bytes(b"words")
    os.link(staging / "one.txt", project.sources_folder / "one.txt")
    assert source_files.leftovers(project) == [project.sources_folder / "one.txt", staging]
    source_files.sweep(project)
    assert files(project) == []


def test_the_file_of_a_source_is_kept_when_its_staging_folder_is_swept(project: Project) -> None:
    source = stored_studies.import_marked(project.database, "R: Yes.", name="one").source
    staging = abandoned(project.sources_folder)
    (staging / source.file_name).write_bytes(b"words")
    os.link(staging / source.file_name, project.sources_folder / source.file_name)
    assert source_files.sweep(project) == [staging]
    assert files(project) == [source.file_name]


def test_the_folder_of_a_process_that_runs_is_not_swept(project: Project) -> None:
    with source_files.stored_file(project, "one.txt", b"words"):
        assert source_files.leftovers(project) == []


def test_unfinished_files_in_tables_and_beside_the_database_are_swept(project: Project) -> None:
    staging = abandoned(project.tables_folder)
    partial = project.folder / ".qualcode-version-1.db.partial"
    partial.write_bytes(b"words")
    assert source_files.sweep(project) == [staging, partial]
    assert source_files.leftovers(project) == []


def test_a_file_of_no_source_is_named_and_kept(project: Project) -> None:
    stray = project.sources_folder / "stray.txt"
    stray.write_bytes(b"words")
    source_files.sweep(project)
    assert source_files.unknown_files(project) == [stray]
