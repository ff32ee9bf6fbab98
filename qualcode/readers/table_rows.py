"""Any table with a header row, as rows of text: participants, codings to apply.

Not a transcript: nothing is said about what the columns mean.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from pathlib import Path

from qualcode import untrusted
from qualcode.errors import InvalidFileError
from qualcode.readers.decode_bytes import decode

Row = dict[str, str]


def _refused(fault: InvalidFileError) -> None:
    raise fault


def read_rows(
    path: Path, *, needed: Sequence[str] = (), broken: Callable[[InvalidFileError], None] = _refused
) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a .csv, .tsv or .xlsx file as text by column, each with its line (or row) number.

    Column names and cells lose their outer white space; empty rows are passed over. InvalidFileError names
    the line that is broken, a column without a name, one that is there twice, or a needed one that is not
    there. A row with more cells than the header has goes to `broken`, which may gather such and go on.
    """
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv", ".txt"):
        yield from _named(path, _csv(path), needed, broken)
    elif suffix == ".xlsx":
        yield from _named(path, _xlsx(path), needed, broken)
    else:
        raise InvalidFileError(
            f"A table is read from .csv, .tsv or .xlsx, not {suffix or 'this'}.", path=path
        )


def _named(
    path: Path,
    numbered: Iterator[tuple[int, Sequence[str]]],
    needed: Sequence[str],
    broken: Callable[[InvalidFileError], None],
) -> Iterator[tuple[int, Row]]:
    names = _header(path, *next(numbered, (1, ())), needed)
    for number, cells in numbered:
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            broken(
                InvalidFileError(
                    f"This row has {len(cells)} cells, the header {len(names)}.",
                    "Put quotes around cells that have separators in them.",
                    path=path,
                    line=number,
                )
            )
            continue
        said = list(map(str.strip, cells))
        if any(said):
            said += [""] * (len(names) - len(said))
            yield number, dict(zip(names, said, strict=False))


def _header(path: Path, line: int, header: Sequence[str], needed: Sequence[str]) -> list[str]:
    """Return the names of the columns."""
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise InvalidFileError(
            "The table is empty: its first row must name the columns.", path=path, line=line
        )
    for position, name in enumerate(names):
        if not name or name in names[:position]:
            what = f"The column {name!r} is there twice." if name else f"Column {position + 1} has no name."
            raise InvalidFileError(what, "Each column needs a name of its own.", path=path, line=line)
    for name in needed:
        if name not in names:
            raise InvalidFileError(
                f"There is no column {name!r}.", f"There are: {', '.join(names)}.", path=path, line=line
            )
    return names


def _csv(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    decoded = decode(path, untrusted.file_bytes(path, untrusted.FILE_LIMIT), "")
    csv.field_size_limit(untrusted.TEXT_LIMIT)
    header = decoded.text.lstrip("\n").partition("\n")[0]
    delimiter = max(",;\t|", key=header.count)
    rows = csv.reader(StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        raise InvalidFileError(
            f"The table is broken here: {error}.", path=path, line=rows.line_num
        ) from error


def _xlsx(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    from qualcode.readers.formats.xlsx import worksheet_rows

    data = untrusted.file_bytes(path, untrusted.FILE_LIMIT)
    untrusted.check_archive(path, data).close()
    with untrusted.blaming(path, "an Excel workbook"):
        for number, row in enumerate(worksheet_rows(path, data, ""), start=1):
            yield number, ["" if cell is None else str(cell) for cell in row]
