"""Excel workbooks: of one worksheet, one utterance per row, column names in the first row."""

import re
import shlex
import warnings
from collections.abc import Iterable, Iterator
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
from qualcode.readers.transcript_tables.table_cues import TableCues

if TYPE_CHECKING:
    from zipfile import ZipFile

Row = tuple[object, ...]

_MAX_ROWS = 200_000
_SHEET = f"{{{SHEET_MAIN_NS}}}"
_SURROGATES = re.compile("[\ud800-\udfff]")


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a worksheet, the first with cells if none is named; name the others as left out.

    Of a formula, the value that was computed last is read.
    """
    [named] = options.sheets or ("",)
    sheets = worksheets(data)
    name = sheet_to_read(sheets, named)
    header, *rows = sheets[name] or [()]
    table = TableCues(["" if cell is None else str(cell) for cell in header], options, unit="row")
    for number, row in enumerate(rows, start=2):
        table.add(number, row)
    others = [other for other, other_rows in sheets.items() if other != name and other_rows]
    return table.transcript(
        warnings=tuple(
            f"The worksheet {other!r} is not read: import it with --sheet {shlex.quote(other)}."
            for other in others
        ),
        left_out=tuple(
            LeftOut(kind=LeftOutKind.WORKSHEETS, text=_row_text(sheets[other]), where=f"worksheet {other!r}")
            for other in others
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


def sheet_to_read(sheets: dict[str, list[Row]], named: str) -> str:
    """Return the name of the worksheet that is named, or of the first that has rows."""
    if not named:
        return next((name for name, rows in sheets.items() if rows), next(iter(sheets)))
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
