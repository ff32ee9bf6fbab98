"""Excel workbooks: one worksheet, one utterance per row, column names in the first row."""

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
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
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.subtitle_cues import Cue, transcript_from_cues
from qualcode.readers.table_columns import find_columns

if TYPE_CHECKING:
    from zipfile import ZipFile

_MAX_ROWS = 200_000
_SHEET = f"{{{SHEET_MAIN_NS}}}"
_SURROGATES = re.compile("[\ud800-\udfff]")


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a worksheet; of a formula, the value that was computed last."""
    rows = worksheet_rows(data, options.sheet)
    header = ["" if cell is None else str(cell) for cell in next(rows, ())]
    columns = find_columns(header, options)
    cues: list[Cue] = []
    for number, row in enumerate(rows, start=2):
        try:
            cues.append(columns.cue(dict(zip(header, row, strict=False))))
        except ValueError as error:
            raise UnreadableSourceError(f"Row {number}: {error}.") from error
    return transcript_from_cues(cues)


def worksheet_rows(data: bytes, sheet: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the named worksheet, or of the first, as plain values."""
    untrusted.check_archive(data, ".xlsx").close()
    with untrusted.refusing_malformed("an Excel workbook"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and filters that it drops
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if sheet and sheet not in book.sheetnames:
            nearest = nearest_name(sheet, book.sheetnames)
            raise UnreadableSourceError(
                f"There is no worksheet {sheet!r}.",
                f"Did you mean {nearest!r}?" if nearest else f"There are: {', '.join(book.sheetnames)}.",
            )
        worksheet = book[sheet] if sheet else book.worksheets[0]
        if isinstance(worksheet, ReadOnlyWorksheet) and worksheet._shared_strings:  # type: ignore[attr-defined]  # noqa: SLF001
            worksheet._shared_strings = _shared_strings(book)  # type: ignore[attr-defined]  # noqa: SLF001 - see that function
        worksheet.reset_dimensions()  # a hostile sheet states a size of a million rows
        rows = list(islice(worksheet.iter_rows(values_only=True), _MAX_ROWS + 1))
        book.close()
    if len(rows) > _MAX_ROWS:
        raise UnreadableSourceError(f"The worksheet has more than {_MAX_ROWS} rows.")
    yield from rows


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
