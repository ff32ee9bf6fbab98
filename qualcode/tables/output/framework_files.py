"""The framework matrix as a file to print and to work in: a Word table across the page, or an Excel sheet."""

import re
from io import BytesIO

import pandas as pd
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row

from qualcode.errors import UsageError
from qualcode.tables.analyses.framework_matrix import framework_matrix
from qualcode.tables.output.workbook import write_workbook

FRAMEWORK_FORMATS = ("docx", "xlsx")
_WIDTH, _HEIGHT, _MARGIN, _FIRST = 297, 210, 10, 28
"""An A4 page on its side, in millimetres, and the column of the cases."""
_SIZE = 8
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def framework_file(table: pd.DataFrame, form: str, title: str = "Framework matrix") -> bytes:
    """Return the bytes of a document with the rows of `framework` as a matrix; UsageError for another form.

    Word has a row for each case, each cell the summary and below it the quotes; Excel has that on its first
    sheet, and on its second a row for each cell with summary, number of codings and quotes apart.
    """
    if form == "docx":
        return _docx(table, title)
    if form == "xlsx":
        file = BytesIO()
        write_workbook({"framework": framework_matrix(table), "cells": table}, file)
        return file.getvalue()
    raise UsageError(
        f"A framework matrix is written as {' or '.join(FRAMEWORK_FORMATS)}, not {form or 'this'}."
    )


def _docx(table: pd.DataFrame, title: str) -> bytes:
    by, of = (str(name) for name in table.columns[:2])
    cases, themes = (list(dict.fromkeys(table[name])) for name in (by, of))
    cells = {(row[0], row[1]): (str(row[2]), str(row[4])) for row in table.itertuples(index=False)}
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = document.core_properties.comments = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    document.styles["Normal"].font.size = Pt(_SIZE)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    document.add_heading(_printable(title), level=1)
    grid = document.add_table(rows=len(cases) + 1, cols=len(themes) + 1, style="Table Grid")
    grid.autofit = False
    rest = (_WIDTH - 2 * _MARGIN - _FIRST) // max(len(themes), 1)
    widths = [Mm(width) for width in (_FIRST, *(rest for _ in themes))]
    for column, width in zip(grid.columns, widths, strict=True):  # Word asks the cells, LibreOffice these
        column.width = width
    _mark_heading(grid.rows[0])
    for row, case in zip(grid.rows, (None, *cases), strict=True):
        for cell, width, theme in zip(row.cells, widths, (None, *themes), strict=True):
            cell.width = width
            if case is None or theme is None:
                cell.paragraphs[0].add_run(_printable(str(theme or case or by))).bold = True
            else:
                _fill(cell, *cells[case, theme])
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _fill(cell: _Cell, summary: str, quotes: str) -> None:
    cell.paragraphs[0].add_run(_printable(summary))
    for quote in quotes.splitlines():
        cell.add_paragraph().add_run(_printable(quote)).italic = True


def _mark_heading(row: _Row) -> None:
    """Have the row repeated on every page, for which python-docx has no word."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the only way to a row's properties


def _printable(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
