"""Comma-separated records, each with the number of the line on which it begins."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError

DELIMITERS = ",;\t|"
_STATED_DELIMITER = re.compile(r"\s*\"?sep=(.)\"?[ ,;\t|]*(?:\n|$)", re.IGNORECASE)
"""The line that Excel writes before the header: `sep=;`."""


def stated_delimiter(text: str) -> re.Match[str] | None:
    """Match the line that states the delimiter, group 1."""
    return _STATED_DELIMITER.match(text)


def csv_records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each record that is not a blank line, with the number of its first line.

    UnreadableSourceError names the line on which a malformed record begins.
    """
    csv.field_size_limit(untrusted.TEXT_LIMIT)  # a cell may hold a whole interview
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in rows:
            if cells:
                yield line, cells
            line = rows.line_num + 1
    except csv.Error as error:
        raise UnreadableSourceError(
            f"The table has an error here: {error}.",
            'Put the cell in quotation marks and double those inside: "She said ""no"" to me".',
            line=line,
        ) from error
