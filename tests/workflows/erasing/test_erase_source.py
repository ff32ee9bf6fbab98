"""An erasure that is interrupted is known to everybody, and the same command completes it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from qualcode import notices
from qualcode.errors import NotFoundError, StorageError
from qualcode.model import CoderName
from qualcode.store import source_files
from qualcode.store.database import Database
from qualcode.store.project import Project, open_project
from qualcode.store.records import backups, sources
from qualcode.store.records.erasing import erasures, forget_source
from qualcode.workflows.check_project import check_project
from qualcode.workflows.project import create_project, undo_acts
from qualcode.workflows.sources.edit_sources import remove_source
from qualcode.workflows.sources.import_files import ImportOptions, import_files

ANN = CoderName("ann")
SECRET = b"elderberry"
WORDS = b"Int: Well?\nAnna: We grew elderberry there.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with two interviews; only the first has the secret word."""
    (tmp_path / "one.txt").write_bytes(WORDS)
    (tmp_path / "two.txt").write_bytes(WORDS.replace(SECRET, b"nothing"))
    with create_project.create(tmp_path / "study") as project:
        for _ in import_files(project, ANN, [tmp_path / "one.txt", tmp_path / "two.txt"], ImportOptions()):
            pass
        yield project


def files_with_secret(project: Project) -> list[str]:
    return sorted(
        str(path.relative_to(project.folder))
        for path in project.folder.rglob("*")
        if path.is_file() and SECRET in path.read_bytes()
    )


def names(project: Project) -> list[str]:
    return list(sources.ids_by_name(project.database))


@pytest.mark.parametrize(
    ("where", "what"),
    [
        (source_files, "sweep"),
        (source_files, "delete"),
        (sources, "remove"),
        (forget_source, "forget"),
        (Database, "erase_traces"),
        (erasures, "complete"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_an_erasure_that_fails_at_a_step_is_completed_by_the_same_command(
    project: Project, where: object, what: str
) -> None:
    with (
        patch.object(where, what, side_effect=StorageError("The disk is full", "Free some space.")),
        pytest.raises(StorageError, match="not erased completely") as caught,
    ):
        remove_source(project, ANN, "one", erase=True)
    assert "qualcode sources remove one --erase" in caught.value.hint
    assert "nothing was changed" not in str(caught.value)
    assert any("erasure was interrupted" in fault.problem for fault in check_project(project))
    heard: list[str] = []
    notices.set_listener(heard.append)
    with open_project(project.folder) as again:
        assert "sources remove one --erase" in heard[0]
        remove_source(again, ANN, "one", erase=True)
        assert erasures.under_way(again.database) == []
        assert check_project(again) == []
        assert names(again) == ["two"]
        while undo_acts.undo(again, ANN):
            assert "one" not in names(again)
    assert files_with_secret(project) == []


def test_a_source_that_was_removed_before_can_still_be_erased(project: Project) -> None:
    remove_source(project, ANN, "one")
    assert files_with_secret(project) != []
    remove_source(project, ANN, "one", erase=True)
    assert files_with_secret(project) == []
    with pytest.raises(NotFoundError):
        remove_source(project, ANN, "one", erase=True)


def test_erasing_takes_the_removed_versions_and_copies_of_the_file_along(
    project: Project, tmp_path: Path
) -> None:
    remove_source(project, ANN, "one")
    (tmp_path / "one.txt").write_bytes(WORDS + b"Anna: Elderberry, or elderberry again.\n")
    assert [one.error for one in import_files(project, ANN, [tmp_path / "one.txt"], ImportOptions())] == [
        None
    ]
    assert (project.sources_folder / "one.txt").read_bytes() == WORDS, "undo can restore the first version"
    shutil.copy(tmp_path / "one.txt", project.sources_folder / "copy of one.txt")
    remove_source(project, ANN, "one", erase=True)
    assert files_with_secret(project) == []
    assert [path.name for path in project.sources_folder.iterdir()] == ["two.txt"]


def test_erasing_names_the_backups_and_exported_tables_that_may_have_the_words(project: Project) -> None:
    backups.add(project.database, Path("/mnt/stick/study.zip"), "2026-01-02T03:04:05+00:00")
    project.tables_folder.mkdir()
    (project.tables_folder / "codings.csv").write_text("quote\n", encoding="utf-8")
    removed = remove_source(project, ANN, "one", erase=True)
    assert [str(backup.path) for backup in removed.backups] == ["/mnt/stick/study.zip"]
    assert [table.name for table in removed.tables] == ["codings.csv"]
