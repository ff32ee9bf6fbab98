"""A disk that is full after a number of bytes: each act is done or it is not, whatever the number."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode import notices
from qualcode.store.project import open_project
from qualcode.workflows.check_project import check_project
from qualcode.workflows.sources.import_files import ImportOptions, import_files
from tests.faults.interrupted_acts import ACTS, ANN
from tests.support.programs import processes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="mounts a small disk")

_PAGE = 4
"""Kilobytes of a page of the disk."""
_SCRIPT = """
cp -r "$1"/. "$2" && cd "$2"/study && shift 2
"$@"
code=$?
cp -r "$COPY_FROM"/. "$COPY_TO"
exit $code
"""
"""Copies the folder to the disk, runs the command there, and copies what is left from the disk."""


def run_on_disk(made: Path, tmp_path: Path, name: str, free: int) -> bool:
    """Run an act on a disk with so many free kilobytes; check what it leaves, return whether it succeeded."""
    disk, out = tmp_path / "disk", tmp_path / "out"
    for folder in (disk, out):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    used = sum(-(-path.stat().st_size // 4096) * _PAGE + _PAGE for path in made.rglob("*"))
    small = processes.on_small_disk(disk, f"{used + free}k")
    command = [*small, "/bin/sh", "-c", _SCRIPT, "sh", str(made), str(disk)]
    result = subprocess.run(
        [*command, sys.executable, "-m", "qualcode", *ACTS[name].command],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(processes.ROOT),
            "QUALCODE_CODER": "ann",
            "COPY_FROM": str(disk),
            "COPY_TO": str(out),
        },
    )
    assert "Traceback" not in result.stderr, (free, result.stderr)
    notices.set_listener(lambda _: None)
    with open_project(out / "study") as project:
        assert project.database.problems() == []
        ACTS[name].check(project, result.returncode == 0)
        list(import_files(project, ANN, [], ImportOptions()))  # sweeps
        assert check_project(project) == [], (free, result.stderr)
    return result.returncode == 0


def test_an_erasure_on_a_full_disk_is_completed_when_there_is_space(made: Path, tmp_path: Path) -> None:
    assert not run_on_disk(made, tmp_path, "erase", 40)


@pytest.mark.long
@pytest.mark.parametrize("name", ACTS)
def test_an_act_on_a_disk_of_any_size_is_done_or_not(made: Path, tmp_path: Path, name: str) -> None:
    outcomes = []
    for free in range(0, 100_000, 2 * _PAGE):
        outcomes.append(run_on_disk(made, tmp_path, name, free))
        if outcomes[-5:] == [True] * 5:
            break
    print(f"{name}: {len(outcomes)} sizes, {outcomes.count(True)} large enough")  # noqa: T201 - the figures
    assert outcomes[0] is False or name in ("rename", "apply")
    assert outcomes[-1] is True
