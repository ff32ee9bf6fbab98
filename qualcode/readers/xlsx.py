"""Excel workbooks: one worksheet, a row for each utterance, the first row naming the columns."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook

from qualcode.errors import UnreadableSourceError, nearest_name
from qualcode.model import Transcript
from qualcode.readers import cues, guard
from qualcode.readers.columns import find_columns
from qualcode.readers.options import ReadOptions

_MOST_ROWS = 200_000


def read(path: Path, data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a worksheet; formulas count as the values last computed."""
    rows = worksheet_rows(path, data, options.sheet)
    header = ["" if cell is None else str(cell) for cell in next(rows, ())]
    columns = find_columns(path, header, options)
    found: list[cues.Cue] = []
    for number, row in enumerate(rows, start=2):
        try:
            found.append(columns.cue(dict(zip(header, row, strict=False))))
        except ValueError as error:
            raise UnreadableSourceError(f"Row {number}: {error}.", path=path) from error
    return cues.transcript(found)


def worksheet_rows(path: Path, data: bytes, sheet: str) -> Iterator[tuple[object, ...]]:
    """Yield a worksheet's rows as plain values; the first worksheet's if none is named."""
    guard.check_archive(path, data).close()
    with guard.blaming(path, "an Excel workbook"), warnings.catch_warnings():
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
        worksheet.reset_dimensions()  # a hostile sheet claims to be as large as a sheet can be
        rows = list(islice(worksheet.iter_rows(values_only=True), _MOST_ROWS + 1))
        book.close()
    if len(rows) > _MOST_ROWS:
        raise UnreadableSourceError(f"The worksheet has more than {_MOST_ROWS} rows.", path=path)
    yield from rows
