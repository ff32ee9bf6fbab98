"""The application is killed at a hundred random moments: what it had shown is on disk, nothing by halves."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TIMES = 25
BOTH = {"pursue", "prevent"}


@pytest.mark.parametrize("seed", range(4))
def test_a_coding_that_was_shown_outlives_a_kill(seed: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.tui.killing", str(tmp_path), str(seed), str(TIMES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == TIMES
    assert any(one["shown"] for one in found)
    for one in found:
        kept = {tuple(row) for row in one["kept"]}
        assert {tuple(row) for row in one["shown"]} <= kept
        assert one["faults"] == []
        assert one["acts"] == len(kept) - 1, "each coding but the first has its change in the history"
        for number in range(3, 24, 4):
            together = {code for passage, code in kept if passage == f"Passage {number}"}
            assert together in (set(), BOTH), "one act is kept whole or not at all"
