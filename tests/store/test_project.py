from pathlib import Path

import pytest

from qualcode.errors import ConflictError, InvalidFileError, NotFoundError, StorageError
from qualcode.project_folder import DATABASE_FILE, PROJECT_FILE, SOURCES_FOLDER, find_folder
from qualcode.store import project
from qualcode.store.clock import now
from tests.support.programs import processes

BOOK = "codebook: x  # mine\n"


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_new_project_is_a_folder_with_settings_codebook_and_database(folder: Path) -> None:
    with project.create(folder, 'The "study"', BOOK) as created:
        assert created.settings.name == 'The "study"'
        assert created.codebook_path.read_text(encoding="utf-8") == BOOK
        assert created.sources_folder == folder / SOURCES_FOLDER
        assert created.tables_folder.parent == folder
        assert created.database.problems() == []
    assert files(folder) == ["codebook.yaml", DATABASE_FILE, PROJECT_FILE, SOURCES_FOLDER]


def test_existing_files_and_an_existing_codebook_are_kept(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / "codebook.yaml").write_text("codebook: old\n")
    project.create(folder, "x", BOOK).database.close()
    assert (folder / "codebook.yaml").read_text() == "codebook: old\n"
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("existing", [PROJECT_FILE, DATABASE_FILE])
def test_a_second_project_in_a_folder_is_a_conflict(folder: Path, existing: str) -> None:
    folder.mkdir()
    (folder / existing).write_text("")
    with pytest.raises(ConflictError, match="There is a project already"):
        project.create(folder, "x", BOOK)
    assert files(folder) == [existing]


@pytest.mark.parametrize("in_the_way", [SOURCES_FOLDER, "."])
def test_a_project_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path, in_the_way: str) -> None:
    folder = tmp_path / "study"
    (folder / in_the_way).parent.mkdir(exist_ok=True)
    (folder / in_the_way).write_text("a file")
    with pytest.raises(StorageError, match="Cannot make a project"):
        project.create(folder, "x", BOOK)
    assert not (folder / "codebook.yaml").is_file()
    assert not (folder / PROJECT_FILE).is_file()


def test_a_name_that_cannot_be_written_leaves_nothing_behind(folder: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        project.create(folder, "\ud800", BOOK)
    assert not folder.exists()
    project.create(folder, "x", BOOK).database.close()


def test_a_project_is_found_from_any_folder_in_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.create(folder, "x", BOOK).database.close()
    inside = folder / "a" / "b"
    inside.mkdir(parents=True)
    assert find_folder(inside) == folder
    monkeypatch.chdir(inside)
    assert find_folder() == folder
    with project.open_project() as opened:
        assert opened.folder == folder


def test_the_argument_takes_precedence_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        project.create(tmp_path / name, name, BOOK).database.close()
    monkeypatch.setenv("QUALCODE_PROJECT", str(tmp_path / "one"))
    assert find_folder() == tmp_path / "one"
    assert find_folder(tmp_path / "two") == tmp_path / "two"


def test_a_missing_project_is_an_error_with_the_command_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no qualcode project") as caught:
        find_folder(tmp_path)
    assert "qualcode init" in caught.value.hint
    with pytest.raises(NotFoundError, match="There is no folder"):
        find_folder(tmp_path / "none")


def test_a_missing_database_is_a_clear_error(folder: Path) -> None:
    project.create(folder, "x", BOOK).database.close()
    (folder / DATABASE_FILE).unlink()
    with pytest.raises(StorageError, match="database is missing"):
        project.open_project(folder)


def test_a_project_without_settings_opens_with_the_defaults(folder: Path) -> None:
    project.create(folder, "x", BOOK).database.close()
    (folder / PROJECT_FILE).unlink()
    with project.open_project(folder) as opened:
        assert opened.settings.name == ""


def test_a_project_with_wrong_settings_is_not_opened(folder: Path) -> None:
    project.create(folder, "x", BOOK).database.close()
    (folder / PROJECT_FILE).write_text("nam = 1")
    with pytest.raises(InvalidFileError, match="There is no setting"):
        project.open_project(folder)


def test_a_folder_without_permission_is_a_clear_error(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    (shut / "study").mkdir(parents=True)
    shut.chmod(0o000)
    try:
        result = processes.json_output("find_project.py", shut / "study", before=processes.as_anybody())
    finally:
        shut.chmod(0o755)
    assert result["kind"] == "StorageError"
    assert "Cannot look for a project" in str(result["error"])


def test_time_stamps_sort_as_text() -> None:
    moments = [now() for _ in range(5)]
    assert moments == sorted(moments)
    assert all(moment.endswith("Z") and len(moment) == len("2026-03-01T09:30:00.123Z") for moment in moments)
