"""Lists that typed words filter."""

from pathlib import Path

import pytest
from textual import events

from qualcode.model import About, CoderName
from qualcode.tui.clipboard import clipboard_program
from qualcode.workflows.coding import write_memos
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import TALK, study

NAMES = ("one", "caf\u00e9 2", "two")


async def test_letters_and_digits_filter_and_never_choose(tmp_path: Path) -> None:
    others = [interview(f"P: Hello {name}.", name=name) for name in NAMES[1:]]
    with study(tmp_path / "study", interview(TALK), *others) as project:
        async with driven(project, size=(80, 24)) as drive:
            await drive.press("L", "2")
            assert "> 2" in drive.text()
            assert drive.session.open_source.source.name == "one"
            await drive.press("backspace")
            await drive.type("CAFE\u0301")
            assert "1 of 3" in drive.text()
            await drive.type("zz")
            assert "No row has these words" in drive.text()
            await drive.press("enter")
            assert drive.session.open_source.source.name == "one"
            await drive.press("L", "t", "w")
            await drive.press("escape")
            assert "> tw" not in drive.text()
            assert "Sources" in drive.text()
            await drive.press("escape")
            assert "Sources" not in drive.text()
            await drive.press("L")
            await drive.type("two")
            await drive.press("enter")
            assert drive.session.open_source.source.name == "two"


async def test_pasted_words_filter(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK), interview("P: Hello.", name="two")) as project:
        async with driven(project, size=(80, 24)) as drive:
            await drive.press("L")
            assert drive.app.focused is not None
            drive.app.focused.post_message(events.Paste("tw\no"))
            await drive.settle()
            assert "1 of 2" in drive.text()


@pytest.mark.parametrize(("variable", "program"), [("WAYLAND_DISPLAY", "wl-copy"), ("DISPLAY", "xclip")])
def test_the_desktop_has_a_program_for_its_clipboard(
    variable: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / program).write_text("#!/bin/sh\n")
    (tmp_path / program).chmod(0o755)
    assert clipboard_program() is None
    monkeypatch.setenv(variable, ":0")
    command = clipboard_program()
    assert command is not None
    assert command[0] == str(tmp_path / program)


async def test_a_key_does_nothing_where_no_row_is_left(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK)) as project:
        async with driven(project, size=(80, 24)) as drive:
            await drive.press("M", "ctrl+e")
            assert "Nothing here yet" in drive.text()
            await drive.press("escape", "Q")
            await drive.type("zz")
            await drive.press("right", "down", "pagedown")
            assert "No row has these words" in drive.text()


async def test_another_coders_memo_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK)) as project:
        write_memos.write(project, CoderName("ben"), About.PROJECT, "", "Mine.")
        async with driven(project, size=(80, 24), notifications=True) as drive:
            await drive.press("M", "ctrl+e")
            assert "This memo is ben's" in drive.notifications()
            assert "Ctrl-S" not in drive.text()


async def test_a_heading_that_is_cut_says_so(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK), codebook=LONG) as project:
        async with driven(project, size=(60, 24)) as drive:
            await drive.press("right_square_bracket", "Q")
            assert any(line.rstrip("│ ").endswith("…") for line in drive.lines() if "word" in line)


LONG = "codes:\n" + "".join(
    f"  - code: {key}\n    definition: {'word ' * 200}\n" for key in ("pursue", "roles", "prevent")
)


async def test_in_an_empty_codebook_there_is_no_code_to_show(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview("P: Hello."), codebook="codebook: X\ncodes: []\n") as project:
        async with driven(project, size=(80, 24)) as drive:
            for key in ("D", "Q"):
                await drive.press(key)
                assert "The codebook has no codes yet." in drive.notifications()
                await drive.press("escape")
            await drive.press("A")
            assert "no undecided suggestion at the cursor" in drive.notifications()
