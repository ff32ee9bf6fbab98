"""Comma-separated values: a row for each utterance, the first row naming the columns."""

import csv
from io import StringIO
from pathlib import Path

from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers import cues, guard
from qualcode.readers.columns import find_columns, usual_names
from qualcode.readers.decoding import decode
from qualcode.readers.options import ReadOptions


def read(path: Path, data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a table; commas, semicolons, tabs and bars may separate its columns."""
    decoded = decode(path, data, options.encoding)
    csv.field_size_limit(guard.TEXT_LIMIT)  # a cell may hold a whole interview
    header = decoded.text.lstrip("\n").partition("\n")[0]
    rows = csv.DictReader(
        StringIO(decoded.text, newline=""), delimiter=_delimiter(header, options), strict=True
    )
    found: list[cues.Cue] = []
    try:
        columns = find_columns(path, rows.fieldnames or (), options)
        found.extend(columns.cue(row) for row in rows)
    except (csv.Error, ValueError) as error:
        raise UnreadableSourceError(
            f"The table is broken here: {error}.", path=path, line=rows.line_num
        ) from error
    return cues.transcript(found, encoding=decoded.encoding, warnings=decoded.warnings)


def _delimiter(header: str, options: ReadOptions) -> str:
    """Return the separator that makes known names of the header."""
    asked = {options.speaker_column, options.text_column, options.start_column, options.end_column}
    known = usual_names() | {name.strip().casefold() for name in asked if name}

    def fits(delimiter: str) -> tuple[int, int]:
        cells = (cell.strip().strip('"').casefold() for cell in header.split(delimiter))
        return sum(cell in known for cell in cells), header.count(delimiter)

    return max(",;\t|", key=fits)
