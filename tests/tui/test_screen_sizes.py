"""The coding screen at 80 x 24, at 60 columns, and while the window changes its size."""

from pathlib import Path

import pytest

from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import Drive, driven
from tests.support.terminal.screen_studies import TALK, study, suggest

SIZES = [(80, 24), (60, 24)]
LONG = "P: " + " ".join(f"Sentence number {n} says a little about drugs." for n in range(200)) + "\n"


async def resized(drive: Drive, width: int, height: int) -> None:
    await drive.pilot.resize_terminal(width, height)
    await drive.settle()


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_shows_the_progress_and_the_last_act(size: tuple[int, int], tmp_path: Path) -> None:
    name = "national-02-threat-desk-superintendent"
    with study(tmp_path / "study", interview(TALK, name=name)) as project:
        suggest(project, name, [("More people.", "resources", 0.7)])
        async with driven(project, size=size, source=name) as drive:
            await drive.press("j", "c")
            await drive.type("harms")
            await drive.press("enter")
            lines = drive.lines()
            assert max(map(len, lines)) <= size[0]
            for words in ("turn 2 of 4", "read", "coded", "1 pending"):
                assert words in lines[-2]
            assert lines[-2].strip().startswith("nat")
            assert "harms on «We " in lines[-4]
            await drive.press("u")
            assert "Undid" in drive.lines()[-4]


@pytest.mark.parametrize("size", SIZES)
async def test_every_coding_and_suggestion_has_its_bracket_in_the_margin(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with study(tmp_path / "study") as project:
        suggest(project, "one", [("More people.", "resources", 0.7)])
        async with driven(project, size=size) as drive:
            for words in ("[ pursue", "rol", "pre", "?res", " 70%"):
                assert words in drive.text()


async def test_resizing_keeps_the_cursor_in_view(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(LONG)) as project:
        async with driven(project, size=(80, 24)) as drive:
            await drive.at("number 120 says")
            await drive.press("v", "w", "w")
            cursor, selection = drive.session.cursor.offset, drive.session.cursor.selection
            for size in ((60, 24), (120, 40), (60, 10), (59, 24), (200, 60), (80, 24)):
                await resized(drive, *size)
                assert (drive.session.cursor.offset, drive.session.cursor.selection) == (cursor, selection)
                assert "number 120" in " ".join(drive.text().split())
                assert drive.transcript.visible_span.contains(selection)


async def test_the_status_lines_fit_a_smaller_window(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project, size=(120, 40)) as drive:
            await drive.press("J")
            await resized(drive, 60, 24)
            assert drive.lines()[-1].endswith("c code")
            assert "turn 2 of 4" in drive.lines()[-2]
            await resized(drive, 120, 40)
            assert drive.lines()[-1].endswith("u undo")


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_of_sources_shows_the_progress_in_each(size: tuple[int, int], tmp_path: Path) -> None:
    name = "national-02-threat-desk-superintendent"
    with study(tmp_path / "study", interview(TALK), interview("P: No.", name=name)) as project:
        suggest(project, "one", [("More people.", "resources", 0.7)])
        async with driven(project, size=size) as drive:
            await drive.press("J", "J", "L")
            (row,) = (line for line in drive.lines() if "50% read" in line)
            assert "3 coded    1 pending" in row
            assert "0% read    0 coded    0 pending" in drive.text()
            assert "national-02" in drive.text()


async def test_a_memo_is_seen_in_the_list_at_60_columns(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project, size=(60, 24)) as drive:
            await drive.press("m", "2")
            await drive.type("people tired")
            await drive.press("ctrl+s", "M")
            assert "people tired" in drive.text()
