"""Import of tables: columns named by options, and tables with several transcripts."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run

ROWS = [
    ("interview", "person", "said", "at"),
    ("Visit 1", "Ida", "We left at noon.", "0:05"),
    ("Visit 1", "Jo", "Why, then?", "0:09"),
    ("Visit 2", "Ida", "It rained.", "0:02"),
    ("Visit 1", "Ida", "It was late.", "0:12"),
    ("Visit 2/b", "Jo", "I see, yes.", "0:01"),
]
COLUMNS = ("--text-column", "said", "--speaker-column", "person", "--time-column", "at")


def write_csv(path: Path) -> Path:
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS), encoding="utf-8")
    return path


def write_json(path: Path) -> Path:
    header, *rows = ROWS
    path.write_text(json.dumps([dict(zip(header, row, strict=True)) for row in rows]), encoding="utf-8")
    return path


def write_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def imported(run: Run, *arguments: object) -> dict[str, dict[str, object]]:
    result = run("import", *arguments, "-f", "json")
    assert result.code == 0, result.err
    return {row["source"]: row for row in json.loads(result.out)}


@pytest.mark.parametrize(
    ("suffix", "write"), [(".csv", write_csv), (".json", write_json), (".xlsx", write_xlsx)]
)
def test_a_table_with_several_transcripts_becomes_several_sources(
    study: Path, run: Run, suffix: str, write: Callable[[Path], Path]
) -> None:
    path = write(study.parent / f"visits{suffix}")
    rows = imported(run, path, *COLUMNS, "--document-column", "interview")
    assert {name: (row["turns"], row["words"], row["duration"]) for name, row in rows.items()} == {
        "Visit 1": (3, 9, "0:00:12"),
        "Visit 2": (1, 2, "0:00:02"),
        "Visit 2-b": (1, 3, "0:00:01"),
    }
    assert all(row["warnings"] == 0 for row in rows.values())
    again = run("import", path, *COLUMNS, "--document-column", "interview")
    assert again.err.count("was imported before") == 3


def test_each_transcript_of_a_table_can_be_erased(study: Path, run: Run) -> None:
    path = write_csv(study.parent / "visits.csv")
    imported(run, path, *COLUMNS, "--document-column", "interview")
    assert run("sources", "remove", "Visit 2", "--yes", "--erase").code == 0
    remaining = b"".join(file.read_bytes() for file in (study / "sources").iterdir())
    assert b"It rained" not in remaining
    assert b"We left at noon" in remaining
    assert run("check").code == 0


def test_rows_without_a_document_are_a_source_named_as_the_file(study: Path, run: Run) -> None:
    path = study.parent / "notes.csv"
    path.write_text("who,text,case\nIda,One.,a\nIda,Two.,\nIda,Three.\n", encoding="utf-8")
    rows = imported(run, path, "--document-column", "case")
    assert {name: row["words"] for name, row in rows.items()} == {"a": 1, "notes": 2}


def test_worksheets_are_named_by_an_option(study: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    for name, words in (("first", "We left."), ("second one", "It rained again.")):
        sheet = book.create_sheet(name)
        for row in (("speaker", "text"), ("Ida", words)):
            sheet.append(row)
    path = study.parent / "book.xlsx"
    book.save(path)
    whole = run("import", path)
    assert "The worksheet 'second one' is not read: import it with --sheet 'second one'." in whole.err
    rows = imported(run, path, "--sheet", "second one", "--sheet", "first", "--again")
    assert {name: row["words"] for name, row in rows.items()} == {"book-second one": 3, "book-first": 2}
    missing = run("import", path, "--sheet", "secnd one")
    assert (missing.code, "Did you mean 'second one'?" in missing.err) == (1, True)


def test_times_may_be_ignored(study: Path, run: Run) -> None:
    path = study.parent / "plain.csv"
    path.write_text("time,speaker,text\nnoon,Ida,We left.\n0:09,Jo,Why?\n", encoding="utf-8")
    result = run("import", path, "--time-column", "none", "-f", "json")
    [row] = json.loads(result.out)
    assert (row["duration"], row["warnings"]) == ("", 1)
    assert "Left out: other columns (1): column 'time': “noon | 0:09”." in result.err


def test_a_column_that_is_not_there_is_named(study: Path, run: Run) -> None:
    path = write_csv(study.parent / "visits.csv")
    result = run("import", path, *COLUMNS, "--document-column", "interviews")
    assert result.code == 1
    assert "visits.csv: There is no column 'interviews'." in result.err
    assert "Did you mean 'interview'?" in result.err


def test_the_duration_is_in_the_nearest_second(study: Path, run: Run) -> None:
    path = study.parent / "short.csv"
    path.write_text("start,end,speaker,text\n0.5,4.8,Ida,We left at noon.\n", encoding="utf-8")
    assert imported(run, path)["short"]["duration"] == "0:00:05"


def test_worksheets_beside_one_with_several_transcripts_are_named(study: Path, run: Run) -> None:
    path = write_xlsx(study.parent / "visits.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0].insert_rows(1)
    book.worksheets[0].cell(1, 1, "Visits of May")
    book.create_sheet("Visits in June").append(["said", "person"])
    book.save(path)
    result = run("import", path, *COLUMNS, "--document-column", "person")
    assert (
        "The worksheet 'Visits in June' is not read: import it with --sheet 'Visits in June'." in result.err
    )
    assert "Left out above the header of worksheet 'Sheet': “Visits of May”." in result.err
    assert "Compare them with the file" not in result.err
    assert "Ida" in run("sources").out
