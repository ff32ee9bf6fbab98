"""The main screens as a person sees them, at the smallest usual size and at a large one, as plain text.

They are kept in `goldens/`. Where a change of the screen is meant, write them anew, and read the difference:

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
    with study(tmp_path / "study", interview(TALK), two) as made:
        suggest(made, "one", [("It came back within a month.", "displacement", 0.8)])
        yield made


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", [*SCREENS, "review"])
async def test_the_screen_looks_as_it_did(name: str, size: tuple[int, int], project: Project) -> None:
    session = ReviewQueue(project, ANN) if name == "review" else None
    golden = GOLDENS / f"{name}-{size[0]}x{size[1]}.txt"
    async with driven(project, size=size, session=session) as drive:
        await drive.press(*SCREENS.get(name, []))
        if os.environ.get("QUALCODE_NEW_GOLDENS"):
            await drive.pilot.pause(1)
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(drive.text() + "\n", encoding="utf-8")
        expected = golden.read_text(encoding="utf-8")
        with suppress(TimeoutError):  # then the assertion tells the difference
            await drive.until(lambda: drive.text() + "\n" == expected)
        assert drive.text() + "\n" == expected
