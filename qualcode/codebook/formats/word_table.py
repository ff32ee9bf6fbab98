"""Publish the codebook as a Word document: one table on landscape pages, for an appendix."""

from collections.abc import Sequence

from qualcode.codebook.formats.appendix_entries import (
    COUNT_HEADING,
    GROUPS_HEADING,
    HEADINGS,
    Counts,
    Entry,
    Quotes,
    entries,
    group_lines,
)
from qualcode.documents.word import (
    Cell,
    add_heading,
    add_paragraph,
    add_table,
    document_bytes,
    new_document,
    write_cell,
)
from qualcode.model import Codebook

_WIDTHS = (46, 62, 52, 52, 55)  # mm, as are the next two
_COUNT_WIDTH = 10
_INDENT = 3
_FONT_SIZE = 8.5


def to_docx(
    codebook: Codebook,
    counts: Counts | None = None,
    quotes: Quotes | None = None,
    notes: Sequence[str] = (),
) -> bytes:
    """Return the document's bytes; the heading row of the table is repeated on every page."""
    document = new_document(codebook.name or "Codebook", landscape=True, font_size=_FONT_SIZE)
    rows = entries(codebook, counts, quotes)
    counted = counts is not None
    headings = (*HEADINGS, COUNT_HEADING) if counted else HEADINGS
    widths = (*_WIDTHS, _COUNT_WIDTH) if counted else _WIDTHS
    heading_row, *entry_rows = add_table(document, len(rows) + 1, widths, split_rows=False)
    for cell, heading in zip(heading_row, headings, strict=True):
        write_cell(cell, heading, bold=True)
    for cells, entry in zip(entry_rows, rows, strict=True):
        _write_entry(cells, entry)
    for note in notes:
        add_paragraph(document, note)
    if codebook.groups:
        add_heading(document, GROUPS_HEADING, 2)
    for name, codes in group_lines(codebook):
        add_paragraph(document, f"{name}: {codes}")
    return document_bytes(document)


def _write_entry(cells: Sequence[Cell], entry: Entry) -> None:
    note = f" ({entry.note})" if entry.note else ""
    write_cell(cells[0], entry.code.title, bold=entry.level == 0, indent=_INDENT * entry.level)
    write_cell(cells[0], f"\n{entry.code.key}{note}", italic=True)
    texts = [*entry.texts, *([] if entry.count is None else [str(entry.count)])]
    for cell, text in zip(cells[1:], texts, strict=True):
        write_cell(cell, text)
