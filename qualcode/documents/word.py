"""Word documents: pages, tables and marked paragraphs in Word's own styles.

Lengths are in millimetres, font sizes in points. All text is made printable, since a control character
would make the file unreadable.
"""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell, _Row

from qualcode.text.visible import one_line, printable

A4_LONG, A4_SHORT = 297, 210
LANDSCAPE_MARGIN = 10
_LONGEST_TITLE = 255
"""Characters that a document property may have; the heading has them all."""
_GREY = RGBColor(0x59, 0x59, 0x59)
"""Contrast 7:1 on white, enough for WCAG AAA."""
Cell = _Cell


def new_document(
    title: str,
    *,
    landscape: bool = False,
    font_size: float | None = None,
    paragraph_gap: float | None = None,
) -> WordDocument:
    """Return a document that has only its title as a heading, or nothing if the title is empty.

    `paragraph_gap` is the space after a paragraph, in points; None keeps Word's own.
    """
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = one_line(title)[:_LONGEST_TITLE], "", ""
    if landscape:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(A4_LONG), Mm(A4_SHORT)
        section.left_margin = section.right_margin = Mm(LANDSCAPE_MARGIN)
        section.top_margin = section.bottom_margin = Mm(LANDSCAPE_MARGIN)
    body = document.styles["Normal"]
    if font_size is not None:
        body.font.size = Pt(font_size)
    if paragraph_gap is not None:
        body.paragraph_format.space_after = Pt(paragraph_gap)
    if title:
        add_heading(document, title, level=1)
    return document


def document_bytes(document: WordDocument) -> bytes:
    """Return the content of the .docx file."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def add_heading(document: WordDocument, text: str, level: int) -> None:
    """Add a heading; level 1 is the title's."""
    document.add_heading(one_line(text), level=level)


def add_paragraph(document: WordDocument, text: str, *, highlighted: bool = False) -> None:
    """Add a paragraph of body text."""
    run = document.add_paragraph().add_run(one_line(text))
    if highlighted:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def add_quotation(document: WordDocument, text: str, *, locator: str = "", grey: bool = False) -> None:
    """Add a paragraph in the style Quote; the locator follows it in upright letters."""
    paragraph = document.add_paragraph(style="Quote")
    run = paragraph.add_run(one_line(text))
    if grey:
        run.font.color.rgb = _GREY
    if locator:
        paragraph.add_run(f" {one_line(locator)}").italic = False


def add_table(
    document: WordDocument,
    row_count: int,
    widths: Sequence[float],
    *,
    split_rows: bool = True,
    ruled: bool = True,
) -> list[list[Cell]]:
    """Add a table and return its cells by row; the first row is repeated on every page.

    `widths` are those of the columns; without `split_rows`, no row runs over the end of a page. A table that
    is not `ruled` has the three rules of papers: above, under the first row, and below.
    """
    column_count = len(widths)
    style = "Table Grid" if ruled else "Normal Table"
    table = document.add_table(rows=row_count, cols=column_count, style=style)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):  # LibreOffice reads these, Word the cells'
        column.width = Mm(width)
    cells = table._cells  # noqa: SLF001 - `rows[i].cells` counts all cells again for each row
    for number, cell in enumerate(cells):
        cell.width = Mm(widths[number % column_count])
    rows = list(table.rows)
    _set_row_property(rows[0], "w:tblHeader")
    for row in () if split_rows else rows:
        _set_row_property(row, "w:cantSplit")
    if not ruled:
        for number, sides in ((0, ("top", "bottom")), (row_count - 1, ("bottom",))):
            for cell in cells[number * column_count : (number + 1) * column_count]:
                _draw_rules(cell, sides)
    return [cells[start : start + column_count] for start in range(0, len(cells), column_count)]


def write_cell(
    cell: Cell,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    indent: float = 0,
    right_aligned: bool = False,
) -> None:
    """Append text to the last paragraph of a cell; its line ends stay."""
    paragraph = cell.paragraphs[-1]
    run = paragraph.add_run(printable(text))
    run.bold, run.italic = bold or None, italic or None
    if indent:
        paragraph.paragraph_format.left_indent = Mm(indent)
    if right_aligned:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_row_property(row: _Row, name: str) -> None:
    """Switch on a property of a row that python-docx does not offer."""
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)  # noqa: SLF001 - the only access to a row's properties


def _draw_rules(cell: Cell, sides: Sequence[str]) -> None:
    """Draw thin lines at the sides of a cell."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the only access to a cell's borders
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    for side in sides:
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "auto")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
