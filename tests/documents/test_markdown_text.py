"""Escaped text reads in Markdown as it was written, in a paragraph, in emphasis and in a table."""

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qualcode.documents.markdown_text import escape_cell, escape_line, table_lines

MARKUP = st.text(st.sampled_from("ab1 \n\t*_`#>+-=.)(~|[]!<>&;:\\/\"'$^@%{}ix"), min_size=1, max_size=30)


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_markdown_shows_every_character_as_it_was_said(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escape_line(text))
    assert [token.type for token in tokens] in (["paragraph_open", "inline", "paragraph_close"], [])
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == " ".join(text.split())


@settings(max_examples=100, deadline=None)
@given(MARKUP.filter(str.strip))
def test_context_is_italic_whatever_is_said(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"> *{escape_line(text)}*")
    [inline] = [token for token in tokens if token.type == "inline"]
    assert [child.type for child in inline.children or () if child.type not in {"text", "text_special"}] == [
        "em_open",
        "em_close",
    ]


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_a_cell_shows_every_character_whatever_is_said(text: str) -> None:
    lines = table_lines(["n", "quote"], [["1", escape_cell(text)]], [True, False])
    assert len(lines) == 3
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse("\n".join(lines))
    cells = [token for token in tokens if token.type == "inline"]
    assert [cell.content for cell in cells[:3]] == ["n", "quote", "1"]
    children = cells[3].children or []
    assert {child.type for child in children} <= {"text", "text_special", "html_inline"}
    shown = "".join("\n" if child.type == "html_inline" else child.content for child in children)
    assert shown == text.strip(" \t")


def test_a_padded_table_lines_its_columns_up_and_numbers_to_the_right() -> None:
    lines = table_lines(["n", "code"], [["1", "roles"], ["12345", "x"]], [True, False], pad=True)
    assert lines == [
        "|     n | code  |",
        "| ----: | ----- |",
        "|     1 | roles |",
        "| 12345 | x     |",
    ]


def test_a_table_that_is_not_padded_keeps_its_cells_as_they_are() -> None:
    assert table_lines(["n", "code"], [["1", "roles"]], [True, False]) == [
        "| n | code |",
        "| --: | --- |",
        "| 1 | roles |",
    ]
