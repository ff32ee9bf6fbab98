"""Rows of words that fit: what is shortened, and what is not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from qualcode.tui import status_text
from qualcode.tui.command_table import COMMANDS
from qualcode.workflows.coding_screen.coding_session import CodingSession
from tests.support.marked_text import interview
from tests.support.terminal.hard_texts import texts
from tests.support.terminal.screen_studies import ANN, TALK, study


@given(left=texts, right=texts, width=st.integers(20, 100))
def test_words_at_both_ends_of_a_row_never_take_more_than_the_row(left: str, right: str, width: int) -> None:
    row = status_text.beside(Text(" ".join(left.split())), " ".join(right.split()), width)
    assert row.cell_len <= width


def test_words_at_both_ends_are_whole_where_there_is_room() -> None:
    assert status_text.beside(Text("pursue"), "Took back", 20).plain == "pursue     Took back"
    assert status_text.beside(Text("pursue"), "", 20).plain == "pursue"
    assert status_text.beside(Text("a" * 30), "Took back", 21).plain == "aaaaaaaaaaa…  Took b…"


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (100, "national-02-threat-desk · turn 1 of 4 · read 0% · coded 17% · ann · 0 pending"),
        (76, "national-02-threat-de… · turn 1 of 4 · read 0% · coded 17% · ann · 0 pending"),
        (68, "national-02-t… · turn 1 of 4 · read 0% · coded 17% · ann · 0 pending"),
        (58, "national-… · turn 1 of 4 · read 0% · coded 17% · 0 pending"),
        (50, "national-02-t… · turn 1 of 4 · read 0% · 0 pending"),
    ],
)
def test_the_state_keeps_its_figures_in_a_narrow_window(width: int, said: str, tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK, name="national-02-threat-desk")) as project:
        row = status_text.status(CodingSession(project, ANN, source="national-02-threat-desk"), width).plain
        assert row == said
        assert cell_len(row) <= width


def test_before_the_first_turn_one_is_in_none(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview("About this talk.\n\nP: Yes.")) as project:
        assert "· before turn 1 ·" in status_text.status(CodingSession(project, ANN, source="one"), 80).plain


@given(width=st.integers(10, 200))
def test_keys_to_know_are_never_cut(width: int) -> None:
    row = status_text.keys(COMMANDS, width).plain.rstrip()
    assert cell_len(row) <= width
    assert status_text.keys(COMMANDS, 1000).plain.startswith(row)
    assert row == "" or row.split("  ")[-1].split(" ")[1] in {one.footer for one in COMMANDS}
