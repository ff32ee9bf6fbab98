"""Tables of utterances, as .csv, .xlsx and .json: columns, times and what is not read."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.output_formats import TimeUnit
from qualcode.readers import ReadOptions
from tests.support.source_files import read, read_file

Table = Sequence[Sequence[object]]
every_format = pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json"])


def read_table(folder: Path, suffix: str, table: Table, options: ReadOptions | None = None) -> Transcript:
    header, *rows = table
    if suffix == ".csv":
        content = "\n".join(",".join(f'"{cell}"' for cell in row) for row in table)
        return read(folder, "a.csv", content, options)
    if suffix == ".json":
        objects = [dict(zip(map(str, header), row, strict=True)) for row in rows]
        return read(folder, "a.json", json.dumps(objects), options)
    book = openpyxl.Workbook()
    for row in table:
        book.worksheets[0].append(list(row))
    book.save(folder / "a.xlsx")
    return read_file(folder / "a.xlsx", options)


def begins(transcript: Transcript) -> list[float | None]:
    return [turn.begins for turn in transcript.turns]


@every_format
@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("[00:01:05]", 65),
        ("(1:05)", 65),
        ("<00:01:05.500>", 65.5),
        ("#01:05#", 65),
        ("01:05 - 01:09", 65),
        ("00:01:05,000 --> 00:01:09,000", 65),
        ("65.5s", 65.5),
        ("PT1M5S", 65),
    ],
)
def test_layouts_of_times(tmp_path: Path, suffix: str, cell: str, seconds: float) -> None:
    table = [("time", "speaker", "text"), (cell, "Ida", "We left."), ("2:00", "Jo", "When?")]
    transcript = read_table(tmp_path, suffix, table)
    assert begins(transcript) == [seconds, 120]
    assert transcript.warnings == ()


@every_format
def test_a_cell_that_is_no_time_costs_no_words(tmp_path: Path, suffix: str) -> None:
    table = [
        ("time", "speaker", "text"),
        ("0:04", "Ida", "We left."),
        ("after the break", "Jo", "When?"),
        ("-3", "Ida", "At noon."),
        ("1:10", "Jo", "I see."),
    ]
    transcript = read_table(tmp_path, suffix, table)
    assert transcript.text == "We left.\nWhen?\nAt noon.\nI see.\n"
    assert begins(transcript) == [4, None, None, 70]
    unit, first = {".csv": ("line", 3), ".xlsx": ("row", 3), ".json": ("segment", 2)}[suffix]
    [warning] = transcript.warnings
    assert warning.startswith(
        f"2 cells of the column of times are no time: {unit} {first} ('after the break'), {unit} {first + 1}"
    )


@every_format
def test_the_column_of_times_may_be_named_or_ignored(tmp_path: Path, suffix: str) -> None:
    table = [("time", "at", "text"), ("noon", "0:04", "We left."), ("noon", "0:09", "When?")]
    named = read_table(tmp_path, suffix, table, ReadOptions(start_column="at"))
    assert begins(named) == [4, 9]
    ignored = read_table(tmp_path, suffix, table, ReadOptions(start_column="none"))
    assert begins(ignored) == [None, None]
    assert all("no time" not in warning for warning in (*named.warnings, *ignored.warnings))


@every_format
def test_times_in_milliseconds_are_known_by_the_rate_of_speech(tmp_path: Path, suffix: str) -> None:
    table = [
        ("start", "end", "text"),
        (250, 2100, "Who was it that rang?"),
        (2300, 4800, "The baker, at noon."),
    ]
    transcript = read_table(tmp_path, suffix, table)
    assert [(turn.begins, turn.ends) for turn in transcript.turns] == [(0.25, 2.1), (2.3, 4.8)]
    [warning] = transcript.warnings
    assert warning == (
        "Times are read as milliseconds: in seconds, 9 words would take 4,350 seconds. If they are seconds: "
        "remove the source and import the file with --time-unit seconds"
    )


@every_format
@pytest.mark.parametrize(
    ("unit", "times"),
    [
        (TimeUnit.MILLISECONDS, [0.25, 2.3, 5]),
        (TimeUnit.SECONDS, [250, 2300, 5]),
        (TimeUnit.MINUTES, [15_000, 138_000, 5]),
    ],
)
def test_the_unit_of_plain_numbers_may_be_stated(
    tmp_path: Path, suffix: str, unit: TimeUnit, times: list[float]
) -> None:
    table = [("start_ms", "text"), (250, "Who was it that rang?"), ("2300", "The baker."), ("0:05", "I see.")]
    transcript = read_table(tmp_path, suffix, table, ReadOptions(time_unit=unit))
    assert begins(transcript) == times
    assert transcript.warnings == ()


@every_format
def test_speech_that_is_too_fast_is_said_with_the_unit_that_it_may_have(tmp_path: Path, suffix: str) -> None:
    table = [("start", "text"), (0, "We had rain all day. " * 9), (1.5, "Was it bad? " * 20), (2, "Yes.")]
    [warning] = read_table(tmp_path, suffix, table).warnings
    assert warning == (
        "Times are read as seconds, but 105 words would take 2 seconds. If they are minutes: "
        "remove the source and import the file with --time-unit minutes"
    )


@every_format
def test_slow_times_with_fractions_are_said_with_the_unit_that_they_may_have(
    tmp_path: Path, suffix: str
) -> None:
    table = [("start", "text"), (250.5, "Who was it that rang?"), (2300.25, "The baker."), (4800.5, "Yes.")]
    transcript = read_table(tmp_path, suffix, table)
    assert begins(transcript) == [250.5, 2300.25, 4800.5]
    assert "--time-unit milliseconds" in transcript.warnings[0]


@every_format
@pytest.mark.parametrize("column", ["start_ms", "startMs", "Start (ms)", "begin milliseconds"])
def test_the_name_of_a_column_may_say_milliseconds(tmp_path: Path, suffix: str, column: str) -> None:
    table = [(column, "text"), (250, "Who was it that rang? " * 9), (2300, "The baker.")]
    options = ReadOptions(start_column=column)
    assert begins(read_table(tmp_path, suffix, table, options)) == [0.25, 2.3]


@every_format
def test_slow_speech_stays_in_seconds(tmp_path: Path, suffix: str) -> None:
    table = [("start", "text"), (0, "Laughs."), (60, "Waits and waits."), (100, "Leaves.")]
    assert begins(read_table(tmp_path, suffix, table)) == [0, 60, 100]


@every_format
def test_columns_that_are_not_read_are_named(tmp_path: Path, suffix: str) -> None:
    table = [("speaker", "text", "gesture"), ("Ida", "We left.", "waves a hand"), ("Jo", "When?", "waves")]
    [warning] = read_table(tmp_path, suffix, table).warnings
    assert warning.startswith("Left out: other columns")
    assert "gesture': “waves a hand" in warning


@pytest.mark.parametrize("separator", [",", ";"])
def test_separators_without_quotes_in_the_last_column_are_words(tmp_path: Path, separator: str) -> None:
    words = f"Well{separator} I think{separator}yes"
    content = f"speaker{separator}text\nIda{separator}{words}\nJo{separator}When?\n"
    transcript = read(tmp_path, "a.csv", content)
    assert transcript.text == f"{words}\nWhen?\n"
    assert f"line 2 ({words!r})" in transcript.warnings[0]


def test_separators_without_quotes_in_another_column_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="has 4 cells, the header 2") as caught:
        read(tmp_path, "a.csv", "text,speaker\nNo.,Jo\nWell, I think, yes,Ida\n")
    assert caught.value.line == 3
    assert read(tmp_path, "a.csv", "text,speaker\nNo.,Jo,,\n").text == "No.\n"


def test_the_line_that_states_the_separator_is_no_header(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.csv", "sep=;\nspeaker;text\nIda;So, we left, a, b.\n")
    assert (transcript.text, transcript.warnings) == ("So, we left, a, b.\n", ())


def test_a_row_of_several_lines_is_named_by_its_first(tmp_path: Path) -> None:
    content = 'time,text\n0:01,"one\n\ntwo"\nsoon,"three\nfour"\n'
    assert "line 5 ('soon')" in read(tmp_path, "a.csv", content).warnings[0]


def test_other_worksheets_are_named_with_their_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Cover")
    for name, words in (("First", "We left."), ("Second one", "The baker rang.")):
        sheet = book.create_sheet(name)
        for row in (("time", "text"), (dt.time(0, 0, 9), words)):
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    transcript = read_file(tmp_path / "a.xlsx")
    assert (transcript.text, begins(transcript)) == ("We left.\n", [9])
    assert transcript.warnings == (
        "The worksheet 'Second one' is not read: import it with --sheet 'Second one'.",
        "Left out: other worksheets (1): worksheet 'Second one': “time | text | 00:00:09 | The baker …”.",
    )
    assert read_file(tmp_path / "a.xlsx", ReadOptions(sheets=("Second one",))).text == "The baker rang.\n"


def workbook(folder: Path, *sheets: tuple[str, Sequence[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        worksheet = book.create_sheet(title)
        for row in rows:
            worksheet.append(list(row))
    path = folder / "book.xlsx"
    book.save(path)
    return path


def test_rows_above_the_header_of_a_worksheet_are_named(tmp_path: Path) -> None:
    table = [(None,), ("Visit to the mill",), (None, None), ("who", "text", "time"), ("Ida", "We left.", 5)]
    transcript = read_file(workbook(tmp_path, ("May", [*table, ("Jo", "When?", "noon")])))
    assert transcript.text == "We left.\nWhen?\n"
    assert "Left out: notes (1): above the header: “Visit to the mill”." in transcript.warnings
    assert any("row 6 ('noon')" in warning for warning in transcript.warnings)
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0)


@pytest.mark.parametrize("text_column", ["", "said"])
def test_the_first_worksheet_with_words_is_read(tmp_path: Path, text_column: str) -> None:
    column = text_column or "text"
    path = workbook(
        tmp_path,
        ("About", [("A book of visits",)]),
        ("May", [("who", column), ("Ida", "We left.")]),
        ("June", [("who", column), ("Ida", "We stayed.")]),
    )
    transcript = read_file(path, ReadOptions(text_column=text_column))
    assert transcript.text == "We left.\n"
    assert "The worksheet 'June' is not read: import it with --sheet June." in transcript.warnings
    assert any("worksheet 'About': “A book of visits”" in warning for warning in transcript.warnings)
