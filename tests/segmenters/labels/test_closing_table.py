"""A table of facts after the last turn is nobody's, and the import says so."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from qualcode.model import Role, Transcript
from qualcode.readers import read_file
from qualcode.segmenters import recognise_turns

TALK = [
    "Interviewer: How did it begin?",
    "Nia: With a letter from the harbour office.",
    "Interviewer: And then?",
    "Nia: We met at the pier, twice.",
]
FACTS = [("Age", "34"), ("Occupation", "Pilot of a small ferry"), ("Place", "Harbour office")]


def rows(separator: str, cells: list[tuple[str, str]]) -> list[str]:
    border = separator if separator == "|" else ""
    return [f"{border}{name}{separator}{fact}{border}" for name, fact in cells]


@pytest.mark.parametrize(("separator", "line_break"), [("\t", "\n"), ("\t", "\n\n"), ("|", "\n")])
@pytest.mark.parametrize("closing", [(), ("[End of recording]",)])
def test_a_table_of_facts_at_the_end_is_nobodys(
    separator: str, line_break: str, closing: tuple[str, ...]
) -> None:
    text = line_break.join([*TALK, *rows(separator, FACTS), *closing])
    recognition = recognise_turns(Transcript(text=text))
    of_speakers = [turn for turn in recognition.turns if turn.speaker]
    assert [turn.body.of(text) for turn in of_speakers] == [line.split(": ")[1] for line in TALK]
    nobodys = [turn for turn in recognition.turns if turn.role is Role.NOBODY]
    assert nobodys[0].body.of(text).split() == " ".join(rows(separator, FACTS)).split()
    assert len(nobodys) == 1 + len(closing)
    assert any(
        "table after the last turn" in warning and "Age" in warning for warning in recognition.warnings
    )


@pytest.mark.parametrize(
    "table",
    [
        [("Nia", "I nearly forgot the boat."), ("Interviewer", "Which boat?")],
        [("00:10:02", "I nearly forgot the boat."), ("00:10:09", "Which boat?")],
        [("only", "one row")],
    ],
)
def test_rows_in_the_form_of_turns_and_single_rows_stay_speech(table: list[tuple[str, str]]) -> None:
    text = "\n\n".join([*TALK, *rows("\t", table)])
    recognition = recognise_turns(Transcript(text=text))
    assert all(turn.speaker for turn in recognition.turns)


def test_rows_under_a_last_label_without_words_are_its_words() -> None:
    text = "\n\n".join([*TALK, "Nia:", *rows("\t", FACTS)])
    recognition = recognise_turns(Transcript(text=text))
    assert recognition.turns[-1].speaker == "Nia"
    assert "Harbour office" in recognition.turns[-1].body.of(text)


def test_the_heading_of_a_table_in_word_goes_with_it() -> None:
    document = Document()
    for line in TALK:
        document.add_paragraph(line)
    document.add_heading("The person", 2)
    table = document.add_table(len(FACTS), 2)
    for row, cells in zip(table.rows, FACTS, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    file = BytesIO()
    document.save(file)
    transcript = read_file.parse(file.getvalue(), Path("talk.docx"))
    turns = recognise_turns(transcript).turns
    assert turns[-2].body.of(transcript.text) == "We met at the pier, twice."
    assert (turns[-1].speaker, turns[-1].heading) == ("", "The person")
    assert turns[-1].body.of(transcript.text).startswith("The person")
