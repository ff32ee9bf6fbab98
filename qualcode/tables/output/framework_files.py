"""The framework matrix as a file to print and to work in: a Word table across the page, or an Excel sheet."""

from io import BytesIO
from typing import TYPE_CHECKING

import pandas as pd

from qualcode.output_formats import FRAMEWORK
from qualcode.tables.analyses.framework_matrix import framework_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.documents.word import Cell
    from qualcode.tables.output.table_notes import TableNotes

_CASE_WIDTH = 28
"""Millimetres; the themes share the rest of the page."""
_FONT_SIZE, _PARAGRAPH_GAP = 8, 2


def framework_file(
    table: pd.DataFrame,
    form: str,
    title: str = "Framework matrix",
    *,
    notes: "Sequence[TableNotes]" = (),
    all_columns: bool = True,
) -> bytes:
    """Return the rows of `framework` as a matrix in one of the formats of `FRAMEWORK`, as a file's bytes.

    Word has a row for each case, each cell the summary and below it the quotes; Excel has that on its first
    sheet, and on its second a row for each cell with summary, number of codings and quotes apart. Without
    `all_columns`, themes that have neither summaries nor codings have no column.
    """
    FRAMEWORK.named(form)
    shown = table if all_columns else _without_empty_themes(table)
    return _docx(shown, title) if form == "docx" else _xlsx(shown, notes)


def _without_empty_themes(table: pd.DataFrame) -> pd.DataFrame:
    theme = table.iloc[:, 1]
    filled = set(theme[(table["summary"] != "") | (table["codings"] > 0)])
    return table[theme.isin(filled)].reset_index(drop=True) if filled else table


def _xlsx(table: pd.DataFrame, notes: "Sequence[TableNotes]") -> bytes:
    from qualcode.tables.output.workbook import write_workbook

    file = BytesIO()
    write_workbook({"framework": framework_matrix(table), "cells": table}, file, notes)
    return file.getvalue()


def _docx(table: pd.DataFrame, title: str) -> bytes:
    from qualcode.documents import word

    by, of = (str(name) for name in table.columns[:2])
    cases, themes = (list(dict.fromkeys(table[name])) for name in (by, of))
    cells = {(row[0], row[1]): (str(row[2]), str(row[4])) for row in table.itertuples(index=False)}
    theme_width = (word.A4_LONG - 2 * word.LANDSCAPE_MARGIN - _CASE_WIDTH) // max(len(themes), 1)
    document = word.new_document(title, landscape=True, font_size=_FONT_SIZE, paragraph_gap=_PARAGRAPH_GAP)
    rows = word.add_table(document, len(cases) + 1, [_CASE_WIDTH, *(theme_width for _ in themes)])
    for row, case in zip(rows, (None, *cases), strict=True):
        for cell, theme in zip(row, (None, *themes), strict=True):
            if case is None or theme is None:
                word.write_cell(cell, str(theme or case or by), bold=True)
            else:
                _fill(cell, *cells[case, theme])
    return word.document_bytes(document)


def _fill(cell: "Cell", summary: str, quotes: str) -> None:
    from qualcode.documents.word import write_cell

    write_cell(cell, summary)
    for quote in quotes.splitlines():
        cell.add_paragraph()
        write_cell(cell, quote, italic=True)
