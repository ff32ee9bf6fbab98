"""Read any table with a header row as rows of text, for participants and codings to apply.

The columns have no meaning here; `table_columns` finds those of a transcript.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from qualcode import untrusted
from qualcode.errors import InvalidFileError
from qualcode.readers.csv_records import DELIMITERS, csv_records
from qualcode.readers.decode_bytes import decode

Row = dict[str, str]


def _raise(error: InvalidFileError) -> None:
    raise error


def read_rows(
    path: Path,
    *,
    required: Sequence[str] = (),
    on_long_row: Callable[[InvalidFileError], None] = _raise,
) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a .csv, .tsv or .xlsx file; see `parse_rows`."""
    data = untrusted.read_bytes(path, untrusted.FILE_LIMIT)
    yield from parse_rows(data, path, required=required, on_long_row=on_long_row)


def parse_rows(
    data: bytes,
    path: Path,
    *,
    required: Sequence[str] = (),
    on_long_row: Callable[[InvalidFileError], None] = _raise,
) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a table's bytes as text by column, each with its line (or row) number.

    `path` tells the format, by its suffix, and is named in errors. Column names and cells are stripped; empty
    rows are skipped. InvalidFileError names the line of a syntax error, a column without a name, a repeated
    column or a missing one of the `required`. A row with more cells than the header is passed to
    `on_long_row` as an error; if that returns, the row is skipped.
    """
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv", ".txt"):
        numbered_rows = _csv_rows(data)
    elif suffix == ".xlsx":
        numbered_rows = _xlsx_rows(data)
    else:
        raise InvalidFileError(
            f"A table is read from .csv, .tsv or .xlsx, not {suffix or 'this'}.", path=path
        )
    with untrusted.naming_file(path):
        names = _column_names(*next(numbered_rows, (1, ())), required)
        yield from _by_column(path, names, numbered_rows, on_long_row)


def _by_column(
    path: Path,
    names: Sequence[str],
    numbered_rows: Iterator[tuple[int, Sequence[str]]],
    on_long_row: Callable[[InvalidFileError], None],
) -> Iterator[tuple[int, Row]]:
    for number, cells in numbered_rows:
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            on_long_row(
                InvalidFileError(
                    f"This row has {len(cells)} cells, the header {len(names)}.",
                    "Put quotes around cells that contain the separator.",
                    path=path,
                    line=number,
                )
            )
            continue
        values = list(map(str.strip, cells))
        if any(values):
            values += [""] * (len(names) - len(values))
            yield number, dict(zip(names, values, strict=False))


def _column_names(line: int, header: Sequence[str], required: Sequence[str]) -> list[str]:
    """Return the names of the columns; empty ones at the end are dropped."""
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise InvalidFileError("The table is empty: its first row must name the columns.", line=line)
    for position, name in enumerate(names):
        if not name or name in names[:position]:
            fault = f"The column {name!r} is there twice." if name else f"Column {position + 1} has no name."
            raise InvalidFileError(fault, "Each column needs a name of its own.", line=line)
    for name in required:
        if name not in names:
            raise InvalidFileError(
                f"There is no column {name!r}.", f"There are: {', '.join(names)}.", line=line
            )
    return names


def _csv_rows(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = decode(data).text
    header = text.lstrip("\n").partition("\n")[0]
    return csv_records(text, max(DELIMITERS, key=header.count))


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    from qualcode.readers.formats.xlsx import worksheet_rows

    with untrusted.refusing_malformed("an Excel workbook"):
        for number, row in enumerate(worksheet_rows(data), start=1):
            yield number, ["" if cell is None else str(cell) for cell in row]
