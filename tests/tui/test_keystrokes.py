"""The number of keys that apply any code of a codebook to the passage under the cursor.

In other programs, after the passage has been found: Taguette a drag, a button, a tick and save; qc in an
editor: note the line number, change window, go to the line, type the code (13 for a code of ten letters).
"""

from pathlib import Path

import pytest

from qualcode.model import Codebook, CodeKey
from qualcode.tui.code_ranking import ranked_codes
from qualcode.tui.dialogs.code_picker import CodePicker
from qualcode.workflows.demo_project import CODEBOOK, samples_folder
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import study

TOO_MANY = 4


@pytest.fixture(scope="module")
def demonstration() -> Codebook:
    from qualcode.codebook import read

    return read((samples_folder() / CODEBOOK).read_text(encoding="utf-8"))


def keys_to(codebook: Codebook, key: CodeKey) -> str:
    """Return the shortest keys after `c`: at most one letter, and the number of the row."""
    codes = [code for code, _ in codebook.walk() if not code.retired]
    for letter in ("", *"abcdefghijklmnopqrstuvwxyz-"):
        rows = [code.key for code in ranked_codes(codes, letter)][:9]
        if key in rows:
            return f"{letter}{rows.index(key) + 1}"
    return "x" * TOO_MANY


def test_the_demonstration_has_at_least_forty_five_codes(demonstration: Codebook) -> None:
    assert len(demonstration) >= 45


def test_any_code_of_a_large_codebook_takes_three_keys_at_most(demonstration: Codebook) -> None:
    counted = {key: 1 + len(keys_to(demonstration, key)) for key in demonstration.keys}
    assert {key: count for key, count in counted.items() if count > 3} == {}


async def test_three_keys_are_enough_in_the_real_application(tmp_path: Path, demonstration: Codebook) -> None:
    text = (samples_folder() / CODEBOOK).read_text(encoding="utf-8")
    keys = [key for key in demonstration.keys if len(keys_to(demonstration, key)) == 2][:6]
    with study(tmp_path / "study", codebook=text) as project:
        for key in keys:
            async with driven(project) as drive:
                await drive.press("g", "g", "j", "j")
                await drive.press("c", *keys_to(demonstration, key))
                assert not drive.app.screen.query(CodePicker)
                assert ("It came back within a month.", key) in drive.stored()
                drive.session.recent.clear()
                drive.session.undo()


async def test_keys_that_arrive_at_once_do_the_same_as_one_by_one(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project) as drive:
            before = drive.stored()
            await drive.bunch(*"ggjjcdis", "enter", *"jcres", "enter", *"u.ctired", "escape", *"dq")
            new = ("It came back within a month.", "displacement")
            assert sorted(drive.stored()) == sorted([*before, new])
