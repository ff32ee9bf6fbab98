"""Split a table with several transcripts into a table for each: by a column of documents, or by worksheets.

Each becomes a source with a file of its own, so that one of them can be erased with all its words.
"""

import csv
import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TypeVar

from qualcode import notices, untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.transcript_tables.table_columns import find_columns
from qualcode.text.command_arguments import argument

_Row = TypeVar("_Row")

_MAX_NAME_LENGTH = 80
_NOT_IN_FILE_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDocument:
    """One transcript of a table: its name, and a file of its rows alone."""

    name: str
    suffix: str
    data: bytes

    @property
    def path(self) -> Path:
        """The file's name: that of the document with the suffix of its format."""
        return Path(f"{self.name}{self.suffix}")


def split_documents(data: bytes, path: Path, options: ReadOptions) -> Sequence[TableDocument]:
    """Return the transcripts in a table's bytes; empty if the options name no column or worksheet of them.

    `path` tells the format, by its suffix; a file that is no table is not split.
    """
    suffix = path.suffix.lower()
    with untrusted.naming_file(path):
        if suffix == ".xlsx" and (options.document_column or options.sheets):
            return _split_workbook(data, path.stem, options)
        if suffix == ".csv" and options.document_column:
            return _split_csv(data, path.stem, options)
        if suffix == ".json" and options.document_column:
            return _split_json(data, path.stem, options)
    return ()


def _split_csv(data: bytes, stem: str, options: ReadOptions) -> list[TableDocument]:
    from qualcode.readers.formats.csv import read_records

    table = read_records(data, options)
    rows = table.rows
    column = find_columns(table.header, options).document
    return [
        TableDocument(name=name, suffix=".csv", data=_csv_bytes(table.header, of_name, table.delimiter))
        for name, of_name in _rows_by_name(rows, [_cell(row, column) for row in rows], stem)
    ]


def _split_workbook(data: bytes, stem: str, options: ReadOptions) -> list[TableDocument]:
    from qualcode.readers.formats.xlsx import header_index, sheet_to_read, worksheets

    sheets = worksheets(data)
    documents: dict[str, TableDocument] = {}
    for named in options.sheets or ("",):
        sheet = sheet_to_read(sheets, named, options)
        first = header_index(sheets[sheet], options)
        texts = [[_cell_text(cell) for cell in row] for row in sheets[sheet]]
        header, *rows = texts[first:] or [[""]]
        if above := " ".join(filter(None, (cell for row in texts[:first] for cell in row))):
            notices.notify(f"Left out above the header of worksheet {sheet!r}: “{above[:_MAX_NAME_LENGTH]}”.")
        column = find_columns(header, options).document
        fallback = f"{stem}-{_file_stem(sheet)}" if options.sheets else stem
        for name, of_name in _rows_by_name(rows, [_cell(row, column) for row in rows], fallback):
            unique = name if name not in documents else f"{name}-{_file_stem(sheet)}"
            content = _csv_bytes(header, of_name, ",")
            documents[unique] = TableDocument(name=unique, suffix=".csv", data=content)
        for other, other_rows in sheets.items():
            if other_rows and other != sheet and not options.sheets:
                notices.notify(
                    f"The worksheet {other!r} is not read: import it with --sheet {argument(other)}."
                )
    return list(documents.values())


def _split_json(data: bytes, stem: str, options: ReadOptions) -> list[TableDocument]:
    from qualcode.readers.decode_bytes import decode
    from qualcode.readers.formats.json import parse_document
    from qualcode.readers.transcript_tables.json_shapes import find_rows
    from qualcode.readers.transcript_tables.json_words import PIECES

    items = find_rows(parse_document(decode(data, options.encoding).text)) or ()
    rows = [
        {key: value for key, value in item.items() if key != PIECES}
        for item in items
        if isinstance(item, dict)
    ]
    if len(rows) < len(items) or not rows:
        raise UnreadableSourceError("It has no list of objects with text, or something else is in the list.")
    header = list(dict.fromkeys(key for row in rows for key in row))
    key = header[find_columns(header, options).document or 0]
    documents = _rows_by_name(rows, [row.get(key) for row in rows], stem)
    return [
        TableDocument(name=name, suffix=".json", data=_json_bytes(of_name)) for name, of_name in documents
    ]


def _rows_by_name(rows: Sequence[_Row], values: Sequence[object], stem: str) -> list[tuple[str, list[_Row]]]:
    """Return each document's name, as one that a file can have, with its rows; without a name, `stem`."""
    groups: dict[str, list[_Row]] = {}
    names: dict[str, str] = {}
    for row, value in zip(rows, values, strict=True):
        text = "" if value is None else str(value).strip()
        if text not in names:
            name = _file_stem(text) or stem
            while name.casefold() in map(str.casefold, groups):
                name += "-2"
            names[text] = name
        groups.setdefault(names[text], []).append(row)
    return list(groups.items())


def _file_stem(value: str) -> str:
    """Return a document's name as one that a file can have."""
    return " ".join(_NOT_IN_FILE_NAMES.sub("-", value).split())[:_MAX_NAME_LENGTH].strip(" .-")


def _csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    content = StringIO(newline="")
    csv.writer(content, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return content.getvalue().encode("utf-8", "replace")


def _json_bytes(rows: object) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _cell_text(cell: object) -> str:
    if isinstance(cell, dt.timedelta):
        return str(cell.total_seconds())
    return "" if cell is None else str(cell)
