"""What a merge calls a folder that was given as `.` or `..`."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(("inside", "argument"), [("", "."), ("", ""), ("sources", "..")])
def test_a_merge_names_the_folder_that_it_is_started_in(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch, inside: str, argument: str
) -> None:
    copy = study.parent / "from-ben"
    shutil.copytree(study, copy)
    run("apply", "pursue", "-s", "local-01", "--turn", "2", "-p", copy)
    monkeypatch.chdir(copy / inside)
    result = run("team", "merge", argument, "-p", study)
    assert result.code == 0, result.err
    assert "from-ben: 1 new coding" in result.err
    assert "from-ben" in run("history", "-p", study).out
