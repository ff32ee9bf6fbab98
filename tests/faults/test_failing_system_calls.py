"""Each system call that touches a project fails, or kills the program: nothing is lost, nothing half-made.

Strace makes a call of each kind fail with EIO or ENOSPC, or kills the process at it, one position after
another. After each run the same project is checked: the act is done or it is not, and it can be done again.
By default a few positions are tried; all are with `pytest -m long`.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from qualcode import notices
from qualcode.files import STAGING_PREFIX, staging_folder
from qualcode.project_folder import DATABASE_FILE
from qualcode.store.project import open_project
from qualcode.store.records import codings
from qualcode.workflows.check_project import check_project
from qualcode.workflows.sources.import_files import ImportOptions, import_files
from tests.faults.interrupted_acts import ACTS, ANN, Act
from tests.support.programs import system_calls
from tests.support.programs.system_calls import Position

pytestmark = pytest.mark.skipif(os.name != "posix", reason="strace is for Linux")

FAULTS = ("error=EIO", "error=ENOSPC", "signal=KILL")
_FEW = 4


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
    folder = study.with_name(act.project)
    is_made = (folder / DATABASE_FILE).exists()
    assert is_made or result.returncode != 0
    assert is_made or act.makes is not None
    with open_project(folder) if is_made or act.makes is None else act.makes(folder) as project:
        assert project.database.problems() == []
        assert codings.counts(project.database, "coder").get("ann", 0) >= 1 or not act.keeps_codings
        act.check(project, result.returncode == 0)
        list(import_files(project, ANN, [], ImportOptions()))  # sweeps
        assert check_project(project) == [], (where, result.stderr)
    with staging_folder(study.parent):  # as the next file that is written there
        pass
    assert list(study.parent.glob(f"{STAGING_PREFIX}*")) == [], where


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
