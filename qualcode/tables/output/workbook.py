"""Write tables to an Excel workbook, one sheet each, with a frozen header, filters and readable widths.

Sheets print across A4, on one page's width where that stays readable, with the header on every page. Notes
are on a last sheet.

Cells are typed, so that text is never run as a formula. Excel's limits are 32,767 UTF-16 units for a cell and
1,048,576 rows for a sheet: longer text is cut and marked as cut, more rows are an error.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qualcode.errors import UsageError
from qualcode.model import Value
from qualcode.tables.frames import cells, distinct_names
from qualcode.tables.output.table_notes import TableNotes, notes_table
from qualcode.text.decimals import DECIMALS, decimal_text, decimals_for

_ROWS, _COLUMNS, _CELL, _SHEET_NAME = 1_048_576, 16_384, 32_767, 31
_CUT = " … [cut to fit the cell; the csv, json and parquet tables have the whole text]"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NARROW, _WIDE = 8, 60
_LINE_POINTS, _TALLEST_POINTS = 15, 409
_A4 = 9
"""Excel's number of the paper size."""
_PAGE_CHARACTERS = 260
"""The width of columns that fits on a page across at half size."""
_MOST_DECIMALS = 8
_MEASURED_ROWS = 200
"""The width of a column is that of the widest of its first cells."""


def write_workbook(
    tables: Mapping[str, pd.DataFrame], to: Path | BytesIO, notes: Sequence[TableNotes] = ()
) -> None:
    """Write each table to a sheet with its name; UsageError for more rows or columns than Excel allows.

    The writer's temporary files hold the words of the study: they are written beside a file `to`, and there
    are none if `to` is in memory.
    """
    sheets = {**tables, **({_unused_name(tables): notes_table(notes)} if notes else {})}
    for name, table in tables.items():
        if len(table) >= _ROWS or table.shape[1] > _COLUMNS:
            raise UsageError(
                f"The table {name!r} has {len(table):,} rows and {table.shape[1]:,} columns: "
                "too many for an Excel sheet.",
                "Export it as parquet or csv.",
            )
    try:
        _write_sheets(sheets, to)
    except XlsxFileError as error:
        raise OSError(f"{error}") from error


def _write_sheets(tables: Mapping[str, pd.DataFrame], to: Path | BytesIO) -> None:
    temporary = {"tmpdir": str(to.parent)} if isinstance(to, Path) else {"in_memory": True}
    with xlsxwriter.Workbook(to, {**temporary, "use_zip64": True}) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
            "text": book.add_format({"valign": "top"}),
            "long": book.add_format({"valign": "top", "text_wrap": True}),
            **{
                f"float {decimals}": book.add_format({"valign": "top", "num_format": f"0.{'0' * decimals}"})
                for decimals in range(DECIMALS, _MOST_DECIMALS + 1)
            },
        }
        for sheet, table in zip(sheet_names(tables), tables.values(), strict=True):
            _fill(book.add_worksheet(sheet), table, formats)


def _unused_name(tables: Iterable[str]) -> str:
    [name] = distinct_names(["notes"], tables)
    return name


def sheet_names(names: Iterable[str]) -> list[str]:
    """Return distinct sheet names that Excel allows: at most 31 characters, some signs replaced."""
    sheets: list[str] = []
    for name in names:
        base = _NOT_IN_NAMES.sub("-", name).strip("'") or "table"
        base = f"{base} table" if base.casefold() == "history" else base
        candidate, number = base[:_SHEET_NAME], 1
        while candidate.casefold() in {sheet.casefold() for sheet in sheets}:
            number += 1
            candidate = f"{base[: _SHEET_NAME - len(str(number)) - 1]} {number}"
        sheets.append(candidate)
    return sheets


def _fill(sheet: Worksheet, table: pd.DataFrame, formats: Mapping[str, Format]) -> None:
    lines = [1] * (len(table) + 1)
    widths = []
    for column, name in enumerate(table.columns):
        values = cells(table, column)
        sheet.write_string(0, column, _fit_cell(str(name)), formats["head"])
        widest = max((_text_width(value) for value in (str(name), *values[:_MEASURED_ROWS])), default=0)
        widths.append(min(max(widest + 2, _NARROW), _WIDE))
        sheet.set_column(column, column, widths[-1])
        text = formats["long" if widest > _WIDE else "text"]
        for row, value in enumerate(values, start=1):
            _write_cell(sheet, row, column, value, text, formats)
            if widest > _WIDE:
                lines[row] = max(lines[row], _line_count(str(value or "")))
    for row, count in enumerate(lines):
        if count > 1:  # LibreOffice does not adjust the height of wrapped text
            sheet.set_row(row, min(count * _LINE_POINTS, _TALLEST_POINTS))
    sheet.freeze_panes(1, 0)
    if table.shape[1]:
        sheet.autofilter(0, 0, len(table), table.shape[1] - 1)
    _set_up_page(sheet, sum(widths))


def _set_up_page(sheet: Worksheet, width: int) -> None:
    """Set A4 across, narrow margins, the header on every page, page numbers, and the width of pages.

    `width` is that of all columns in characters; a table that fits one page at half size is printed on one.
    """
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.fit_to_pages(max(1, round(width / _PAGE_CHARACTERS)), 0)


def _write_cell(
    sheet: Worksheet, row: int, column: int, value: Value, text: Format, formats: Mapping[str, Format]
) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value, text)
        case str():
            sheet.write_string(row, column, _fit_cell(value), text)
        case float():
            decimals = min(decimals_for(value), _MOST_DECIMALS)
            sheet.write_number(row, column, value, formats[f"float {decimals}"])
        case _:
            sheet.write_number(row, column, value, text)


def _line_count(text: str) -> int:
    """Return the approximate number of lines of the text in a column of the greatest width."""
    return sum(1 + len(line) // (_WIDE - 4) for line in text.splitlines())


def _text_width(value: Value) -> int:
    if value is None:
        return 0
    shown = decimal_text(value) if isinstance(value, float) else str(value)
    return max((len(line) for line in shown.splitlines()), default=0)


def _fit_cell(text: str) -> str:
    text = _NOT_IN_XML.sub("\ufffd", text)
    if 2 * len(text) <= _CELL or len(text.encode("utf-16-le")) <= 2 * _CELL:
        return text
    cut = text.encode("utf-16-le")[: 2 * (_CELL - len(_CUT))]
    return cut.decode("utf-16-le", errors="ignore") + _CUT
