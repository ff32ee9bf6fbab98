"""The application is killed at a hundred random moments: what it had shown is on disk, nothing by halves."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TIMES = 25
SEEN = 0.75
"""In such a part of the times at least, a coding had been on the screen when the application was killed."""
BOTH = {"pursue", "prevent"}


@pytest.mark.parametrize("seed", range(4))
def test_a_coding_that_was_shown_outlives_a_kill(seed: int, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.support.programs.killed_coding_screen",
        str(tmp_path),
        str(seed),
        str(TIMES),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == TIMES
    assert_worth_something(found)
    for one in found:
        kept, shown = ({tuple(row) for row in one[name]} for name in ("kept", "shown"))
        new = {row for row in kept if row[0].startswith("Passage")}
        assert shown <= kept
        assert one["phase"] != "while_typing" or new == shown, "nothing of what was typed by halves"
        assert one["faults"] == []
        assert one["acts"] == len(new), "each coding but the first has its change in the history"
        for number in range(0, 24, 4):
            together = {code for passage, code in new if passage == f"Passage {number}"}
            assert together in (set(), BOTH), "one act is kept whole or not at all"


def assert_worth_something(found: list[dict[str, Any]]) -> None:
    """The kills would show nothing if they came before the work, or all at one moment of it."""
    assert sum(one["before"] > 0 for one in found) >= SEEN * TIMES
    phases = Counter(one["phase"] for one in found)
    assert set(phases) == {"while_typing", "after_the_key", "while_it_draws", "while_it_catches_up"}
    assert min(phases.values()) >= TIMES // 5
    assert len({one["before"] for one in found}) >= TIMES // 5, "early and late in the work"
