"""Comma-separated values: one utterance per row, column names in the first row."""

import csv
from io import StringIO

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.subtitle_cues import Cue, transcript_from_cues
from qualcode.readers.table_columns import default_names, find_columns


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a table whose columns are separated by commas, semicolons, tabs or `|`."""
    decoded = decode(data, options.encoding)
    csv.field_size_limit(untrusted.TEXT_LIMIT)  # a cell may hold a whole interview
    header = decoded.text.lstrip("\n").partition("\n")[0]
    rows = csv.DictReader(
        StringIO(decoded.text, newline=""), delimiter=_delimiter(header, options), strict=True
    )
    cues: list[Cue] = []
    try:
        columns = find_columns(rows.fieldnames or (), options)
        cues.extend(columns.cue(row) for row in rows)
    except (csv.Error, ValueError) as error:
        raise UnreadableSourceError(f"The table has an error here: {error}.", line=rows.line_num) from error
    return transcript_from_cues(cues, encoding=decoded.encoding, warnings=decoded.warnings)


def _delimiter(header: str, options: ReadOptions) -> str:
    """Return the separator that gives most column names that are expected in the header."""
    named = {options.speaker_column, options.text_column, options.start_column, options.end_column}
    expected = default_names() | {name.strip().casefold() for name in named if name}

    def matches(delimiter: str) -> tuple[int, int]:
        cells = (cell.strip().strip('"').casefold() for cell in header.split(delimiter))
        return sum(cell in expected for cell in cells), header.count(delimiter)

    return max(",;\t|", key=matches)
