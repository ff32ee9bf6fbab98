"""Excel workbooks: one worksheet, a row for each utterance, the first row naming the columns."""

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError, nearest_name
from qualcode.model import Transcript
from qualcode.readers import subtitle_cues
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.table_columns import find_columns

if TYPE_CHECKING:
    from zipfile import ZipFile

_MOST_ROWS = 200_000
_SHEET = f"{{{SHEET_MAIN_NS}}}"
_SURROGATES = re.compile("[\ud800-\udfff]")


def read(path: Path, data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a worksheet; formulas count as the values last computed."""
    rows = worksheet_rows(path, data, options.sheet)
    header = ["" if cell is None else str(cell) for cell in next(rows, ())]
    columns = find_columns(path, header, options)
    found: list[subtitle_cues.Cue] = []
    for number, row in enumerate(rows, start=2):
        try:
            found.append(columns.cue(dict(zip(header, row, strict=False))))
        except ValueError as error:
            raise UnreadableSourceError(f"Row {number}: {error}.", path=path) from error
    return subtitle_cues.transcript(found)


def worksheet_rows(path: Path, data: bytes, sheet: str) -> Iterator[tuple[object, ...]]:
    """Yield a worksheet's rows as plain values; the first worksheet's if none is named."""
    untrusted.check_archive(path, data).close()
    with untrusted.blaming(path, "an Excel workbook"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl speaks of styles and filters it does not keep
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if sheet and sheet not in book.sheetnames:
            nearest = nearest_name(sheet, book.sheetnames)
            raise UnreadableSourceError(
                f"There is no worksheet {sheet!r}.",
                f"Did you mean {nearest!r}?" if nearest else f"There are: {', '.join(book.sheetnames)}.",
                path=path,
            )
        worksheet = book[sheet] if sheet else book.worksheets[0]
        if isinstance(worksheet, ReadOnlyWorksheet) and worksheet._shared_strings:  # type: ignore[attr-defined]  # noqa: SLF001
            worksheet._shared_strings = _strings(book)  # type: ignore[attr-defined]  # noqa: SLF001 - see there
        worksheet.reset_dimensions()  # a hostile sheet claims to be as large as a sheet can be
        rows = list(islice(worksheet.iter_rows(values_only=True), _MOST_ROWS + 1))
        book.close()
    if len(rows) > _MOST_ROWS:
        raise UnreadableSourceError(f"The worksheet has more than {_MOST_ROWS} rows.", path=path)
    yield from rows


def _strings(book: Workbook) -> list[str]:
    """Return the texts that the cells of a workbook share, without Excel's escapes.

    `_x000D_` is a line's end and `_x005F_` a plain `_`; openpyxl leaves the first and garbles the second.
    """
    archive: ZipFile = book._archive  # type: ignore[attr-defined]  # noqa: SLF001 - the file as openpyxl holds it
    [name] = [name for name in archive.namelist() if name.casefold().endswith("/sharedstrings.xml")]
    found: list[str] = []
    with archive.open(name) as part:
        for _, node in iterparse(part):
            if node.tag == f"{_SHEET}si":
                texts = (*node.iterfind(f"{_SHEET}t"), *node.iterfind(f"{_SHEET}r/{_SHEET}t"))
                found.append(_unescaped("".join(text.text or "" for text in texts)))
                node.clear()
    return found


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    plain = unescape(text).replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", plain)
