"""All words of an Excel workbook: the values of the cells of all its worksheets."""

import re
import warnings
from collections.abc import Sequence
from io import BytesIO

from openpyxl import load_workbook

from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_ESCAPE = re.compile("_x([0-9a-fA-F]{4})_")
"""Excel's escape of a character that XML does not allow, or of an underscore."""


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the cells of each worksheet, one line for each row."""
    raw_texts = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for worksheet in book.worksheets:
            worksheet.reset_dimensions()
            rows = (
                " | ".join(str(cell) for cell in row if cell is not None)
                for row in worksheet.iter_rows(values_only=True)
            )
            text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), " |\n".join(rows))
            raw_texts.append(RawText(text=text, part=f"worksheet {worksheet.title!r}", unit="row"))
        book.close()
    return raw_texts
