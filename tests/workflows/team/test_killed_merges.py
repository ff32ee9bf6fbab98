"""A merge that is killed has happened completely or not at all, with the codebook file.

By default a few kills, many with `pytest -m long`.
"""

import random
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

from qualcode.api import open as open_study
from qualcode.model import CodeKey, CoderName
from qualcode.store.project import open_project
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.project import create_project
from qualcode.workflows.team.merge_copies import merge_copies
from qualcode.workflows.team.pack_study import pack_study
from tests.support.copy_facts import facts
from tests.support.study_copies import copy

BEN, LEAD = CoderName("ben"), CoderName("lead")
TEXT = "Dana: We took out a line. It came back within a week.\n"


@pytest.fixture
def lead(tmp_path: Path) -> Path:
    """The lead's study; beside it, `ben.qpack` has codings and another codebook."""
    (tmp_path / "codes.yaml").write_text("codebook: T\ncodes:\n  - code: pursue\n  - code: harm\n")
    create_project.create(tmp_path / "lead", codebook=tmp_path / "codes.yaml").database.close()
    (tmp_path / "one.txt").write_text(TEXT)
    with open_study(tmp_path / "lead", coder="lead") as study:
        study.import_files([tmp_path / "one.txt"])
    ben = copy(tmp_path / "lead", tmp_path / "ben")
    with open_study(ben, coder="ben") as study:
        for quote in ("We took out a line.", "It came back", "within a week"):
            study.apply("pursue", "one", quote=quote)
    with open_project(ben) as project:
        edit = edit_codebook.define(project, CodeKey("harm"), [("definition", "Any.")])
        edit_codebook.carry_out(project, BEN, edit)
        pack_study(project, BEN, tmp_path / "ben.qpack")
    return tmp_path / "lead"


def check_kills(lead: Path, kills: int, chance: random.Random) -> None:
    folder = lead.parent
    with open_project(lead) as project:
        before = facts(project)
    with open_project(copy(lead, folder / "whole")) as project:
        merge_copies(project, LEAD, [folder / "ben.qpack"])
        after = facts(project)
    started = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "qualcode",
        "team",
        "merge",
        str(folder / "ben.qpack"),
        "--coder",
        "lead",
    ]
    subprocess.run(
        [*command, "--project", str(copy(lead, folder / "timed"))], check=True, capture_output=True
    )
    duration = time.perf_counter() - started
    for number in range(kills):
        killed = copy(lead, folder / f"killed-{number}")
        process = subprocess.Popen([*command, "--project", str(killed)], stderr=subprocess.DEVNULL)
        time.sleep(duration * chance.uniform(0.4, 1.0))  # this waits for nothing: it makes the moment random
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open_project(killed) as project, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # it says that it has completed the codebook file
            assert project.database.problems() == []
            merge_copies(project, LEAD, [folder / "ben.qpack"], dry_run=True)  # completes the codebook file
            assert facts(project) in (before, after)


def test_a_killed_merge_leaves_the_study_as_it_was_or_merged(lead: Path) -> None:
    check_kills(lead, 3, random.Random(1))  # noqa: S311


@pytest.mark.long
def test_many_killed_merges_leave_the_study_as_it_was_or_merged(lead: Path) -> None:
    check_kills(lead, 60, random.Random(2))  # noqa: S311
