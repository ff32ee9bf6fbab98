"""Each system call that touches a project fails, or kills the program: nothing is lost, nothing half-made.

Strace makes a call of each kind fail with EIO or ENOSPC, or kills the process at it, one position after
another. After each run the same project is checked: the act is done or it is not, and it can be done again.
By default a few positions are tried; all are with `pytest -m long`.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from qualcode import notices
from qualcode.errors import NotFoundError
from qualcode.model import CoderName
from qualcode.store import backup_file
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, sources
from qualcode.store.records.people import cases
from qualcode.workflows.check_project import check_project
from qualcode.workflows.project.current_codebook import read_codebook_file
from qualcode.workflows.sources.edit_sources import remove_source
from qualcode.workflows.sources.import_files import ImportOptions, import_files
from qualcode.workflows.team.merge_copies import merge_copies
from tests.faults.conftest import SECRET
from tests.support.programs import system_calls
from tests.support.programs.system_calls import Position

pytestmark = pytest.mark.skipif(os.name != "posix", reason="strace is for Linux")

ANN = CoderName("ann")
FAULTS = ("error=EIO", "error=ENOSPC", "signal=KILL")
_FEW = 4


@dataclass(frozen=True)
class Act:
    """A command, and what must hold of the project after it failed, succeeded or was killed."""

    command: Sequence[str]
    check: Callable[[Project, bool], None]


def _check_import(project: Project, succeeded: bool) -> None:
    done = "two" in sources.ids_by_name(project.database)
    assert done or not succeeded
    results = list(import_files(project, ANN, [project.folder.parent / "two.txt"], ImportOptions()))
    assert [result.error for result in results] == [None]
    assert bool(results[0].existing_source) == done
    assert sorted(path.name for path in project.sources_folder.iterdir()) == ["one.txt", "two.txt"]


def _check_erasure(project: Project, succeeded: bool) -> None:
    if succeeded:
        assert "one" not in sources.ids_by_name(project.database)
    else:
        with suppress(NotFoundError):  # the last commit failed after it was written: all is erased
            remove_source(project, ANN, "one", erase=True)
    assert [case.name for case in cases.read_all(project.database)] == ["other"]
    files = [path for path in project.folder.rglob("*") if path.is_file()]
    assert [path for path in files if SECRET in path.read_bytes()] == []


def _check_rename(project: Project, succeeded: bool) -> None:
    keys = set(read_codebook_file(project).codebook.keys)
    assert set(codings.counts(project.database, "code")) <= keys
    assert ("chase" in keys) != ("pursue" in keys)
    assert "chase" in keys or not succeeded


def _check_backup(project: Project, succeeded: bool) -> None:
    archive = project.folder.parent / "study.zip"
    assert archive.exists() or not succeeded
    if archive.exists():
        assert "qualcode.db" in backup_file.read(archive).files


def _check_export(project: Project, succeeded: bool) -> None:
    table = project.tables_folder / "tables.xlsx"
    assert table.exists() or not succeeded
    assert not table.exists() or table.read_bytes().startswith(b"PK")


def _check_pack(project: Project, succeeded: bool) -> None:
    pack = project.folder.parent / "mine.qpack"
    assert pack.exists() or not succeeded
    if pack.exists():
        merge_copies(project, ANN, [pack], dry_run=True)


def _check_deposit(project: Project, succeeded: bool) -> None:
    folder = project.folder.parent / "deposit"
    assert not succeeded or (folder / "README.md").exists()


def _check_apply(project: Project, succeeded: bool) -> None:
    count = codings.counts(project.database, "code").get("protect", 0)
    assert count == 1 or not succeeded


ACTS = {
    "import": Act(["import", "../two.txt"], _check_import),
    "erase": Act(["sources", "remove", "one", "--erase", "--yes"], _check_erasure),
    "rename": Act(["codebook", "rename", "pursue", "chase"], _check_rename),
    "backup": Act(["backup", "../study.zip"], _check_backup),
    "export": Act(["export", "--format", "xlsx"], _check_export),
    "pack": Act(["team", "pack", "../mine.qpack"], _check_pack),
    "deposit": Act(["export", "-f", "deposit", "-o", "../deposit"], _check_deposit),
    "apply": Act(["apply", "protect", "--source", "one", "--turn", "3"], _check_apply),
}


def copied(made: Path, folder: Path) -> Path:
    """Return the project in a fresh copy of the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    return folder / "study"


def positions(made: Path, tmp_path: Path, act: Act) -> list[Position]:
    """Return every position at which the act touches the folder."""
    study = copied(made, tmp_path / "run")
    log = tmp_path / "log"
    names = ",".join(system_calls.WRITING)
    result = system_calls.run_forked(act.command, "-y", "-e", f"trace={names}", "-o", str(log), folder=study)
    assert result.returncode == 0, result.stderr
    return list(system_calls.positions(log.read_text(encoding="utf-8", errors="replace"), tmp_path / "run"))


def run_with_fault(made: Path, tmp_path: Path, act: Act, position: Position, fault: str) -> None:
    """Run the act with a fault at a position, and check what it leaves."""
    study = copied(made, tmp_path / "run")
    injection = f"inject={position.call}:{fault}:when={position.number}"
    result = system_calls.run_forked(
        act.command, "-e", f"trace={position.call}", "-e", injection, "-o", os.devnull, folder=study
    )
    check_project_after(act, study, result, f"{position} {fault}")


def check_project_after(act: Act, study: Path, result: subprocess.CompletedProcess[str], where: str) -> None:
    """Check what a run of the act left: nothing is lost, and it can be done again."""
    assert "Traceback" not in result.stderr, (where, result.stderr)
    notices.set_listener(lambda _: None)
    with open_project(study) as project:
        assert project.database.problems() == []
        assert codings.counts(project.database, "coder").get("ann", 0) >= 1 or act is ACTS["erase"]
        act.check(project, result.returncode == 0)
        list(import_files(project, ANN, [], ImportOptions()))  # sweeps
        assert check_project(project) == [], (where, result.stderr)


@pytest.mark.forked
@pytest.mark.parametrize("name", ["erase", "rename"])
def test_an_act_that_fails_at_some_positions_is_done_or_not(made: Path, tmp_path: Path, name: str) -> None:
    found = positions(made, tmp_path, ACTS[name])
    assert len(found) > _FEW
    for number, position in enumerate(found[:: -(-len(found) // _FEW)]):
        run_with_fault(made, tmp_path, ACTS[name], position, FAULTS[number % len(FAULTS)])


@pytest.mark.long
@pytest.mark.usefixtures("loaded_libraries")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_fails_at_any_position_is_done_or_not(
    made: Path, tmp_path: Path, name: str, fault: str
) -> None:
    failures = []
    found = positions(made, tmp_path, ACTS[name])
    for position in found:
        try:
            run_with_fault(made, tmp_path, ACTS[name], position, fault)
        except Exception as error:  # noqa: BLE001 - all positions are tried, and all failures reported
            failures.append(f"{position}: {type(error).__name__}: {error}"[:600])
    print(f"{name} {fault}: {len(found)} tried, {len(failures)} failed")  # noqa: T201 - the figures
    assert failures == []
