"""Files have every value of a table, in every format, and are never written partially."""

import csv
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import NotFoundError, StorageError, UsageError
from qualcode.model import Listing
from qualcode.output_formats import TABLE as TABLE_FORMATS
from qualcode.tables import (
    TEXT_FORMATS,
    codings,
    frame,
    guard_formula,
    listing,
    to_text,
    unguard_formula,
    write_tables,
)
from qualcode.tables.output.workbook import sheet_names, write_workbook
from tests.support import plain_figures
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES

FULL_WIDTH = "\uff1d"
NASTY = (
    "=SUM(A1)", "+1 more", "- I don't know", "@home", "-5", "'=quoted", "''-x", "'em", "\tTab", "a,b",
    'say "no"', "two\nlines", "pipe | and *star*", "<script>alert(1)</script>",
    "50% & $5 #1 _x_ {y} ~ ^ \\", "naïve 🚓 ẹ́", "مرحبا", "return\rhere", '=HYPERLINK("http://x")',
    f"{FULL_WIDTH}full width", "_x000D_ literally",
)  # fmt: skip
TABLE = pd.DataFrame({"n": range(len(NASTY)), "text": NASTY, "share": [0.1 + 0.2] * len(NASTY)})


def test_the_formula_guard_is_reversible() -> None:
    @given(st.text(alphabet=f"'=+-@\t\r\n5.a{FULL_WIDTH}", max_size=6))
    def guarded(text: str) -> None:
        safe = guard_formula(text)
        assert unguard_formula(safe) == text
        assert not safe.startswith(("=", "@", "\t", "\r", FULL_WIDTH))

    guarded()


def test_only_text_that_a_spreadsheet_could_run_is_guarded() -> None:
    unchanged = [text for text in NASTY if guard_formula(text) == text]
    assert "-5" in unchanged
    assert "'em" in unchanged
    assert guard_formula("- I don't know") == "'- I don't know"
    assert guard_formula("'=quoted") == "''=quoted"


def test_csv_gives_every_text_and_every_digit_back() -> None:
    rows = list(csv.reader(io.StringIO(to_text(TABLE, "csv"), newline="")))
    assert rows[0] == ["n", "text", "share"]
    assert [unguard_formula(row[1]) for row in rows[1:]] == list(NASTY)
    assert {float(row[2]) for row in rows[1:]} == {0.1 + 0.2}


def test_a_csv_file_is_utf8_with_the_mark_that_excel_needs(tmp_path: Path) -> None:
    [file] = write_tables({"codes by case": TABLE}, tmp_path)
    assert file == tmp_path / "codes-by-case.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfn,text,share\n")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_gives_every_value_back(form: str) -> None:
    text = to_text(TABLE, form)
    records = json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
    assert [record["text"] for record in records] == list(NASTY)
    assert records[3] == {"n": 3, "text": "@home", "share": 0.1 + 0.2}


def test_parquet_gives_every_value_back_with_its_type(tmp_path: Path) -> None:
    [file] = write_tables({"t": TABLE}, tmp_path, "parquet")
    back = pd.read_parquet(file)
    assert back["text"].tolist() == list(NASTY)
    assert back["n"].dtype == "int64"


def test_every_exported_quote_is_what_the_text_has_at_its_offsets(tmp_path: Path) -> None:
    texts = {marked.source.name: marked.source.text for marked in SOURCES}
    table = codings(plain_figures.study(SOURCES, CODEBOOK, CASES))
    [file] = write_tables({"codings": table}, tmp_path, "csv")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.DictReader(opened):
            assert unguard_formula(row["quote"]) == texts[row["source"]][int(row["start"]) : int(row["end"])]
    [book] = write_tables({"codings": table}, tmp_path, "xlsx")
    sheet = openpyxl.load_workbook(book)["codings"]
    head, *rows = sheet.iter_rows(values_only=True)
    for values in rows:
        read = dict(zip(head, values, strict=True))
        start, end = int(str(read["start"])), int(str(read["end"]))
        assert read["quote"] == texts[str(read["source"])][start:end]


def test_a_workbook_has_typed_cells_a_frozen_header_and_filters(tmp_path: Path) -> None:
    [book] = write_tables({"one": TABLE, "two": TABLE}, tmp_path, "xlsx")
    read = openpyxl.load_workbook(book)
    assert read.sheetnames == ["one", "two"]
    sheet = read["one"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:C{len(NASTY) + 1}"
    cells = [sheet.cell(row=row, column=2) for row in range(2, len(NASTY) + 2)]
    assert {cell.data_type for cell in cells} == {"s"}
    escaped = [text.replace("\r", "_x000D_") for text in NASTY]  # Excel's way, which openpyxl leaves as it is
    assert [cell.value for cell in cells] == escaped
    assert sheet.cell(row=2, column=3).value == pytest.approx(0.3)
    assert sheet.cell(row=2, column=1).data_type == "n"


def test_a_text_too_long_for_a_cell_is_cut_with_a_note_that_says_so(tmp_path: Path) -> None:
    long = pd.DataFrame({"text": ["🚓" * 20_000, "a" * 32_767, "b" * 32_768, "bell \x07 and \ufffe"]})
    [book] = write_tables({"t": long}, tmp_path, "xlsx")
    cells = [cell.value for cell in openpyxl.load_workbook(book)["t"]["A"][1:]]
    assert cells[0].endswith("the whole text]")
    assert len(cells[0].encode("utf-16-le")) <= 2 * 32_767
    assert cells[1] == "a" * 32_767
    assert cells[2].startswith("b" * 32_000)
    assert len(cells[2]) == 32_767
    assert cells[3] == "bell _x0007_ and \ufffd"


def test_sheets_have_names_that_excel_allows() -> None:
    names = ["a/b:c", "A-B-C", "x" * 40, "x" * 50, "history", "'quoted'", ""]
    sheets = sheet_names(names)
    assert sheets == ["a-b-c", "A-B-C 2", "x" * 31, "x" * 29 + " 2", "history table", "quoted", "table"]


def test_more_rows_than_a_sheet_has_are_refused_with_another_format_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="parquet or csv"):
        write_workbook({"big": pd.DataFrame({"n": range(1_048_576)})}, tmp_path / "t.xlsx")


def test_markdown_escapes_its_markup() -> None:
    text = to_text(TABLE, "md", title="Codes & quotes")
    lines = text.splitlines()
    assert lines[0] == "**Codes &amp; quotes**"
    assert len(lines) == 4 + len(NASTY)
    assert "two<br>lines" in text
    assert "pipe \\| and \\*star\\*" in text
    assert "&lt;script&gt;" in text
    assert lines[3].startswith("| --: | ---")


def test_latex_escapes_its_markup_and_names_its_packages() -> None:
    text = to_text(TABLE, "latex", title="50% coded")
    assert text.startswith("% \\usepackage{booktabs,longtable}\n")
    assert r"\caption{50\% coded}" in text
    assert r"50\% \& \$5 \#1 \_x\_ \{y\} \textasciitilde{} \textasciicircum{} \textbackslash{}" in text


def test_latex_takes_no_cell_for_an_argument_of_the_line_end_before_it() -> None:
    text = to_text(pd.DataFrame({"source": ["[one]", "*two"]}), "latex")
    assert "\n{[}one] \\\\\n{*}two \\\\\n" in text


def test_html_escapes_its_markup() -> None:
    text = to_text(TABLE, "html", title="<b>")
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<caption>&lt;b&gt;</caption>" in text


def test_html_marks_formulas_as_text() -> None:
    text = to_text(pd.DataFrame({"=head": ["=SUM(A1)", "-5", "plain"], "n": [-1.0, 2.0, 3.0]}), "html")
    as_text = """ sdnum="1033;0;@" style="mso-number-format:'\\@'">"""
    assert f'<th scope="col"{as_text}=head</th>' in text
    assert f"<td{as_text}=SUM(A1)</td>" in text
    assert "<td>-5</td>" in text
    assert '<td class="number">-1.000</td>' in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("form", ["csv", "html", "xlsx"])
def test_no_text_becomes_a_formula_in_a_spreadsheet(form: str, tmp_path: Path) -> None:
    [file] = write_tables({"table": TABLE}, tmp_path, form)
    options = ["--infilter=calc_HTML_WebQuery"] if form == "html" else []
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [
        "soffice",
        home,
        "--headless",
        *options,
        "--convert-to",
        "fods",
        "--outdir",
        str(tmp_path),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True)
    sheet = file.with_suffix(".fods").read_text(encoding="utf-8")
    assert "SUM(A1)" in sheet
    assert "<table:table-cell" in sheet
    assert 'table:formula="' not in sheet


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_an_empty_table_has_its_header_in_every_text_format(form: str) -> None:
    text = to_text(pd.DataFrame({"code": [], "label": []}), form)
    assert text.endswith("\n") or form == "jsonl"
    assert ("code" in text) == (form not in ("json", "jsonl"))


@pytest.mark.parametrize("form", TABLE_FORMATS.names)
def test_writing_again_replaces_the_files_and_leaves_nothing_else(form: str, tmp_path: Path) -> None:
    first = write_tables({"one": TABLE, "one ": TABLE}, tmp_path, form)
    again = write_tables({"one": TABLE[:3], "one ": TABLE}, tmp_path, form)
    assert first == again
    assert len(set(again)) == len(again)
    assert sorted(tmp_path.iterdir()) == sorted(again)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_disk_that_is_full_half_way_leaves_the_old_files_as_they_were(form: str, tmp_path: Path) -> None:
    files = write_tables({"one": TABLE, "two": TABLE}, tmp_path)
    before = [file.read_bytes() for file in files]
    resource = pytest.importorskip("resource", reason="only Unix can pretend that a disk is full")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before[0]), hard))
    try:
        with pytest.raises(StorageError, match="see that there is space"):
            write_tables({"one": TABLE[:1], "two": pd.concat([TABLE, TABLE])}, tmp_path, form)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [file.read_bytes() for file in files] == before
    assert sorted(tmp_path.iterdir()) == sorted(files)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("a file")
    with pytest.raises(StorageError, match=f"could not be written to {tmp_path}{os.sep}tables"):
        write_tables({"one": TABLE}, tmp_path / "tables")


def test_an_unknown_format_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'xlsx'"):
        write_tables({"one": TABLE}, tmp_path, "xls")
    with pytest.raises(NotFoundError, match="Did you mean 'json'"):
        to_text(TABLE, "jsn")


def test_a_listing_becomes_a_frame_and_a_listing_again() -> None:
    rows = ((1, None, "a", 0.5, True), (2, 3, None, None, False))
    original = Listing(columns=("n", "missing", "text", "score", "flag"), rows=rows, title="t")
    assert listing(frame(original), "t") == original
    assert frame(original).dtypes.astype(str).tolist() == ["int64", "Int64", "object", "float64", "bool"]


def test_columns_of_the_same_name_are_told_apart() -> None:
    assert list(frame(Listing(columns=("a", "a"), rows=((1, "x"),))).columns) == ["a", "a 2"]
