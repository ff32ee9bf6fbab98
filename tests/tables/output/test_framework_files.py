"""The framework matrix as a file has every cell's summary and quotes, whatever was said."""

from io import BytesIO

import openpyxl
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from qualcode.errors import NotFoundError
from qualcode.tables import framework, framework_file
from tests.support import plain_figures
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES

SUMMARIES = {("Alex", "roles"): "Rounds\x07 in circles.", ("Kim", "harms"): "=none()"}
TABLE = framework(plain_figures.study(SOURCES, CODEBOOK, CASES), SUMMARIES)


def test_word_has_a_row_for_each_case_its_summaries_above_its_quotes() -> None:
    document = Document(BytesIO(framework_file(TABLE, "docx", "Matrix")))
    assert document.paragraphs[0].text == "Matrix"
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["case", "roles", "harms", "unused", "(not in the codebook)"]
    assert [row[0] for row in rows[1:]] == ["Alex", "Sam", "Kim", "(none)"]
    assert rows[1][1].splitlines()[:2] == [
        "Rounds\ufffd in circles.",
        "“took out a line” (one, turn 2, 00:00:30)",
    ]
    assert rows[3][2].splitlines()[0] == "=none()"
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE


def test_excel_has_the_matrix_and_every_cell_on_a_row_of_its_own() -> None:
    book = openpyxl.load_workbook(BytesIO(framework_file(TABLE, "xlsx")))
    assert book.sheetnames == ["framework", "cells"]
    cells = list(book["cells"].iter_rows(values_only=True))
    assert cells[0] == ("case", "theme", "summary", "codings", "quotes")
    assert ("Kim", "harms", "=none()") in [row[:3] for row in cells]
    assert all(cell.data_type != "f" for row in book["framework"].iter_rows() for cell in row)


def test_other_formats_are_refused() -> None:
    with pytest.raises(NotFoundError, match="Formats: docx or xlsx"):
        framework_file(TABLE, "pdf")
