"""Until a round is closed, the coding screen shows one of its coders nothing of what another has done in it.

Two copies of a study differ only in ben's work; ann's screen must be the same in both, key by key.
"""

import re
from pathlib import Path

import pytest

from qualcode.api import open as open_study
from qualcode.model import CoderName, RoundSettings
from qualcode.store.project import open_project
from qualcode.workflows.rounds.close_round import close_round, finish_round
from qualcode.workflows.rounds.draw_round import draw_round
from tests.support.marked_text import interview
from tests.support.study_copies import copy
from tests.support.terminal.pilot_driver import Drive, driven
from tests.support.terminal.screen_studies import TALK, study

LEAD = CoderName("lead")
LONG_NAME = "bernadette-the-second"
KEYS = {
    "others": ["O", "right_square_bracket", "O"],
    "list of sources": ["L"],
    "memos": ["M"],
    "history": ["H"],
    "quotes of a code": ["right_square_bracket", "Q"],
    "codebook": ["B", "tab", "j", "j"],
    "choice of codes": ["j", "c"],
    "next suggestion": ["right_curly_bracket"],
    "undo": ["u"],
    "source finished": ["F"],
}
"""Keys that show something of what was coded."""
_TIMES = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?Z?)?|\d\d:\d\d(:\d\d)?")


@pytest.fixture
def copies(tmp_path: Path) -> list[Path]:
    """Return the folders of two copies: in the first ben has done nothing, in the second a lot."""
    two = interview("P: Another one. They [took out]{pursue} more.", name="two")
    study(tmp_path / "study", interview(TALK), two).database.close()
    with open_project(tmp_path / "study") as project:
        draw_round(project, LEAD, "pilot", ["ann", "ben"], RoundSettings(share=1))
    folders = [copy(tmp_path / "study", tmp_path / name / "study") for name in ("copy-1", "copy-2")]
    with open_study(folders[1], coder="ben") as opened:
        [coding] = opened.apply("displacement", "one", quote="It came back", memo="SECRET memo")
        opened.star(coding)
        opened.apply("resources", "one", quote="More people.")
        opened.apply("pursue", "two", quote="Another one.")
        opened.memo("source", "one", "SECRET on the source")
    return folders


async def shown(drive: Drive, keys: list[str]) -> str:
    """Return all that the screen shows after each key."""
    views = [drive.text()]
    for key in keys:
        await drive.press(key)
        views += [drive.text(), drive.notifications()]
    return _TIMES.sub("…", "\n".join(views))


@pytest.mark.parametrize("name", KEYS)
async def test_the_screen_is_the_same_whatever_another_coder_has_done(name: str, copies: list[Path]) -> None:
    views = []
    for folder in copies:
        with open_project(folder) as project:
            async with driven(project, size=(120, 30)) as drive:
                views.append(await shown(drive, KEYS[name]))
    assert views[0] == views[1]
    assert "ben" not in views[1].replace("ann, ben", "")
    assert "SECRET" not in views[1]


async def test_after_the_closing_the_screen_shows_the_others(copies: list[Path]) -> None:
    with open_project(copies[1]) as project:
        close_round(project, LEAD, "pilot", anyway=True)
        async with driven(project, size=(120, 30)) as drive:
            await drive.at("It came")
            both = await shown(drive, ["O"])
            assert "displacement·ben" in both
            assert "all coders" in both
            await drive.press("O")
            assert "all coders" not in drive.text()


@pytest.mark.parametrize("size", [(60, 24), (80, 24)])
async def test_what_the_key_for_others_codings_says_is_whole(
    size: tuple[int, int], copies: list[Path]
) -> None:
    with open_study(copies[1], coder=LONG_NAME) as opened:
        opened.apply("resources", "one", quote="It came back")
    said = []
    with open_project(copies[1]) as project:
        draw_round(project, LEAD, "three", ["ann", "ben", LONG_NAME], RoundSettings(share=1))
        for coder in ("ann", "ben", LONG_NAME):
            finish_round(project, CoderName(coder), "three")
        async with driven(project, size=size) as drive:
            await drive.press("O")
            said.append(_answer(drive))
            close_round(project, LEAD, "pilot", anyway=True)
            close_round(project, LEAD, "three")
            while not said[-1].startswith("That was"):
                await drive.press("O")
                said.append(_answer(drive))
            await drive.press("j")
            assert "That was" not in drive.text()
    assert said[0] == "Other coders' codings are shown, but not those in your open round"
    assert said[-1] == "That was the last disagreement; other coders' codings are hidden"
    [displaced] = (each for each in said if "displacement" in each)
    assert displaced.endswith(f"of 7, label: ben displacement · {LONG_NAME} resources · ann nothing")


def _answer(drive: Drive) -> str:
    """Return the rows for codings and messages, joined."""
    return " ".join(" ".join(drive.lines()[-4:-2]).split())
