"""Comma-separated values: a row for each utterance, the first row naming the columns."""

import csv
from io import StringIO
from pathlib import Path

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers import subtitle_cues
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.table_columns import find_columns, usual_names


def read(path: Path, data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a table; commas, semicolons, tabs and bars may separate its columns."""
    decoded = decode(path, data, options.encoding)
    csv.field_size_limit(untrusted.TEXT_LIMIT)  # a cell may hold a whole interview
    header = decoded.text.lstrip("\n").partition("\n")[0]
    rows = csv.DictReader(
        StringIO(decoded.text, newline=""), delimiter=_delimiter(header, options), strict=True
    )
    found: list[subtitle_cues.Cue] = []
    try:
        columns = find_columns(path, rows.fieldnames or (), options)
        found.extend(columns.cue(row) for row in rows)
    except (csv.Error, ValueError) as error:
        raise UnreadableSourceError(
            f"The table is broken here: {error}.", path=path, line=rows.line_num
        ) from error
    return subtitle_cues.transcript(found, encoding=decoded.encoding, warnings=decoded.warnings)


def _delimiter(header: str, options: ReadOptions) -> str:
    """Return the separator that makes known names of the header."""
    asked = {options.speaker_column, options.text_column, options.start_column, options.end_column}
    known = usual_names() | {name.strip().casefold() for name in asked if name}

    def fits(delimiter: str) -> tuple[int, int]:
        cells = (cell.strip().strip('"').casefold() for cell in header.split(delimiter))
        return sum(cell in known for cell in cells), header.count(delimiter)

    return max(",;\t|", key=fits)
