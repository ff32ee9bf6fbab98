"""Files are opened by the programs they are for: LibreOffice reads numbers as numbers, and every word."""

import csv
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from qualcode.tables import file_bytes, table_notes

TABLE = pd.DataFrame({"code": ["roles", "harms"], "codings": [1200, 1], "share": [0.25, 5 / 80_000]})
NOTES = table_notes(TABLE, "frequencies", title="Codes", scope=("Codings of ann.",), date="2026-03-01")


def converted(content: bytes, ending: str, to: str, folder: Path) -> str:
    """Return the text that LibreOffice makes of a file."""
    file = folder / f"table{ending}"
    file.write_bytes(content)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", to, "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return file.with_suffix(f".{to.split(':', maxsplit=1)[0]}").read_text(encoding="utf-8-sig")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_reads_workbooks_and_word_documents(tmp_path: Path) -> None:
    book = converted(file_bytes({"codes": TABLE}, "xlsx", [NOTES]), ".xlsx", "csv", tmp_path)
    head, *rows = csv.reader(book.splitlines())
    assert head == ["code", "codings", "share"]
    assert [(row[0], int(row[1]), float(row[2])) for row in rows] == [
        ("roles", 1200, 0.25), ("harms", 1, pytest.approx(5 / 80_000)),
    ]  # fmt: skip
    content = file_bytes({"Codes": TABLE}, "docx", [NOTES])
    text = converted(content, ".docx", "txt:Text (encoded):UTF8", tmp_path)
    for words in ("Codes", "1200", "0.000063", "Date: 2026-03-01", "Scope: Codings of ann."):
        assert words in text
