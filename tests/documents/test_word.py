"""A Word document opens again with its title, its table and any text that it was given."""

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.documents.word import (
    add_paragraph,
    add_quotation,
    add_table,
    document_bytes,
    new_document,
    write_cell,
)


def reopened(document: WordDocument) -> WordDocument:
    return Document(BytesIO(document_bytes(document)))


def test_a_document_has_its_title_as_a_property_and_as_its_first_heading() -> None:
    document = reopened(new_document("Streets\x07 and\nlanes"))
    properties = document.core_properties
    assert (properties.title, properties.author, properties.comments) == ("Streets\ufffd and lanes", "", "")
    assert [paragraph.text for paragraph in document.paragraphs] == ["Streets\ufffd and lanes"]


def test_a_title_longer_than_word_allows_is_whole_in_the_heading() -> None:
    document = reopened(new_document("x" * 400))
    assert document.core_properties.title == "x" * 255
    assert document.paragraphs[0].text == "x" * 400


def test_a_landscape_page_is_wider_than_high() -> None:
    upright, landscape = (reopened(new_document("", landscape=wide)).sections[0] for wide in (False, True))
    assert upright.orientation == WD_ORIENT.PORTRAIT
    assert landscape.orientation == WD_ORIENT.LANDSCAPE
    assert (landscape.page_width or 0) > (landscape.page_height or 0)


def test_a_table_has_its_widths_and_repeats_its_first_row() -> None:
    document = new_document("")
    cells = add_table(document, 3, [20, 40], split_rows=False)
    assert [len(row) for row in cells] == [2, 2, 2]
    write_cell(cells[1][1], "a\nb", bold=True)
    [table] = reopened(document).tables
    assert [[round(cell.width.mm) for cell in row.cells if cell.width] for row in table.rows] == [
        [20, 40]
    ] * 3
    assert [round(column.width.mm) for column in table.columns if column.width] == [20, 40]
    headers = ["w:tblHeader" in row._tr.xml for row in table.rows]  # noqa: SLF001 - python-docx has no name
    whole = ["w:cantSplit" in row._tr.xml for row in table.rows]  # noqa: SLF001 - for these properties
    assert (headers, whole) == ([True, False, False], [True, True, True])
    assert table.rows[1].cells[1].text == "a\nb"


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=20))
def test_any_text_can_be_written_and_read_again(text: str) -> None:
    document = new_document(text)
    add_paragraph(document, text, highlighted=True)
    add_quotation(document, text, locator=text, grey=True)
    [[cell]] = add_table(document, 1, [50])
    write_cell(cell, text, italic=True, indent=5, right_aligned=True)
    again = reopened(document)
    *_, body, _quotation = again.paragraphs
    assert body.runs[0].font.highlight_color is not None
    assert body.text == again.paragraphs[0].text or not text
    assert len(again.tables) == 1
