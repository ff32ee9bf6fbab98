"""The tutorial, run to its end in a pseudo-terminal, left and resumed."""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qualcode.errors import ConflictError
from qualcode.model import CoderName
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screen_preferences import Preferences
from qualcode.tui.screens.lesson_screen import LessonScreen
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.sources.import_files import ImportOptions, import_files
from qualcode.workflows.tutorial import lesson_project
from tests.support.terminal.pilot_driver import Drive
from tests.support.terminal.tui_terminal import Terminal, screen_text

LEARNER = CoderName("learner")
KEYS_OF_STEPS: tuple[tuple[str, ...], ...] = (
    ("/worried\r",),
    ("c", "worry", "\r"),
    ("/bakery\r", "c", "help ", "money ", "\r"),
    ("/quiet\r", "v", "w", "i", "\r"),
    ("m", "\r", "A good word.", "\x13"),
    ("u", "\x12"),
    ("}", "a"),
    ("/never\r", "c", "worry", "\r", "w", "v", "w", "c", "money", "\r"),
    ("/trust\r", "n"),
    ("F",),
)


def test_the_lesson_is_done_in_ten_steps_and_shows_the_table(tmp_path: Path) -> None:
    with started(tmp_path / "lesson") as terminal:
        terminal.until(re.compile("Step 1 of 10"))
        for number, keys in enumerate(KEYS_OF_STEPS[:5], 2):
            press(terminal, keys, f"Step {number} of 10")
        press(terminal, ("q",), r"You are at step 6 of 10\.\s+`qualcode\s+tutor\s+/")
    with started(tmp_path / "lesson") as terminal:
        terminal.until(re.compile("Step 6 of 10"))
        for number, keys in enumerate(KEYS_OF_STEPS[5:], 7):
            press(terminal, keys, f"Step {number} of 10|That was the lesson")
        press(terminal, ("q",), "(?s)Your codes.*qualcode init my-study")


@contextmanager
def started(folder: Path) -> Iterator[Terminal]:
    terminal = Terminal.started(
        "-m", "qualcode", "tutor", str(folder), size=(80, 24), COLUMNS="80", LINES="24"
    )
    try:
        yield terminal
    finally:
        terminal.end(signal.SIGKILL)


def press(terminal: Terminal, keys: tuple[str, ...], effect: str) -> None:
    """Type keys one after another, and wait until what they bring about has been written."""
    before = len(terminal.written)
    for key in keys:
        terminal.type(key)
        terminal.until_it_writes()
        terminal.read_for(0.3)
    if not re.search(effect, screen_text(terminal.written[before:])):
        terminal.until(re.compile(effect))


def test_another_folder_is_neither_used_nor_deleted(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ConflictError, match="not a folder of the tutorial"):
        lesson_project.open_lesson(tmp_path, LEARNER)
    lesson_project.remove_lesson(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_damaged_record_of_the_steps_begins_at_the_first(tmp_path: Path) -> None:
    with lesson_project.open_lesson(tmp_path / "lesson", LEARNER) as project:
        lesson_project.save_step(project, 4)
        assert lesson_project.reached_step(project) == 4
        for damaged in ("", "[]", '{"step": "x"}', '{"step": -1}'):
            (project.folder / "tutorial.json").write_text(damaged)
            assert lesson_project.reached_step(project) == 0


def test_a_lesson_with_sources_of_ones_own_is_not_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "lesson"
    (tmp_path / "mine.txt").write_text("Ann: What I was told.\nBen: And what I said.\n")
    with lesson_project.open_lesson(folder, LEARNER) as project:
        list(import_files(project, LEARNER, [tmp_path / "mine.txt"], ImportOptions()))
    with pytest.raises(ConflictError, match="sources of your own: mine"):
        lesson_project.remove_lesson(folder)
    assert (folder / "qualcode.db").is_file()


async def test_a_command_without_a_key_is_named_in_the_lesson(tmp_path: Path) -> None:
    with lesson_project.open_lesson(tmp_path / "lesson", LEARNER) as project:
        preferences = Preferences(keys={"next_sentence": ("J", "ctrl+down")})
        app = QualcodeApp(CodingSession(project, LEARNER), preferences, screen_type=LessonScreen)
        async with app.run_test(size=(80, 24)) as pilot:
            drive = Drive(app, pilot)
            await drive.settle()
            assert "“Next turn” (`:` finds it)" in " ".join(drive.text().split())
