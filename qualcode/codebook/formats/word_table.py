"""The codebook as a Word document: one table across a landscape page, fit for an appendix."""

from collections.abc import Iterable
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row

from qualcode.codebook.formats.appendix_entries import COUNT_HEADING, HEADINGS, Counts, Entry, Quotes, entries
from qualcode.model import Codebook

_WIDTHS = (46, 62, 52, 52, 55)
_COUNT_WIDTH = 10
_INDENT = 3
_SIZE = 8.5


def to_docx(codebook: Codebook, counts: Counts | None = None, quotes: Quotes | None = None) -> bytes:
    """Return the bytes of the document; the table's heading is repeated on every page."""
    document = Document()
    title = codebook.name or "Codebook"
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    _turn(document)
    document.styles["Normal"].font.size = Pt(_SIZE)
    document.add_heading(title, level=1)
    rows = entries(codebook, counts, quotes)
    headings = [*HEADINGS, *([COUNT_HEADING] if counts is not None else [])]
    table = document.add_table(rows=len(rows) + 1, cols=len(headings), style="Table Grid")
    _fill(table, headings, rows)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _turn(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(10)


def _fill(table: Table, headings: list[str], rows: Iterable[Entry]) -> None:
    table.autofit = False
    widths = [Mm(width) for width in (*_WIDTHS, _COUNT_WIDTH)]
    for column, width in zip(table.columns, widths, strict=False):  # Word asks the cells, LibreOffice these
        column.width = width
    cells = iter(table._cells)  # noqa: SLF001 - the public way counts the whole table again for each cell
    for heading, width in zip(headings, widths, strict=False):
        cell = next(cells)
        cell.width = width
        cell.paragraphs[0].add_run(heading).bold = True
    _mark(table.rows[0], "w:tblHeader")
    for row in table.rows:
        _mark(row, "w:cantSplit")
    for entry in rows:
        name = next(cells)
        name.width = widths[0]
        _name(name, entry)
        texts = [*entry.texts, *([] if entry.count is None else [str(entry.count)])]
        for text, width in zip(texts, widths[1:], strict=False):
            cell = next(cells)
            cell.width = width
            cell.paragraphs[0].add_run(text)


def _name(cell: _Cell, entry: Entry) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.left_indent = Mm(_INDENT * entry.level)
    paragraph.add_run(entry.code.title).bold = entry.level == 0
    key = paragraph.add_run(f"\n{entry.code.key}" + (f" ({entry.note})" if entry.note else ""))
    key.italic = True


def _mark(row: _Row, name: str) -> None:
    """Give a row a property for which python-docx has no word: heading of every page, never split."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the only way to a row's properties
