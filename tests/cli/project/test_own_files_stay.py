"""`backup` and `team pack` never write over a file of a project, even with `--replace`."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run

_COMMANDS = (("backup",), ("team", "pack"))
_OWN_FILES = (
    "qualcode.toml",
    "qualcode.db",
    "qualcode.db-wal",
    "qualcode.db-journal",
    "QUALCODE.DB",
    "codebook.yaml",
    "participants.csv",
    "sources/local-01.txt",
    "link.zip",
)


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
@pytest.mark.parametrize("of_another_project", [False, True])
def test_files_of_projects_are_not_replaced(
    study: Path, run: Run, command: tuple[str, ...], *, of_another_project: bool
) -> None:
    folder = study
    if of_another_project:
        folder = study.parent / "other copy"
        shutil.copytree(study, folder)
    (folder / "sources" / "local-01.txt").touch()
    (folder / "link.zip").symlink_to(folder / "qualcode.db")
    before = _files(folder)
    for name in _OWN_FILES:
        result = run(*command, folder / name, "--replace")
        assert result.code != 0, name
        assert f"{name} is a file of the project itself" in " ".join(result.err.split()), result.err
    assert _files(folder) == before


@pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
def test_another_file_in_the_project_is_replaced(study: Path, run: Run, command: tuple[str, ...]) -> None:
    file = study / "for-ben"
    file.write_bytes(b"older")
    assert run(*command, file).code != 0
    assert file.read_bytes() == b"older"
    assert run(*command, file, "--replace").code == 0
    assert file.read_bytes() != b"older"
