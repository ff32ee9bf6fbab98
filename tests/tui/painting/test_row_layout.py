from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.model import Span
from qualcode.text.graphemes import is_boundary
from qualcode.text.visible import visible
from qualcode.tui.painting.row_layout import LayoutRow, RowLayout
from tests.support.terminal.hard_texts import texts, widths


def one_block(text: str, width: int) -> RowLayout:
    return RowLayout(text, [Span(0, len(text))], width)


def rows(layout: RowLayout) -> list[LayoutRow]:
    return [layout.row(number) for number in range(len(layout))]


def lines(text: str, width: int) -> list[str]:
    layout = one_block(text, width)
    return [visible(row.drawn(text).of(text)) for row in rows(layout) if not row.spacer]


def test_words_are_kept_whole() -> None:
    assert lines("we took out a line and it came back", 12) == ["we took out", "a line and", "it came back"]


def test_a_word_longer_than_the_row_is_broken() -> None:
    assert lines("a Verkehrsinfrastruktur b", 10) == ["a", "Verkehrsin", "frastruktu", "r b"]


def test_paragraphs_and_empty_lines_stay() -> None:
    assert lines("one\n\ntwo\r\nthree", 20) == ["one", "", "two", "three"]


def test_scripts_without_spaces_break_anywhere_but_never_in_a_wide_sign() -> None:
    assert lines("各界人士", 5) == ["各界", "人士"]


def test_a_family_takes_two_cells_and_is_not_split() -> None:
    assert lines("ab 👩\u200d👩\u200d👧 cd", 5) == ["ab 👩\u200d👩\u200d👧", "cd"]


def test_control_characters_are_never_drawn() -> None:
    assert visible("\x1b[31m\x9b\u202eab\t") == "␛[31m��ab "


def test_each_block_is_followed_by_an_empty_row() -> None:
    text = "one two\nthree"
    layout = RowLayout(text, [Span(0, 7), Span(8, 13)], 20)
    assert [(row.block, row.number == 0, row.spacer) for row in rows(layout)] == [
        (0, True, False), (0, False, True), (1, True, False), (1, False, True),
    ]  # fmt: skip
    assert layout.row_of(9) == 2


def test_a_turn_without_words_still_has_a_row() -> None:
    layout = RowLayout("ab", [Span(0, 0), Span(0, 2)], 10)
    assert [(row.start, row.end) for row in rows(layout)] == [(0, 0), (0, 0), (0, 2), (2, 2)]


@given(texts, widths)
def test_rows_tile_the_text(text: str, width: int) -> None:
    assert "".join(text[row.start : row.end] for row in rows(one_block(text, width))) == text


@given(texts, widths)
def test_no_row_is_wider_than_it_may_be(text: str, width: int) -> None:
    for row in rows(one_block(text, width)):
        drawn = row.drawn(text)
        assert cell_len(visible(drawn.of(text))) <= width


@given(texts, widths)
def test_no_row_splits_a_cluster(text: str, width: int) -> None:
    assert all(is_boundary(text, row.start) for row in rows(one_block(text, width)))


@given(texts, widths, st.integers(0, 119))
def test_a_cell_leads_back_to_its_character(text: str, width: int, offset: int) -> None:
    layout = one_block(text, width)
    row = layout.row(layout.row_of(min(offset, len(text))))
    drawn = row.drawn(text)
    if drawn.start <= offset < drawn.end and is_boundary(text, offset):
        has_cells = cell_len(visible(text[offset])) > 0
        offset_at_cell = layout.offset_at(layout.row_of(offset), layout.column_of(offset))
        assert not has_cells or offset_at_cell == offset
