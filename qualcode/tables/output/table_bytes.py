"""Write tables to files: all or none of them, and never a partial file.

All files are written to a hidden folder in the target folder and then renamed into place, so that a full disk
or an interruption leaves the old files unchanged.

CSV is UTF-8 with a byte order mark: without it, Excel misreads typographic quotes and accents.
R (`readr`, `data.table`), pandas, SPSS and Stata all skip it; base R needs `fileEncoding = "UTF-8-BOM"`.
Text that a spreadsheet would run as a formula has an apostrophe in front (see `formula_guard`).
"""

import os
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd

from qualcode.errors import StorageError
from qualcode.files import make_folders, set_permissions, staging_folder
from qualcode.output_formats import TABLE
from qualcode.tables.frames import distinct_names
from qualcode.tables.output.table_notes import TableNotes
from qualcode.tables.output.table_text import to_text

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


def write_tables(
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
    form: str = "csv",
    notes: Sequence[TableNotes] = (),
    labels: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Path]:
    """Write each table to a file with its name, or with `xlsx` all to `tables.xlsx`; return the paths.

    A workbook has the notes on a sheet of their own, a file for readers those with its name under the table.
    Stata files have `labels` (table → column → text) as variable labels.

    NotFoundError for an unknown format, StorageError if the files cannot be written.
    """
    TABLE.named(form)
    try:
        make_folders(folder)
        with staging_folder(folder) as staging:
            written = _write_all(tables, staging, form, notes, labels or {})
            for file in written:
                set_permissions(file, folder / file.name)
            return [file.replace(folder / file.name) for file in written]
    except OSError as error:
        raise StorageError(
            f"The tables could not be written to {folder}: {error.strerror or error}.",
            "Close the file if it is open in another program, and see that there is space and permission.",
        ) from error


def _write_all(
    tables: Mapping[str, pd.DataFrame],
    staging: Path,
    form: str,
    notes: Sequence[TableNotes],
    labels: Mapping[str, Mapping[str, str]],
) -> list[Path]:
    if form == "xlsx":
        from qualcode.tables.output.workbook import write_workbook

        book = staging / "tables.xlsx"
        write_workbook(tables, book, notes)  # not in memory, since a study may be large
        files = [book]
    else:
        names = distinct_names(map(file_name, tables))
        files = [staging / f"{name}{TABLE.ending(form)}" for name in names]
        for file, (name, table) in zip(files, tables.items(), strict=True):
            own_notes = [note for note in notes if note.title == name]
            file.write_bytes(file_bytes({name: table}, form, own_notes, labels.get(name)))
    for file in files:
        with file.open("rb+") as content:
            os.fsync(content.fileno())
    return files


def file_bytes(
    tables: Mapping[str, pd.DataFrame],
    form: str,
    notes: Sequence[TableNotes] = (),
    labels: Mapping[str, str] | None = None,
) -> bytes:
    """Return the bytes of a file with one table, or in a workbook with several, by their titles.

    Workbooks have the notes on a sheet of their own, formats for readers under the table. Stata
    has `labels` (column → text) as variable labels. NotFoundError for an unknown format.
    """
    if TABLE.named(form) == "xlsx":
        from qualcode.tables.output.workbook import write_workbook

        write_workbook(tables, book := BytesIO(), notes)
        return book.getvalue()
    [(title, table)] = tables.items()
    note = notes[0] if notes else None
    match form:
        case "dta":
            from qualcode.tables.output.stata_file import stata_bytes

            return stata_bytes(table, title, labels)
        case "docx":
            from qualcode.tables.output.table_document import table_document

            return table_document(table, title, note)
        case "parquet":
            table.to_parquet(content := BytesIO(), engine="pyarrow", index=False)
            return content.getvalue()
        case _:
            return to_text(table, form, title, note).encode("utf-8-sig" if form == "csv" else "utf-8")


def file_name(table: str) -> str:
    """Return the file name of a table without its ending: `codes by case` is `codes-by-case`."""
    return _NOT_IN_NAMES.sub("-", table).strip("-.") or "table"
