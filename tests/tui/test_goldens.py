"""The main screens as plain text, at 80 x 24 and 120 x 40, compared with the files in `goldens/`.

After an intended change of the screen, write them again and review the difference:

    QUALCODE_NEW_GOLDENS=1 pytest tests/tui/test_goldens.py
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode.store.project import Project
from qualcode.workflows.coding_screen.review_queue import ReviewQueue
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import ANN, TALK, study, suggest

GOLDENS = Path(__file__).parent / "goldens"
PATIENCE = 3.0
"""Seconds until a screen has been drawn."""
SIZES = [(80, 24), (120, 40)]
SCREENS = {
    "main": [],
    "codebook": ["B"],
    "picker": ["j", "c"],
    "found": ["j", "c", *"res"],
    "sources": ["L"],
    "quotes": ["right_square_bracket", "Q"],
    "help": ["question_mark"],
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    two = interview("P: Another one. We [took out]{pursue@ann} more. 各界 👩\u200d🚒 שלום.", name="two")
    with study(tmp_path / "study", interview(TALK), two) as project:
        suggest(project, "one", [("It came back within a month.", "displacement", 0.8)])
        yield project


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", [*SCREENS, "review"])
async def test_the_screen_matches_its_golden(name: str, size: tuple[int, int], project: Project) -> None:
    session = ReviewQueue(project, ANN) if name == "review" else None
    golden = GOLDENS / f"{name}-{size[0]}x{size[1]}.txt"
    async with driven(project, size=size, session=session) as drive:
        await drive.press(*SCREENS.get(name, []))
        if os.environ.get("QUALCODE_NEW_GOLDENS"):
            await drive.pilot.pause(1)
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(drive.text() + "\n", encoding="utf-8")
        expected = golden.read_text(encoding="utf-8")
        with suppress(TimeoutError):  # the assertion then shows the difference
            await drive.until(lambda: drive.text() + "\n" == expected, PATIENCE)
        assert drive.text() + "\n" == expected
