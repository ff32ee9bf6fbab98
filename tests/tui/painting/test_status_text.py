"""The texts of the status lines: what is shortened to fit, and what is not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from qualcode.model import Span
from qualcode.tui.command_table import COMMANDS
from qualcode.tui.painting import status_text
from qualcode.workflows.coding_screen.coding_session import CodingSession
from tests.support.marked_text import interview
from tests.support.terminal.hard_texts import texts
from tests.support.terminal.screen_studies import ANN, TALK, study


@given(left=texts, right=texts, width=st.integers(20, 100))
def test_texts_at_both_ends_of_a_row_never_exceed_its_width(left: str, right: str, width: int) -> None:
    row = status_text.left_and_right(Text(" ".join(left.split())), " ".join(right.split()), width)
    assert row.cell_len <= width


def test_texts_at_both_ends_are_whole_where_they_fit() -> None:
    assert status_text.left_and_right(Text("pursue"), "Took back", 20).plain == "pursue     Took back"
    assert status_text.left_and_right(Text("pursue"), "", 20).plain == "pursue"
    assert status_text.left_and_right(Text("a" * 30), "Took back", 21).plain == "aaaaaaaaa…  Took back"
    assert status_text.left_and_right(Text("a" * 30), "Took it back", 21).plain == "aaaaaa…  Took it back"
    assert status_text.left_and_right(Text("a" * 30), "Took back more", 18).plain == "aaa…  Took back m…"


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (100, "national-02-threat-desk · turn 1 of 4 · Int · read 0% · coded 17% · ann · 0 pending"),
        (76, "national-02-threat-de… · turn 1 of 4 · read 0% · coded 17% · ann · 0 pending"),
        (68, "national-02-t… · turn 1 of 4 · read 0% · coded 17% · ann · 0 pending"),
        (58, "national-… · turn 1 of 4 · read 0% · coded 17% · 0 pending"),
        (50, "national-02-t… · turn 1 of 4 · read 0% · 0 pending"),
    ],
)
def test_the_progress_keeps_its_figures_in_a_narrow_window(width: int, expected: str, tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK, name="national-02-threat-desk")) as project:
        row = status_text.progress_text(
            CodingSession(project, ANN, source="national-02-threat-desk"), width
        ).plain
        assert row == expected
        assert cell_len(row) <= width


def test_before_the_first_turn_the_progress_says_so(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview("About this talk.\n\nP: Yes.")) as project:
        assert (
            "· before turn 1 ·"
            in status_text.progress_text(CodingSession(project, ANN, source="one"), 80).plain
        )


@given(width=st.integers(58, 200))
def test_key_hints_are_never_cut(width: int) -> None:
    row = status_text.key_hints(COMMANDS, width).plain.rstrip()
    assert cell_len(row) <= width
    assert status_text.key_hints(COMMANDS, 1000).plain.startswith(row)
    assert row == "" or row.split("  ")[-1].split(" ")[1] in {command.footer for command in COMMANDS}


@given(width=st.integers(1, 57))
def test_a_window_that_is_too_narrow_is_told_how_wide_it_should_be(width: int) -> None:
    row = status_text.key_hints(COMMANDS, width).plain
    assert cell_len(row) <= width
    if width >= 45:
        assert row == f"{width + 2} columns: 60 are needed to show everything"


@pytest.mark.parametrize(
    ("offset", "width", "expected"),
    [
        (0, 100, "one · pilot · turn 1 of 2 · Dana · read 0% · coded 0% · ann · 0 pending"),
        (9999, 100, "one · outside pilot · turn 2 of 2 · Eve · read 0% · coded 0% · ann · 0 pending"),
        (9999, 58, "one · outside pilot · turn 2 of 2 · read 0% · 0 pending"),
        (9999, 40, "one · turn 2 of 2 · read 0% · 0 pending"),
    ],
)
def test_the_progress_tells_whether_the_cursor_is_in_the_round(
    offset: int, width: int, expected: str, tmp_path: Path
) -> None:
    with study(tmp_path / "study", interview("Dana: We asked.\nEve: Nobody came.\n")) as project:
        session = CodingSession(project, ANN, source="one")
        turn = session.open_source.units.turns[-1].span
        session.open_source.samples = (("pilot", (Span(0, turn.start),)),)
        session.cursor.move_to(min(offset, turn.end - 2))
        row = status_text.progress_text(session, width).plain
        assert row == expected
        assert cell_len(row) <= width
