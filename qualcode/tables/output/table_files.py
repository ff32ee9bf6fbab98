"""Tables to files: all of them or none, and never a file half written.

Everything is written to a hidden folder beside the files first and then moved into place, so that a full
disk or a closed laptop leaves the old files as they were.

CSV is UTF-8 with a byte order mark: without it Excel shows typographic quotes and accents as garbage, and
R (`readr`, `data.table`), pandas, SPSS and Stata all skip it; base R needs `fileEncoding = "UTF-8-BOM"`.
Text that a spreadsheet would run as a formula has an apostrophe in front there (see `formulas`).
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from xlsxwriter.exceptions import XlsxFileError

from qualcode.errors import StorageError
from qualcode.output_formats import TABLE
from qualcode.tables.frames import distinct_names
from qualcode.tables.output.table_text import to_text
from qualcode.tables.output.workbook import write_workbook

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


def write(tables: Mapping[str, pd.DataFrame], folder: Path, form: str = "csv") -> list[Path]:
    """Write each table to a file named after it, or with `xlsx` all to `tables.xlsx`; return the files."""
    TABLE.named(form)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".writing-") as place:
            written = _write_all(tables, Path(place), form)
            return [file.replace(folder / file.name) for file in written]
    except (OSError, XlsxFileError) as error:
        raise StorageError(
            f"The tables could not be written to {folder}: {getattr(error, 'strerror', None) or error}.",
            "Close the file if it is open in another program, and see that there is space and permission.",
        ) from error


def _write_all(tables: Mapping[str, pd.DataFrame], place: Path, form: str) -> list[Path]:
    if form == "xlsx":
        book = place / "tables.xlsx"
        write_workbook(tables, book)
        files = [book]
    else:
        names = distinct_names(map(file_name, tables))
        files = [place / f"{name}{TABLE.ending(form)}" for name in names]
        for file, (name, table) in zip(files, tables.items(), strict=True):
            _write_one(table, name, file, form)
    for file in files:
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())
    return files


def _write_one(table: pd.DataFrame, name: str, file: Path, form: str) -> None:
    if form == "parquet":
        table.to_parquet(file, engine="pyarrow", index=False)
        return
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    file.write_text(to_text(table, form, name), encoding=encoding, newline="")


def file_name(table: str) -> str:
    """Return the name of a table as a file's name without its suffix: `codes by case` is `codes-by-case`."""
    return _NOT_IN_NAMES.sub("-", table).strip("-.") or "table"
