"""Backups: complete, consistent while the project is in use, and refused when damaged."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from qualcode import notices
from qualcode.errors import ConflictError, InvalidFileError, UsageError
from qualcode.model import CodeKey, CoderName
from qualcode.store import backup_file
from qualcode.store.project import Project, open_project
from qualcode.store.records import backups, codings
from qualcode.workflows.check_project import check_project
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.project import back_up, create_project
from qualcode.workflows.project.current_codebook import read_codebook_file
from qualcode.workflows.sources.edit_sources import remove_source
from qualcode.workflows.sources.import_files import ImportOptions, import_files
from tests.support.coded_projects import ANN
from tests.support.coded_projects import project as coded_project

CODEBOOK = "codes:\n  - code: old # note\n  - code: other\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with an imported interview."""
    (tmp_path / "one.txt").write_text("Int: Well?\nAnna: We tried.\n", encoding="utf-8")
    with create_project.create(tmp_path / "study") as project:
        for _ in import_files(project, CoderName("ann"), [tmp_path / "one.txt"], ImportOptions()):
            pass
        yield project


@pytest.fixture
def archive(project: Project, tmp_path: Path) -> Path:
    """A backup of the project."""
    back_up.back_up(project, tmp_path / "study.zip")
    return tmp_path / "study.zip"


def contents(folder: Path) -> dict[str, bytes]:
    names = ("codebook.yaml", "qualcode.toml", "codebook.schema.json", "sources/one.txt")
    return {name: (folder / name).read_bytes() for name in names}


def test_a_restored_project_is_the_same_and_intact(project: Project, archive: Path, tmp_path: Path) -> None:
    with back_up.restore(archive, tmp_path / "new" / "copy") as restored:
        assert contents(restored.folder) == contents(project.folder)
        tables = "SELECT name, text, file_name FROM sources"
        assert restored.database.rows(tables) == project.database.rows(tables)
        assert check_project(restored) == []
        assert [backup.path for backup in backups.read_all(restored.database)] == [archive]
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "new" / "copy").rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert archive.stat().st_mode & 0o777 == 0o600


def test_the_file_of_a_removed_source_is_in_the_backup_and_undo_finds_it(
    project: Project, tmp_path: Path
) -> None:
    remove_source(project, CoderName("ann"), "one")
    manifest = back_up.back_up(project, tmp_path / "study.zip")
    assert "sources/one.txt" in manifest.files


def test_a_missing_file_is_said_and_the_rest_is_backed_up(project: Project, tmp_path: Path) -> None:
    (project.sources_folder / "one.txt").unlink()
    heard: list[str] = []
    notices.set_listener(heard.append)
    manifest = back_up.back_up(project, tmp_path / "study.zip")
    assert manifest.missing == ("sources/one.txt",)
    assert heard == ["1 original file missing: sources/one.txt."]


def test_an_existing_file_is_kept_unless_it_may_be_replaced(project: Project, archive: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(UsageError, match="already"):
        back_up.back_up(project, archive)
    assert archive.read_bytes() == before
    back_up.back_up(project, archive, replace=True)
    assert len(backups.read_all(project.database)) == 1


def test_nothing_is_restored_over_other_files(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").touch()
    with pytest.raises(ConflictError, match="something in"):
        back_up.restore(archive, tmp_path / "full")
    (tmp_path / "empty").mkdir()
    back_up.restore(archive, tmp_path / "empty").database.close()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_damaged_backup_is_refused_and_nothing_is_left(archive: Path, tmp_path: Path, share: float) -> None:
    data = bytearray(archive.read_bytes())
    position = int(share * len(data))
    data[position : position + 40] = bytes(40)
    for damaged in (bytes(data), archive.read_bytes()[:position]):
        archive.write_bytes(damaged)
        before = sorted(path.name for path in tmp_path.iterdir())
        with pytest.raises(InvalidFileError):
            back_up.restore(archive, tmp_path / "copy")
        assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["../evil", "/evil", "sources/../../evil", "C:/evil", "a\\..\\evil"])
def test_a_file_outside_the_project_is_refused(tmp_path: Path, name: str) -> None:
    manifest = {"name": "", "made_at": "", "files": {name: "0"}, "missing": [], "format": 1}
    with ZipFile(tmp_path / "evil.zip", "w") as zipped:
        zipped.writestr(name, "x")
        zipped.writestr(backup_file.MANIFEST, json.dumps(manifest))
    with pytest.raises(InvalidFileError, match="outside the project"):
        back_up.restore(tmp_path / "evil.zip", tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["evil.zip"]


def test_backups_of_a_project_in_use_have_codebook_and_codings_of_one_moment(tmp_path: Path) -> None:
    coded_project(tmp_path / "study", CODEBOOK, [(20, 5, ANN, "old"), (30, 5, ANN, "other")]).database.close()
    ended = threading.Event()

    def rename_again_and_again() -> None:
        with open_project(tmp_path / "study") as study:
            names = [CodeKey("old"), CodeKey("new")]
            while not ended.is_set():
                proposal = edit_codebook.rename(study, *names)
                edit_codebook.carry_out(study, ANN, proposal)
                names.reverse()

    writer = threading.Thread(target=rename_again_and_again)
    writer.start()
    try:
        with open_project(tmp_path / "study") as study:
            for number in range(5):
                back_up.back_up(study, tmp_path / f"{number}.zip")
    finally:
        ended.set()
        writer.join()
    for number in range(5):
        with back_up.restore(tmp_path / f"{number}.zip", tmp_path / str(number)) as restored:
            book = read_codebook_file(restored).codebook
            assert sorted(codings.counts(restored.database, "code")) == sorted(book.keys)
