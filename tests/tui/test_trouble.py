"""Failures to read or write are shown, and what was not stored is never shown as stored."""

from pathlib import Path

import pytest

from qualcode.model import CodeKey
from qualcode.store.project import open_project
from qualcode.store.records.transcripts import reading_places
from qualcode.tui.screens.coding_screen import CodingScreen
from qualcode.tui.widgets.transcript_view import TranscriptView
from qualcode.workflows.sources import edit_sources
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import ANN, TALK, study


async def test_a_coding_is_refused_when_the_database_is_gone(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project) as drive:
            await drive.press("J")
            for file in project.folder.glob("qualcode.db*"):
                file.unlink()
            await drive.press("c", "1")
            assert "has been removed" in drive.notifications()
            assert [coding.code for coding in drive.session.open_source.own_codings] == [
                "pursue",
                "roles",
                "prevent",
            ]
            assert drive.session.last_message == ""


async def test_a_failure_that_lasts_is_shown_once(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project) as drive:
            project.database.path.rename(tmp_path / "elsewhere.db")
            await drive.press("J")
            screen = drive.app.screen
            assert isinstance(screen, CodingScreen)
            for _ in range(2):  # what the timers call
                screen._tasks.run("refresh", screen._refresh_if_changed)  # noqa: SLF001
                screen._tasks.run("place", screen.session.save_place_if_moved)  # noqa: SLF001
            await drive.settle()
            assert drive.notifications().count("has been removed") == 1
            (tmp_path / "elsewhere.db").rename(project.database.path)
            drive.session.apply([CodeKey("roles")])
            assert ("We took out a line last year.", "roles") in drive.stored()


@pytest.mark.parametrize("keys", ["L", "q"])
async def test_what_cannot_be_saved_is_shown_without_a_traceback(keys: str, tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project) as drive:
            project.database.path.rename(tmp_path / "elsewhere.db")
            await drive.press("J", keys)
            assert "has been removed" in drive.notifications()


async def test_a_source_that_another_process_removed_cannot_be_opened(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK), interview("P: Bye.", name="two")) as project:
        async with driven(project) as drive:
            await drive.press("L")
            with open_project(project.folder) as other_process:
                edit_sources.remove_source(other_process, ANN, "two")
            await drive.press("down", "enter")
            assert "no source 'two'" in drive.notifications()
            assert drive.session.open_source.source.name == "one"


async def test_from_a_source_that_another_process_removed_another_can_be_opened(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK), interview("P: Bye.", name="two")) as project:
        async with driven(project) as drive:
            await drive.press("J")
            with open_project(project.folder) as other_process:
                edit_sources.remove_source(other_process, ANN, "one")
            await drive.press("i", "enter")
            assert "has been removed" in drive.notifications()
            await drive.press("L", "enter")
            assert drive.session.open_source.source.name == "two"


async def test_saving_the_place_never_waits_for_another_process_that_is_writing(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project, open_project(project.folder) as other_process:
        async with driven(project) as drive:
            await drive.press("J")
            with other_process.database.transaction():
                drive.session.save_place_if_moved()
                assert reading_places.marked_or_latest(other_process.database, ANN) is None
            drive.session.save_place_if_moved()
            assert reading_places.marked_or_latest(other_process.database, ANN) is not None


async def test_a_selection_beyond_the_view_is_painted_once_and_leaves_the_screen_at_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint_ahead, steps = TranscriptView._paint_ahead, 0  # noqa: SLF001 - what runs between the keys

    def counted(view: TranscriptView) -> None:
        nonlocal steps
        steps += 1
        assert steps < 500, "painting ahead goes on for ever"
        paint_ahead(view)

    monkeypatch.setattr(TranscriptView, "_paint_ahead", counted)
    long = interview("P: " + "Nothing happened at all that day. " * 400)
    with study(tmp_path / "study", long) as project:
        async with driven(project, size=(60, 24)) as drive:
            await drive.press("v", "G")
            await drive.press("g", "g")
            assert len(drive.session.cursor.selection) > 0
    assert steps > 0


@pytest.mark.parametrize("key", ["pageup", "pagedown", "down", "home", "end", "enter"])
async def test_the_palette_takes_every_key_without_room_for_its_list(tmp_path: Path, key: str) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project, size=(20, 5)) as drive:
            await drive.press(":")
            await drive.type("memo")
            await drive.press("down", key)
            await drive.pilot.resize_terminal(1, 1)
            await drive.press(key, "escape", "escape")
            assert drive.app.is_running
