"""Every table of an analysis has its definitions: on the sheet of notes, and with `--explain` under it."""

from pathlib import Path

import openpyxl
import pytest

from qualcode.guide import definition_of
from qualcode.workflows.analysis.analyses import ANALYSES
from tests.cli.conftest import MadeOnce, Run

ARGUMENTS = {"crosstab": ("code", "source"), "compare": ("source", "local-01", "other")}


@pytest.fixture(autouse=True)
def _coded(study: Path, run: Run, made_once: MadeOnce) -> None:
    def code_two_sources() -> None:
        (study / "other.txt").write_text("Int: Well?\nP2: It was a second one.\n", encoding="utf-8")
        assert run("import", "other.txt").code == 0
        assert run("apply", "pursue", "--source", "local-01", "--turn", 2).code == 0
        assert run("apply", "protect", "--source", "other", "--turn", 2).code == 0

    made_once(code_two_sources)


@pytest.mark.parametrize("name", ANALYSES)
def test_a_workbook_has_a_sheet_of_notes(run: Run, study: Path, name: str) -> None:
    written = run(name, *ARGUMENTS.get(name, ()), "-o", "table.xlsx")
    assert written.code == 0, written.err
    book = openpyxl.load_workbook(study / "table.xlsx")
    notes = book["notes"]
    items = {str(row[1]): str(row[2]) for row in notes.iter_rows(min_row=2, values_only=True)}
    assert items["Date"].startswith("20")
    assert "Table" in items
    definition = definition_of(name)
    headings = [str(cell.value) for cell in book.worksheets[0][1]]
    explained = [heading for heading in headings if heading in definition.columns]
    assert set(explained) <= set(items)
    assert len(explained) == len(headings) or any(item.startswith("each ") for item in items)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
        set_up = sheet.sheet_properties.pageSetUpPr
        assert set_up is not None
        assert set_up.fitToPage


@pytest.mark.parametrize("form", ["table", "md", "latex", "html"])
def test_explain_prints_definitions_under_the_table(run: Run, form: str) -> None:
    plain = run("frequencies", "--format", form)
    explained = run("frequencies", "--format", form, "--explain")
    assert "the number of sources with at least one of the codings" in " ".join(explained.out.split())
    assert "Codings of ann" in explained.out
    assert "the number of sources" not in plain.out


@pytest.mark.parametrize("of", ["codings", "sources", "cases", "words", "share"])
@pytest.mark.parametrize(
    "table", [("crosstab", "code", "source"), ("frequencies", "--by", "source"), ("matrix",)]
)
def test_the_measure_of_the_cells_is_explained(run: Run, table: tuple[str, ...], of: str) -> None:
    explained = " ".join(run(*table, "--of", of, "--explain").out.split())
    meaning = definition_of("The five measures").columns[of].replace("`", "")
    assert f"The measure {of}: {meaning}" in explained
    assert "The measure" not in run("matrix", "--binary", "--explain").out


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_data_for_programs_stays_data_and_the_definitions_are_messages(run: Run, form: str) -> None:
    plain = run("frequencies", "--format", form)
    explained = run("frequencies", "--format", form, "--explain")
    assert explained.out == plain.out
    assert "the number of sources with at least one of the codings" in explained.err


@pytest.mark.parametrize(
    ("arguments", "meaning"),
    [(("quotes", "*"), "quote: its words."), (("kwic", "line"), "left: the characters before it.")],
)
def test_lists_of_quotes_and_keywords_are_explained_on_request(
    run: Run, arguments: tuple[str, ...], meaning: str
) -> None:
    plain, explained = run(*arguments, "-f", "json"), run(*arguments, "-f", "json", "--explain")
    assert explained.out == plain.out
    assert meaning in explained.err.splitlines()
    assert meaning not in plain.err


def test_a_csv_file_has_the_mark_that_excel_needs(run: Run, study: Path) -> None:
    for name in ANALYSES:
        assert run(name, *ARGUMENTS.get(name, ()), "-o", f"{name}.csv").code == 0
        assert (study / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
