"""Comma-separated values: one utterance per row, column names in the first row."""

from dataclasses import dataclass

from qualcode.model import LeftOut, LeftOutKind, Transcript
from qualcode.readers.csv_records import DELIMITERS, csv_records, stated_delimiter
from qualcode.readers.decode_bytes import Decoded, decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.transcript_tables.table_columns import is_default_name
from qualcode.readers.transcript_tables.table_cues import TableCues


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A decoded table: its header, and the cells of each other record."""

    decoded: Decoded
    delimiter: str
    header: list[str]
    numbered_rows: list[tuple[int, list[str]]]
    """Each with the number of its first line."""
    delimiter_line: str = ""
    """The line before the header that states the delimiter."""

    @property
    def rows(self) -> list[list[str]]:
        """The rows without their numbers."""
        return [row for _, row in self.numbered_rows]


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a table whose columns are separated by commas, semicolons, tabs or `|`."""
    table = read_records(data, options)
    cues = TableCues(table.header, options, unit="line", delimiter=table.delimiter)
    for line, cells in table.numbered_rows:
        cues.add(line, cells)
    left_out = (LeftOut(kind=LeftOutKind.KEYS, text=table.delimiter_line),) if table.delimiter_line else ()
    return cues.transcript(
        encoding=table.decoded.encoding, warnings=table.decoded.warnings, left_out=left_out
    )


def read_records(data: bytes, options: ReadOptions) -> CsvTable:
    """Return a table as it is in the file."""
    decoded = decode(data, options.encoding, language=options.language)
    stated = stated_delimiter(decoded.text)
    delimiter = stated[1] if stated else find_delimiter(decoded.text, options)
    records = list(csv_records(decoded.text, delimiter))
    (_, header), *numbered_rows = records[1 if stated else 0 :] or [(1, [])]
    return CsvTable(
        decoded=decoded,
        delimiter=delimiter,
        header=header,
        numbered_rows=numbered_rows,
        delimiter_line=stated[0] if stated else "",
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
