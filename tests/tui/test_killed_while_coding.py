"""The application is killed at random moments: what it had shown is stored, and each act whole.

By default once in each phase, a hundred times with `pytest -m long`.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SHARE_SHOWN = 0.75
"""Minimum share of the kills before which the screen had shown a coding."""
BOTH = {"pursue", "prevent"}


@pytest.mark.parametrize(
    ("seed", "times"), [(0, 4), *(pytest.param(seed, 25, marks=pytest.mark.long) for seed in range(4))]
)
def test_a_coding_that_was_shown_outlives_a_kill(seed: int, times: int, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.support.programs.killed_coding_screen",
        str(tmp_path),
        str(seed),
        str(times),
    ]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    kills = [json.loads(line) for line in finished.stdout.splitlines()]
    assert len(kills) == times
    assert_kills_are_spread(kills)
    for kill in kills:
        stored, shown = ({tuple(row) for row in kill[name]} for name in ("kept", "shown"))
        new = {row for row in stored if row[0].startswith("Passage")}
        assert shown <= stored
        assert kill["phase"] != "while_typing" or new == shown, "nothing is stored before the key that codes"
        assert kill["faults"] == []
        assert kill["acts"] == len(new), "each coding but the first has its change in the history"
        for number in range(0, 24, 4):
            codes = {code for passage, code in new if passage == f"Passage {number}"}
            assert codes in (set(), BOTH), "an act is stored whole or not at all"


def assert_kills_are_spread(kills: list[dict[str, Any]]) -> None:
    """Kills before any coding, or all at the same moment, would prove nothing."""
    assert sum(kill["before"] > 0 for kill in kills) >= SHARE_SHOWN * len(kills)
    phases = Counter(kill["phase"] for kill in kills)
    assert set(phases) == {"while_typing", "after_the_key", "while_it_draws", "while_it_catches_up"}
    assert min(phases.values()) >= max(len(kills) // 5, 1)
    assert len({kill["before"] for kill in kills}) >= max(len(kills) // 5, 2), "early and late in the work"
