"""Dialogs about the selected words: the words are in sight, and Esc changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.widgets import TextArea

from qualcode.store.project import Project
from qualcode.store.records import memos
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import study
from tests.support.terminal.words_in_sight import assert_selection_in_sight, selected_words, words_shown

SIZES = [(120, 40), (80, 24), (60, 24), (50, 20)]
LONG = " ".join(f"Sentence number {n} says a little about drugs." for n in range(60))
TALK = "".join(f"P: Answer {n} is about the river and what lies in it.\n" for n in range(40))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    long = interview(f"{TALK}P: {LONG}\nP: End.", name="long")
    with study(tmp_path / "study", interview(TALK), long) as project:
        yield project


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("keys", [["c"], ["i"], ["m"], ["m", "1"], ["c", "z", "z", "enter"]], ids="".join)
async def test_no_dialog_covers_the_selected_words_at_the_end_of_the_text(
    keys: list[str], size: tuple[int, int], project: Project
) -> None:
    async with driven(project, size=size) as drive:
        await drive.press("G")
        before = drive.lines()
        await drive.press(*keys)
        assert_selection_in_sight(drive)
        await drive.press(*["escape"] * len(keys))
        assert drive.lines() == before


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_of_a_selection_that_does_not_fit_the_first_words_are_in_sight(
    size: tuple[int, int], project: Project
) -> None:
    async with driven(project, size=size, source="long") as drive:
        await drive.press("G", "K", "K", "s", "c")
        assert len(selected_words(drive)) > 2000
        assert "Sentence number 0 says" in words_shown(drive)


async def test_a_dialog_that_becomes_a_narrower_window_leaves_the_words_in_sight(project: Project) -> None:
    async with driven(project, size=(120, 40)) as drive:
        await drive.press("G", "c")
        for size in ((60, 24), (100, 30), (80, 24), (120, 40)):
            await drive.pilot.resize_terminal(*size)
            await drive.settle()
            await drive.settle()
            assert_selection_in_sight(drive)
            assert "Code the selection" in drive.text()


async def test_escape_asks_before_a_memo_is_lost_and_enter_means_yes(project: Project) -> None:
    async with driven(project, size=(80, 24)) as drive:
        await drive.press("m", "1")
        await drive.type(" words")
        await drive.press("escape")
        assert "Save the memo?" in drive.text()
        await drive.press("escape")
        await drive.type(" more")
        await drive.press("escape", "n")
        assert memos.read_all(project.database) == []
        await drive.press("m", "1")
        await drive.type("kept")
        await drive.press("escape", "enter")
        assert [memo.text for memo in memos.read_all(project.database)] == ["Turn 1: kept"]


async def test_escape_asks_before_a_label_or_a_definition_is_lost(project: Project) -> None:
    async with driven(project, size=(80, 24)) as drive:
        await drive.press("i", "escape")
        assert not drive.app.screen.query("NewCodeForm")
        await drive.press("i")
        await drive.type(" and more")
        await drive.press("escape")
        assert "Leave without the new code?" in drive.text()
        await drive.press("enter")
        assert not drive.app.screen.query("NewCodeForm")
        await drive.press("i", "tab")
        await drive.type("Where it is.")
        await drive.press("escape")
        assert "Leave without the new code?" in drive.text()
        await drive.press("n", "escape", "enter")
        assert drive.stored() == []
        assert not drive.app.screen.query("NewCodeForm")


async def test_a_new_code_gets_the_parent_that_typed_letters_choose(project: Project) -> None:
    async with driven(project, size=(80, 24)) as drive:
        await drive.press("c")
        await drive.type("zebra")
        await drive.press("enter", "tab", "tab")
        await drive.type("purs")
        await drive.press("enter")
        codebook = drive.session.current_codebook.codebook
        new_key = next(key for key in codebook.keys if key.startswith("zebra"))
        assert [parent.key for parent in codebook.ancestors(new_key)] == ["roles", "pursue"]


async def test_the_picker_offers_the_selected_words_as_a_code(project: Project) -> None:
    async with driven(project, size=(80, 24)) as drive:
        await drive.press("w", "w", "w", "v", "w", "w", "h", "h", "c", "up")
        assert "in vivo: «about the»" in drive.text()
        await drive.press("enter", "enter")
        assert drive.stored() == [("about the", "about-the")]


async def test_the_mouse_takes_the_row_that_it_clicks(project: Project) -> None:
    async with driven(project, size=(80, 24)) as drive:
        await drive.press("c")
        row = next(number for number, line in enumerate(drive.lines()) if "3  prevent" in line)
        await drive.pilot.click(offset=(10, row))
        await drive.settle()
        assert [code for _, code in drive.stored()] == ["prevent"]


async def test_a_click_on_the_transcript_under_a_dialog_changes_nothing(project: Project) -> None:
    async with driven(project, size=(80, 24)) as drive:
        await drive.press("c")
        offset = drive.session.cursor.offset
        await drive.pilot.click(offset=(20, 6))
        await drive.settle()
        assert drive.session.cursor.offset == offset
        await drive.type("prev")
        await drive.press("enter")
        assert [code for _, code in drive.stored()] == ["prevent"]


async def test_a_memo_that_is_drawn_before_its_styles_are_applied_is_blank(project: Project) -> None:
    async with driven(project, size=(80, 24)) as drive:
        await drive.press("m", "1")
        area = drive.app.screen.query_one(TextArea)
        styles = dict(area._component_styles)  # noqa: SLF001 - to be as before the first styling
        area._component_styles.clear()  # noqa: SLF001
        area._rich_style_cache.clear()  # noqa: SLF001
        rows = area.render_lines(Region(0, 0, 10, 2))
        area._component_styles.update(styles)  # noqa: SLF001
        assert [row.text for row in rows] == [" " * 10] * 2
