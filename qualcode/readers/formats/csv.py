"""Comma-separated values: one utterance per row, column names in the first row."""

from qualcode.model import LeftOut, LeftOutKind, Transcript
from qualcode.readers.csv_records import DELIMITERS, csv_records, stated_delimiter
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.table_columns import is_default_name
from qualcode.readers.table_cues import TableCues


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a table whose columns are separated by commas, semicolons, tabs or `|`."""
    decoded = decode(data, options.encoding)
    stated = stated_delimiter(decoded.text)
    delimiter = stated[1] if stated else find_delimiter(decoded.text, options)
    records = csv_records(decoded.text, delimiter)
    if stated:
        next(records)
    _, header = next(records, (1, []))
    table = TableCues(header, options, unit="line", delimiter=delimiter)
    for line, cells in records:
        table.add(line, cells)
    return table.transcript(
        encoding=decoded.encoding,
        warnings=decoded.warnings,
        left_out=(LeftOut(kind=LeftOutKind.KEYS, text=stated[0]),) if stated else (),
    )


def find_delimiter(text: str, options: ReadOptions) -> str:
    """Return the separator that gives most column names that are expected in the header."""
    header = text.lstrip("\n").partition("\n")[0]
    named = {
        options.speaker_column,
        options.text_column,
        options.start_column,
        options.end_column,
        options.document_column,
    }
    named = {name.strip().casefold() for name in named if name}

    def matches(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"').casefold() for cell in header.split(delimiter)]
        return sum(cell in named or is_default_name(cell) for cell in cells), header.count(delimiter)

    return max(DELIMITERS, key=matches)
