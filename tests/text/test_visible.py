"""What stands for characters that a terminal or a document may not be given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.visible import one_line, printable, visible, visible_lines

ANY_TEXT = st.text(st.characters() | st.characters(codec=None, categories=["Cc", "Cf", "Cs", "Zl", "Zp"]))


@pytest.mark.parametrize(
    ("text", "row", "lines"),
    [
        ("\x1b[31mred\x07", "␛[31mred␇", "␛[31mred␇"),
        ("two\nlines\tand\r\nmore", "two lines and  more", "two\nlines\tand␍\nmore"),
        ("\x7f\x9b\x85", "␡\ufffd ", "␡\ufffd\ufffd"),
        ("a\u202eb\u2066c\u2028d", "a\ufffdb\ufffdc d", "a\ufffdb\ufffdc d"),
        ("\ud800", "\ufffd", "\ufffd"),
        ("plain é 👮🏽 שלום", "plain é 👮🏽 שלום", "plain é 👮🏽 שלום"),
    ],
)
def test_controls_are_shown_as_signs(text: str, row: str, lines: str) -> None:
    assert (visible(text), visible_lines(text)) == (row, lines)


@given(ANY_TEXT)
def test_each_character_keeps_its_offset(text: str) -> None:
    for shown in (visible(text), visible_lines(text), printable(text)):
        assert len(shown) == len(text)


@given(ANY_TEXT)
def test_a_row_has_no_line_end_and_no_control(text: str) -> None:
    row = visible(text)
    assert len(row.splitlines()) <= 1
    assert not any(sign < " " or "\x7f" <= sign < "\xa0" for sign in row)


def test_a_document_keeps_tabs_and_line_ends() -> None:
    text = "a\tb\r\nc\x00d\x85e\ud800f\uffff"
    assert printable(text) == "a\tb\r\nc\ufffdd\x85e\ufffdf\ufffd"
    assert one_line(text) == "a b c\ufffdd e\ufffdf\ufffd"
