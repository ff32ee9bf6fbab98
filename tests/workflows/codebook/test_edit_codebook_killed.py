"""An edit of the codebook killed at any line is complete or absent after the next command.

By default some lines are tried, every line with `pytest -m long`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.model import CodeKey
from qualcode.store import history
from qualcode.store.project import open_project
from qualcode.store.records.codebook import codebooks
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.project.current_codebook import missing_codes, read_codebook_file
from tests.support.coded_projects import ANN, project

TEXT = "codes:\n  - code: old # note\n    label: The same\n  - code: other\n"
PLACED = [(20, 5, ANN, "old"), (30, 5, ANN, "other")]
ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process that has forked")
@pytest.mark.parametrize(
    ("verb", "before", "after", "step"),
    [
        ("rename", "old", "new", 6),
        ("undo", "new", "old", 6),
        pytest.param("rename", "old", "new", 1, marks=pytest.mark.long),
        pytest.param("undo", "new", "old", 1, marks=pytest.mark.long),
    ],
)
def test_after_a_kill_at_any_line_the_next_command_completes_the_edit_or_finds_none(
    tmp_path: Path, verb: str, before: str, after: str, step: int
) -> None:
    program = ROOT / "tests/support/programs/killed_while_editing_codebook.py"
    process = subprocess.run(
        [sys.executable, str(program), str(tmp_path), verb, str(step)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    outcomes = json.loads(process.stdout)
    states = []
    for outcome in outcomes:
        assert sorted(outcome["keys"]) == outcome["codes"]
        assert (outcome["is written"], outcome["waits"], outcome["problems"]) == (True, False, [])
        states.append(before if before in outcome["keys"] else f"{after}, told" if outcome["told"] else after)
    assert list(dict.fromkeys(states)) == [before, f"{after}, told", after], (
        "in this order, with no other state between"
    )
    assert "codebook.yaml" in next(outcome["told"][0] for outcome in outcomes if outcome["told"])


def _commit_without_file(folder: Path) -> None:
    """Leave a project in which a program died between the commit and the file."""
    with project(folder, TEXT, PLACED) as study:
        proposal = edit_codebook.rename(study, CodeKey("old"), CodeKey("new"))
        with history.act(study.database, ANN, proposal.verb) as recorder:
            edit_codebook.store_version(recorder, ANN, proposal.edit, proposal.current.sha256)
            edit_codebook.move_affected_codings(recorder, proposal.edit.changes)


def test_an_edit_by_hand_after_a_kill_is_not_overwritten(folder: Path) -> None:
    _commit_without_file(folder)
    by_hand = TEXT.replace("# note", "# mine")
    (folder / "codebook.yaml").write_text(by_hand, encoding="utf-8")
    with open_project(folder) as study:
        current = read_codebook_file(study)
        assert (current.text, current.version) == (by_hand, None)
        [code] = missing_codes(study)
        assert code.guess is not None
        assert (code.key, code.guess.new) == ("new", "old")
        assert codebooks.pending_file(study.database) is None


def test_a_read_only_project_uses_the_newest_version(folder: Path) -> None:
    _commit_without_file(folder)
    with open_project(folder) as study:
        study.database.writable = False
        assert read_codebook_file(study).codebook.keys == ("new", "other")
        assert study.codebook_path.read_text(encoding="utf-8") == TEXT
