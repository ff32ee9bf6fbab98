"""Quotes typed on a keyboard, or exported by a program that flattens white space, are found and coded."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TYPESET = (
    "Interviewer: Where was it?\n"
    "Nurse: It wasn\u2019t far, a \u201cwalk\u2011in\u201d by the cafe\u0301.\n\n"
    "And after\u00a0that\nwe closed.  We closed early.\n"
    "Interviewer: And then?\n"
    "Nurse: It wasn\u2019t far."
)


@pytest.fixture
def ward(study: Path, run: Run) -> Path:
    file = study / "ward.txt"
    file.write_text(TYPESET, encoding="utf-8")
    assert run("import", file).code == 0
    return study


def quotes(run: Run) -> list[object]:
    return [coding["quote"] for coding in json.loads(run("codings", "-f", "json").out)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("wasn't far, a", "wasn\u2019t far, a"),
        ('"walk-in"', "\u201cwalk\u2011in\u201d"),
        ("the caf\u00e9", "the cafe\u0301"),
        ("caf\u00e9. And after that we closed. We", "cafe\u0301.\n\nAnd after\u00a0that\nwe closed.  We"),
    ],
)
def test_a_typed_quote_is_stored_as_it_stands_in_the_source(
    ward: Path, run: Run, typed: str, stored: str
) -> None:
    assert ward.is_dir()
    assert run("apply", "pursue", "-s", "ward", "--quote", typed).code == 0
    assert quotes(run) == [stored]
    assert run("check").code == 0


def apply_rows(folder: Path, run: Run, rows: str, *options: str) -> tuple[int, str]:
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    result = run("apply", "--from", folder / "rows.csv", *options)
    return result.code, result.err


@pytest.mark.parametrize(
    ("column", "cell", "is_second"),
    [
        ("turn", "2", False),
        ("turn", "4", True),
        ("before", "Nurse:", None),
        ("before", "And then? Nurse:", True),
        ("start", str(TYPESET.index("It wasn")), False),
        ("start", str(TYPESET.rindex("It wasn")), True),
    ],
)
def test_an_ambiguous_quote_is_told_apart_by_a_column(
    ward: Path, run: Run, column: str, cell: str, is_second: bool | None
) -> None:
    code, err = apply_rows(ward, run, f"source,code,quote,{column}\nward,pursue,It wasn't far,{cell}\n")
    if is_second is None:
        assert code == 1
        assert "`before`" in err
        return
    assert code == 0, err
    starts = [coding["start"] for coding in json.loads(run("codings", "-f", "json").out)]
    assert starts == [TYPESET.rindex("It wasn") if is_second else TYPESET.index("It wasn")]


def test_rows_that_cannot_be_applied_are_written_with_their_reasons(ward: Path, run: Run) -> None:
    rows = "source,code,quote,memo\nward,pursue,we closed. We,m\n"
    rows += "ward,pursue,It wasn't far,\nward,pursue,lost,n\n"
    assert apply_rows(ward, run, rows)[0] == 1
    assert quotes(run) == []
    for name in ("rows.skipped.csv", "rows.skipped-2.csv"):
        code, err = apply_rows(ward, run, rows, "--skip-bad")
        assert code == 0, err
        with (ward / name).open(encoding="utf-8-sig", newline="") as file:
            skipped = list(csv.DictReader(file))
        by_quote = {row["quote"]: row for row in skipped}
        assert "occurs 2 times in ward" in by_quote["It wasn't far"]["reason"]
        assert (by_quote["lost"]["line"], by_quote["lost"]["memo"]) == ("4", "n")
        assert "does not occur" in by_quote["lost"]["reason"]
    assert quotes(run) == ["we closed.  We"]
    assert "already" in by_quote["we closed. We"]["reason"]
