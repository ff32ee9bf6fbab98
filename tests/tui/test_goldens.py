"""The main screens as plain text, at 120 x 40, 80 x 24 and 60 x 24, compared with the files in `goldens/`.

After an intended change of the screen, write them again and review the difference:

    QUALCODE_NEW_GOLDENS=1 pytest tests/tui/test_goldens.py
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode.store.project import Project
from qualcode.tui.painting.column_widths import LEAST_WORDS, LEAST_WORDS_NARROW
from qualcode.workflows.coding_screen.review_queue import ReviewQueue
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import ANN, FOCUS_GROUP, TALK, study, suggest
from tests.support.terminal.words_in_sight import assert_selection_in_sight

GOLDENS = Path(__file__).parent / "goldens"
PATIENCE = 3.0
"""Seconds until a screen has been drawn."""
SIZES = [(120, 40), (80, 24), (60, 24)]
LAST = ["G", "k", "k"]
"""To an answer at the end of the text, which a dialog below would cover."""
SCREENS = {
    "main": ("one", []),
    "codebook": ("one", ["B"]),
    "picker": ("one", ["j", "c"]),
    "found": ("one", ["j", "c", *"res"]),
    "sources": ("one", ["L"]),
    "quotes": ("one", ["right_square_bracket", "Q"]),
    "help": ("one", ["question_mark"]),
    "group": ("group", ["J"]),
    "group-picker": ("group", [*LAST, "c", *"dis"]),
    "group-new-code": ("group", [*LAST, "c", *"trust", "enter", "tab", *"Whether", "tab", *"ro"]),
    "group-memo": ("group", [*LAST, "m", "2", *"why"]),
    "group-search": ("group", ["slash", *"the river", "enter"]),
    "dense": ("dense", ["J"]),
    "dense-picker": ("dense", ["J", "s", "c"]),
    "review": ("one", []),
}
COVERING = {"sources", "quotes", "help"}
"""Lists and texts, which are not about the selected words."""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    two = interview("P: Another one. We [took out]{pursue@ann} more. 各界 👩\u200d🚒 שלום.", name="two")
    group = interview(FOCUS_GROUP, name="group")
    dense = interview(
        "Int: What happened?\n"
        "P: [[[We took]{pursue} out [a line]{prevent,harms}]{roles} [last [year]{resources} and "
        "[people]{barriers,displacement}]{harms} were]{roles} tired of [it all]{pursue,prevent,barriers}.",
        name="dense",
    )
    with study(tmp_path / "study", interview(TALK), two, group, dense) as project:
        suggest(project, "one", [("It came back within a month.", "displacement", 0.8)])
        yield project


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_matches_its_golden(name: str, size: tuple[int, int], project: Project) -> None:
    session = ReviewQueue(project, ANN) if name == "review" else None
    golden = GOLDENS / f"{name}-{size[0]}x{size[1]}.txt"
    source, keys = SCREENS[name]
    async with driven(project, size=size, session=session, source=source) as drive:
        await drive.press(*keys)
        if os.environ.get("QUALCODE_NEW_GOLDENS"):
            await drive.pilot.pause(0.2)
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(drive.text() + "\n", encoding="utf-8")
        expected = golden.read_text(encoding="utf-8")
        with suppress(TimeoutError):  # the assertion then shows the difference
            await drive.until(lambda: drive.text() + "\n" == expected, PATIENCE)
        assert drive.text() + "\n" == expected
        assert max(map(len, drive.lines())) <= size[0]
        assert drive.transcript.row_cells >= (LEAST_WORDS if size[0] >= 80 else LEAST_WORDS_NARROW)
        if name not in COVERING:
            assert_selection_in_sight(drive)
