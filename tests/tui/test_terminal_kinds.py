"""The full-screen review, and the screen on narrow terminals and those with few colours or none."""

from pathlib import Path

import pytest

from qualcode.store.records import suggestions
from qualcode.tui.app import QualcodeApp
from qualcode.tui.painting.color_palette import Depth
from qualcode.tui.widgets.status_lines import StatusLines
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.review_queue import ReviewQueue
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import ANN, TALK, study, suggest


async def test_a_review_leads_from_decision_to_decision_through_all_sources(tmp_path: Path) -> None:
    two = interview("P: Another one. They moved on.", name="two")
    with study(tmp_path / "study", interview(TALK), two) as project:
        suggest(project, "one", [("More people.", "resources", 0.7)])
        suggest(project, "two", [("They moved on.", "displacement", 0.9)])
        async with driven(project, session=ReviewQueue(project, ANN)) as drive:
            assert "1 of 2 to review" in drive.text()
            await drive.press("a")
            assert drive.session.open_source.source.name == "two"
            assert "They moved on." in drive.text()
            await drive.press("a")
            assert ("They moved on.", "displacement") in drive.stored()
            await drive.press("u")
            assert "1 of 1 to review" in drive.text()
            await drive.press("u")
            assert "1 of 2 to review" in drive.text()
            assert drive.session.open_source.source.name == "one"


async def test_a_review_of_one_code_never_answers_about_another(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        suggest(project, "one", [("More people.", "resources", 0.7), ("More people.", "harms", 0.6)])
        async with driven(project, session=ReviewQueue(project, ANN, code="harms")) as drive:
            await drive.press("x", "x", "a")
            assert "all reviewed" in drive.text()
            assert "Everything is reviewed" in drive.notifications()
            assert [decision.code for decision in suggestions.decisions(project.database, ANN)] == ["harms"]
            assert ("More people.", "resources") not in drive.stored()
            await drive.press("u")
            assert "1 of 1 to review" in drive.text()


@pytest.mark.parametrize("depth", list(Depth))
async def test_a_passage_is_coded_on_a_terminal_with_any_number_of_colours(
    depth: Depth, tmp_path: Path
) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project, size=(60, 20), depth=depth) as drive:
            assert max(map(len, drive.lines())) <= 60
            assert "pursue" in drive.text()
            await drive.press(*"ggjjc")
            assert "Resources and capacity" in drive.text()
            await drive.type("dis")
            await drive.press("enter")
            assert ("It came back within a month.", "displacement") in drive.stored()


async def test_no_color_is_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with study(tmp_path / "study") as project:
        assert QualcodeApp(CodingSession(project, ANN, source="one")).depth is Depth.NONE


async def test_a_notification_is_whole_at_60_columns_and_removed_by_escape(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project, size=(60, 24), notifications=True) as drive:
            warning = "You accepted nearly all of the last twenty suggestions in under a second each."
            drive.session.warning = warning
            await drive.press("j")
            await drive.until(lambda: "You accepted" in drive.text())
            words = " ".join(drive.text().replace("▌", " ").split())
            assert warning in words
            await drive.press("escape")
            await drive.until(lambda: "You accepted" not in drive.text())


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 24)])
async def test_notifications_leave_the_status_lines_readable(tmp_path: Path, size: tuple[int, int]) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project, size=size, notifications=True) as drive:
            await drive.press("j")
            status = drive.lines()[-StatusLines.HEIGHT :]
            for number in range(2):
                drive.app.notify(f"Message {number}. " + "It is as long as three rows of it. " * 4)
            await drive.until(lambda: "Message 1" in drive.text())
            assert drive.lines()[-StatusLines.HEIGHT :] == status
