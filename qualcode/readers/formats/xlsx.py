"""Excel workbooks: of one worksheet, one utterance per row below the names of the columns."""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError, nearest_name
from qualcode.model import LeftOut, LeftOutKind, Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.transcript_tables.table_columns import is_header
from qualcode.readers.transcript_tables.table_cues import TableCues
from qualcode.text.command_arguments import argument

if TYPE_CHECKING:
    from zipfile import ZipFile

Row = tuple[object, ...]

_MAX_ROWS = 200_000
_MAX_ROWS_ABOVE = 20
"""Rows in which the names of the columns are looked for: a title may be above them."""
_SHEET = f"{{{SHEET_MAIN_NS}}}"
_SURROGATES = re.compile("[\ud800-\udfff]")


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a worksheet, the first with cells if none is named; name the others as left out.

    Of a formula, the value that was computed last is read.
    """
    [named] = options.sheets or ("",)
    sheets = worksheets(data)
    name = sheet_to_read(sheets, named, options)
    first = header_index(sheets[name], options)
    header, *rows = sheets[name][first:] or [()]
    table = TableCues(["" if cell is None else str(cell) for cell in header], options, unit="row")
    for number, row in enumerate(rows, start=first + 2):
        table.add(number, row)
    above = _row_text(row for row in sheets[name][:first] if any(cell is not None for cell in row))
    others = [other for other, other_rows in sheets.items() if other != name and other_rows]
    return table.transcript(
        warnings=tuple(
            f"The worksheet {other!r} is not read: import it with --sheet {argument(other)}."
            for other in others
        ),
        left_out=(
            *((LeftOut(kind=LeftOutKind.NOTES, text=above, where="above the header"),) if above else ()),
            *(
                LeftOut(
                    kind=LeftOutKind.WORKSHEETS, text=_row_text(sheets[other]), where=f"worksheet {other!r}"
                )
                for other in others
            ),
        ),
    )


def worksheets(data: bytes) -> dict[str, list[Row]]:
    """Return the rows of each worksheet as plain values, up to the last row that has any."""
    untrusted.check_archive(data, ".xlsx").close()
    with untrusted.refusing_malformed("an Excel workbook"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and filters that it drops
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        strings: list[str] | None = None
        sheets = {}
        for worksheet in book.worksheets:
            if isinstance(worksheet, ReadOnlyWorksheet) and worksheet._shared_strings:  # type: ignore[attr-defined]  # noqa: SLF001
                strings = _shared_strings(book) if strings is None else strings
                worksheet._shared_strings = strings  # type: ignore[attr-defined]  # noqa: SLF001 - see that function
            worksheet.reset_dimensions()  # a hostile sheet states a size of a million rows
            sheets[worksheet.title] = _rows(worksheet)
        book.close()
    return sheets


def worksheet_rows(data: bytes) -> Iterator[Row]:
    """Yield the rows of the first worksheet as plain values."""
    yield from next(iter(worksheets(data).values()), [])


def _rows(worksheet: Worksheet) -> list[Row]:
    rows: list[Row] = list(islice(worksheet.iter_rows(values_only=True), _MAX_ROWS + 1))
    if len(rows) > _MAX_ROWS:
        raise UnreadableSourceError(f"The worksheet {worksheet.title!r} has more than {_MAX_ROWS} rows.")
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return rows


def header_index(rows: Sequence[Row], options: ReadOptions) -> int:
    """Return the index of the row with the names of the columns: the first that names that of the words."""
    headers = (index for index, row in enumerate(rows[:_MAX_ROWS_ABOVE]) if is_header(row, options))
    return next(headers, 0)


def sheet_to_read(sheets: dict[str, list[Row]], named: str, options: ReadOptions) -> str:
    """Return the name of the worksheet that is named, or of the first with words or rows."""
    if not named:
        with_rows = [name for name, rows in sheets.items() if rows]
        with_words = (
            name
            for name in with_rows
            if any(is_header(row, options) for row in sheets[name][:_MAX_ROWS_ABOVE])
        )
        return next(with_words, next(iter(with_rows), next(iter(sheets))))
    if named not in sheets:
        nearest = nearest_name(named, sheets)
        raise UnreadableSourceError(
            f"There is no worksheet {named!r}.",
            f"Did you mean {nearest!r}?" if nearest else f"There are: {', '.join(sheets)}.",
        )
    return named


def _row_text(rows: Iterable[Row]) -> str:
    return " |\n".join(" | ".join(str(cell) for cell in row if cell is not None) for row in rows)


def _shared_strings(book: Workbook) -> list[str]:
    """Return a workbook's shared strings, with Excel's escapes resolved.

    `_x000D_` is a carriage return, `_x005F_` an underscore; openpyxl leaves the first and garbles the second.
    """
    archive: ZipFile = book._archive  # type: ignore[attr-defined]  # noqa: SLF001 - the archive that openpyxl opened
    [name] = [name for name in archive.namelist() if name.casefold().endswith("/sharedstrings.xml")]
    strings: list[str] = []
    with archive.open(name) as part:
        for _, node in iterparse(part):
            if node.tag == f"{_SHEET}si":
                texts = (*node.iterfind(f"{_SHEET}t"), *node.iterfind(f"{_SHEET}r/{_SHEET}t"))
                strings.append(_unescaped("".join(text.text or "" for text in texts)))
                node.clear()
    return strings


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    plain = unescape(text).replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", plain)
