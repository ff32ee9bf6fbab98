"""The mouse on the transcript: click, drag, scroll, and scroll by the last column."""

from pathlib import Path

from textual import events

from qualcode.tui.widgets.transcript_view import TranscriptView
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import Drive, driven
from tests.support.terminal.screen_studies import study

LONG = "".join(f"P: Answer number {n} is about drugs here.\n" for n in range(1, 100))
SIZE = (80, 24)


def cell_of(drive: Drive, words: str) -> tuple[int, int]:
    """Return column and row of words on the screen."""
    row, line = next((row, line) for row, line in enumerate(drive.lines()) if words in line)
    return line.index(words), row


def thumb(drive: Drive) -> list[int]:
    """Return the rows of the scroll thumb in the last column."""
    return [row for row, line in enumerate(drive.lines()) if len(line) == SIZE[0] and line.endswith("▐")]


async def test_a_click_moves_the_cursor_and_dragging_selects(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(LONG)) as project:
        async with driven(project, size=SIZE) as drive:
            await drive.pilot.click(TranscriptView, offset=cell_of(drive, "number 4"))
            await drive.settle()
            assert drive.after_cursor(8) == "number 4"
            await drive.pilot.mouse_down(TranscriptView, offset=cell_of(drive, "Answer number 5"))
            await drive.pilot.hover(TranscriptView, offset=cell_of(drive, "5 is about"))
            await drive.pilot.mouse_up(TranscriptView, offset=cell_of(drive, "5 is about"))
            await drive.settle()
            assert (
                drive.session.cursor.selection.of(drive.session.open_source.units.text) == "Answer number 5"
            )


async def test_the_wheel_moves_the_text_and_not_the_cursor(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(LONG)) as project:
        async with driven(project, size=SIZE) as drive:
            await drive.press("J")
            before, cursor = drive.lines()[0], drive.session.cursor.offset
            transcript = drive.app.screen.query_one(TranscriptView)
            wheel = events.MouseScrollDown(
                transcript, 5, 5, 0, 1, 0, shift=False, meta=False, ctrl=False, screen_x=5, screen_y=5
            )
            drive.app.screen._forward_event(wheel)  # noqa: SLF001 - as events of the terminal arrive
            await drive.until(lambda: drive.lines()[0] != before)
            assert drive.session.cursor.offset == cursor
            await drive.press("J")
            assert "Answer number 3" in drive.text()


async def test_the_last_column_shows_the_scroll_position_and_scrolls_when_clicked(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(LONG)) as project:
        async with driven(project, size=SIZE) as drive:
            assert thumb(drive)[0] == 0
            await drive.pilot.click(TranscriptView, offset=(SIZE[0] - 1, SIZE[1] - 5))
            await drive.settle()
            assert "Answer number 99" in drive.text()
            assert thumb(drive)[-1] == SIZE[1] - 5
            await drive.pilot.mouse_down(TranscriptView, offset=(SIZE[0] - 1, SIZE[1] - 5))
            await drive.pilot.hover(TranscriptView, offset=(SIZE[0] - 1, 0))
            await drive.pilot.mouse_up(TranscriptView, offset=(SIZE[0] - 1, 0))
            await drive.settle()
            assert "Answer number 1 " in drive.text()
            assert drive.session.cursor.offset == drive.session.open_source.units.first()


async def test_a_short_text_has_no_thumb_in_the_last_column(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project, size=SIZE) as drive:
            assert thumb(drive) == []


async def test_a_step_out_of_the_view_scrolls_by_more_than_a_row(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(LONG)) as project:
        async with driven(project, size=SIZE) as drive:
            top = drive.lines()[0]
            while drive.lines()[0] == top:
                await drive.press("J")
            _, row = cell_of(drive, drive.after_cursor(16))
            assert row == (SIZE[1] - 4) // 3
            top = drive.lines()[0]
            while drive.lines()[0] == top:
                await drive.press("K")
            _, row = cell_of(drive, drive.after_cursor(16))
            assert row == (SIZE[1] - 4) * 2 // 3
