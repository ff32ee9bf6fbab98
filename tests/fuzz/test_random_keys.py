"""Random keys and sizes of the terminal: the coding screen goes on, and no coding moves off its words.

By default some hundred keys; for longer: `pytest -m long tests/fuzz --minutes 10`.
"""

import random
import resource
import time
from pathlib import Path

import pytest

from qualcode.store.project import Project
from qualcode.workflows.check_project import check_project
from qualcode.workflows.project_fault import ProjectFault
from tests.support.terminal.pilot_driver import Drive, driven
from tests.support.terminal.screen_studies import study

KEYS = (
    *"abcdfghijklmnoprstuvwxyz{}[].,/?0123456789GNS ",
    "enter", "escape", "tab", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "backspace",
    "shift+down", "shift+up", "ctrl+r", "delete",
)  # fmt: skip
"""Without the keys that leave the program."""
SIZES = ((120, 40), (80, 24), (60, 24), (40, 10), (20, 5), (200, 60), (1, 1))


def moved_codings(project: Project) -> list[ProjectFault]:
    """Return the faults of codings; the study has no imported file, which is a fault of its source."""
    assert project.database.problems() == []
    return [fault for fault in check_project(project) if fault.location.startswith("coding ")]


async def press_random_keys(drive: Drive, chance: random.Random, count: int) -> None:
    """Press keys, and change the size of the terminal now and then; start again after `q` in a dialog."""
    for _ in range(count):
        if chance.random() < 0.03:
            await drive.pilot.resize_terminal(*chance.choice(SIZES))
        await drive.bunch(chance.choice(KEYS))
        assert drive.app.is_running


async def test_some_random_keys_end_nothing(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project) as drive:
            await press_random_keys(drive, random.Random(5), 150)  # noqa: S311 - to be repeatable
        assert moved_codings(project) == []


@pytest.mark.long
async def test_random_keys_for_some_minutes(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    deadline = time.monotonic() + 60 * float(request.config.getoption("--minutes"))
    chance, pressed, megabytes = random.Random(7), 0, []  # noqa: S311 - to be repeatable
    with study(tmp_path / "study") as project:
        async with driven(project) as drive:
            while time.monotonic() < deadline:
                await press_random_keys(drive, chance, 100)
                pressed += 100
                megabytes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        assert moved_codings(project) == []
    half = megabytes[len(megabytes) // 2]
    print(  # noqa: T201 - the figures
        f"{pressed} keys; MB at first, at half time, at the end: "
        f"{megabytes[0]:.0f}, {half:.0f}, {megabytes[-1]:.0f}"
    )
    assert megabytes[-1] < half + 15
