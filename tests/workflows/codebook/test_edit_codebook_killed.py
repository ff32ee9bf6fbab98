"""A change of the codebook that is killed at any line is done wholly or not at all after the next command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.model import CodeKey
from qualcode.store import history
from qualcode.store.project import open_project
from qualcode.store.records import codebooks
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.project.current_codebook import missing_codes, read_codebook_file
from tests.support.coded_projects import ANN, project

TEXT = "codes:\n  - code: old # note\n    label: The same\n  - code: other\n"
PLACED = [(20, 5, ANN, "old"), (30, 5, ANN, "other")]
ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process that has forked")
@pytest.mark.parametrize(
    ("verb", "before", "after", "step"), [("rename", "old", "new", 1), ("undo", "new", "old", 4)]
)
def test_killed_at_any_line_the_next_command_finds_or_makes_one_state(
    tmp_path: Path, verb: str, before: str, after: str, step: int
) -> None:
    program = ROOT / "tests/support/programs/killed_while_editing_codebook.py"
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path), verb, str(step)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    states = []
    for one in found:
        assert sorted(one["keys"]) == one["codes"]
        assert (one["is written"], one["waits"], one["problems"]) == (True, False, [])
        states.append(before if before in one["keys"] else f"{after}, told" if one["told"] else after)
    assert list(dict.fromkeys(states)) == [before, f"{after}, told", after], "in this order, nothing between"
    assert "codebook.yaml" in next(one["told"][0] for one in found if one["told"])


def _committed_only(folder: Path) -> None:
    """Leave a project in which a program died between the commit and the file."""
    with project(folder, TEXT, PLACED) as made:
        proposal = edit_codebook.rename(made, CodeKey("old"), CodeKey("new"))
        with history.act(made.database, ANN, proposal.verb) as recorder:
            edit_codebook.store_version(recorder, ANN, proposal.edit, proposal.current.sha256)
            edit_codebook.move_affected_codings(recorder, proposal.edit.changes)


def test_what_was_written_by_hand_after_a_kill_is_not_written_over(folder: Path) -> None:
    _committed_only(folder)
    by_hand = TEXT.replace("# note", "# mine")
    (folder / "codebook.yaml").write_text(by_hand, encoding="utf-8")
    with open_project(folder) as made:
        force = read_codebook_file(made)
        assert (force.text, force.version) == (by_hand, None)
        [question] = missing_codes(made)
        assert question.guess is not None
        assert (question.key, question.guess.new) == ("new", "old")
        assert codebooks.pending_file(made.database) is None


def test_a_project_that_can_only_be_read_goes_on_with_the_newest_version(folder: Path) -> None:
    _committed_only(folder)
    with open_project(folder) as made:
        made.database.writable = False
        assert read_codebook_file(made).codebook.keys == ("new", "other")
        assert made.codebook_path.read_text(encoding="utf-8") == TEXT
