"""Random keys and sizes of the terminal: the coding screen goes on, and no coding moves off its words.

By default some hundred keys; for longer: `pytest -m long tests/fuzz --minutes 10`.
"""

import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.model import CoderName
from qualcode.store.project import Project
from qualcode.tui.command_table import COMMANDS
from qualcode.workflows.check_project import check_project
from qualcode.workflows.coding_screen.coding_flow import CodingFlow
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.review_queue import ReviewQueue
from qualcode.workflows.project_fault import ProjectFault
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import Drive, driven
from tests.support.terminal.screen_studies import ANN, FOCUS_GROUP, TALK, study, suggest

LEAVING = {"quit"}
"""The commands without which no key leaves the program."""
COMMAND_KEYS = [key for command in COMMANDS if command.name not in LEAVING for key in command.keys]
OTHER_KEYS = (
    *"abcdfghijklmnoprstuvwxyz0123456789 äß字🙂", "shift+down", "shift+up", "shift+tab", "backspace", "space",
    "ctrl+a", "ctrl+c", "ctrl+e", "ctrl+k", "ctrl+n", "ctrl+o", "ctrl+s", "ctrl+v", "ctrl+w", "ctrl+x",
    "ctrl+z", "ctrl+enter", "f1", "f5", "alt+b", "ctrl+shift+left",
)  # fmt: skip
"""Keys of dialogs, fields and lists, and keys that mean nothing."""
SIZES = ((120, 40), (80, 24), (60, 24), (40, 10), (20, 5), (200, 60), (1, 1))
FLOWS: dict[str, Callable[[Project], CodingFlow]] = {
    "coding": lambda project: CodingSession(project, ANN, source="one"),
    "review": lambda project: ReviewQueue(project, CoderName("cy")),
}


def fuzzed_study(folder: Path) -> Project:
    """Create a project with what each dialog shows: sources, suggestions, memos, another coder."""
    group = interview(FOCUS_GROUP, name="group")
    other = interview("P: Another one. We [took out]{pursue@bea} more.", name="other")
    project = study(folder, interview(TALK), group, other)
    suggest(project, "one", [("It came back within a month.", "displacement", 0.8)])
    suggest(project, "group", [("Nobody came.", "resources", 0.7), ("Light on the path", "prevent", 0.6)])
    return project


def moved_codings(project: Project) -> list[ProjectFault]:
    """Return the faults of codings; the study has no imported file, which is a fault of its source."""
    assert project.database.problems() == []
    return [fault for fault in check_project(project) if fault.location.startswith("coding ")]


async def press_random_keys(drive: Drive, chance: random.Random, count: int) -> None:
    """Press keys, and change the size of the terminal now and then."""
    for _ in range(count):
        if chance.random() < 0.03:
            await drive.pilot.resize_terminal(*chance.choice(SIZES))
        key = chance.choice(COMMAND_KEYS if chance.random() < 0.6 else OTHER_KEYS)
        await drive.bunch(*(key if len(key) == 2 and key.isalpha() and key != "up" else (key,)))
        if not drive.app.is_running:
            return


async def press_for(drive: Drive, chance: random.Random, deadline: float, megabytes: list[float]) -> int:
    """Press keys until the deadline, or until the program was left by the palette; return their number."""
    pressed = 0
    while drive.app.is_running and time.monotonic() < deadline:
        await press_random_keys(drive, chance, 100)
        pressed += 100
        megabytes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return pressed


async def test_some_random_keys_end_nothing(tmp_path: Path) -> None:
    with fuzzed_study(tmp_path / "study") as project:
        async with driven(project) as drive:
            await press_random_keys(drive, random.Random(5), 150)  # noqa: S311 - to be repeatable
            assert drive.app.is_running
        assert moved_codings(project) == []


@pytest.mark.long
@pytest.mark.parametrize("flow", FLOWS)
async def test_random_keys_for_some_minutes(
    tmp_path: Path, request: pytest.FixtureRequest, flow: str
) -> None:
    deadline = time.monotonic() + 60 * float(request.config.getoption("--minutes"))
    chance = random.Random(int(request.config.getoption("--seed")))  # noqa: S311 - to be repeatable
    pressed, starts, megabytes = 0, 0, list[float]()
    while time.monotonic() < deadline:
        with fuzzed_study(tmp_path / f"study{starts}") as project:
            async with driven(project, session=FLOWS[flow](project)) as drive:
                pressed += await press_for(drive, chance, deadline, megabytes)
                assert drive.app.return_code in (0, None)  # None while it runs
            assert moved_codings(project) == []
            starts += 1
    half = megabytes[len(megabytes) // 2]
    print(  # noqa: T201 - the figures
        f"{pressed} keys in {starts} starts; MB at first, at half time, at the end: "
        f"{megabytes[0]:.0f}, {half:.0f}, {megabytes[-1]:.0f}"
    )
    assert megabytes[-1] < half + 15
