"""A table as a Word document, across the page: its title as the heading, light rules as in papers."""

import pandas as pd

from qualcode.documents.word import (
    A4_LONG,
    LANDSCAPE_MARGIN,
    add_paragraph,
    add_table,
    document_bytes,
    new_document,
    write_cell,
)
from qualcode.errors import UsageError
from qualcode.tables.output.table_notes import TableNotes
from qualcode.tables.output.table_text import printed_cells

_COLUMNS = 63
"""Word's limit."""
_FONT_SIZE, _PARAGRAPH_GAP = 8, 2
_NARROW, _WIDE = 6, 40
"""Characters by which a column's share of the page is measured, at least and at most."""
_MARGIN = 3
"""Characters for the space between words and the edges of their cell; without it, short words break."""


def table_document(table: pd.DataFrame, title: str = "", notes: TableNotes | None = None) -> bytes:
    """Return the bytes of a .docx file, with the notes under the table.

    UsageError for more columns than Word allows.
    """
    if table.shape[1] > _COLUMNS:
        raise UsageError(
            f"The table has {table.shape[1]:,} columns: too many for Word, which has {_COLUMNS} at most.",
            "Write it as xlsx or csv.",
        )
    head, body, numeric = printed_cells(table, str)
    widest = [
        min(max(len(line) for text in column for line in (*text.split("\n"), " " * _NARROW)), _WIDE) + _MARGIN
        for column in zip(head, *body, strict=True)
    ]
    page = A4_LONG - 2 * LANDSCAPE_MARGIN
    document = new_document(title, landscape=True, font_size=_FONT_SIZE, paragraph_gap=_PARAGRAPH_GAP)
    if widest:
        rows = add_table(
            document, len(body) + 1, [page * width / sum(widest) for width in widest], ruled=False
        )
        for cells, texts in zip(rows, (head, *body), strict=True):
            for cell, text, right in zip(cells, texts, numeric, strict=True):
                write_cell(cell, text, bold=texts is head, right_aligned=right)
    for heading, note in notes.rows if notes else ():
        add_paragraph(document, f"{heading}: {note}")
    return document_bytes(document)
