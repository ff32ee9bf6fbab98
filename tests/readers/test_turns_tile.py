# ruff: noqa: RUF001 - the letters that look like others are the ones meant
"""The turns of every file tile its text, on which all offsets depend."""

import csv
import json
from io import StringIO
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode import segmenters
from qualcode.errors import UnreadableSourceError
from qualcode.model import SourceKind, Transcript
from tests.support.source_files import odt_of, pdf, read_file

SPEAKERS = st.sampled_from(["Int", "Anna", "P 2", "Ångström", ""])
WORDS = st.text(
    st.sampled_from("ab Z.?!:\t\n\r👮🏽\u0301שלום\u200f–’<&\u2028\u0085\u00a0[]#*-12"),
    min_size=1,
    max_size=40,
)
ROWS = st.lists(st.tuples(SPEAKERS, WORDS), min_size=1, max_size=8)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Rows = list[tuple[str, str]]


def assert_tiles(transcript: Transcript) -> None:
    """Check the turns that the reader states, and those recognised as an interview's and a document's."""
    for kind in SourceKind:
        for turns in (transcript.turns, segmenters.recognise_turns(transcript, kind=kind).turns):
            if turns:
                text = transcript.text
                assert "".join(turn.span.of(text) for turn in turns) == text[turns[0].span.start :]
                assert [turn.number for turn in turns] == list(range(1, len(turns) + 1))
                for turn in turns:
                    assert turn.span.contains(turn.body)
                    assert turn.body.of(text) == turn.body.of(text).strip()
    for span in (*transcript.bold, *(span for span, _ in transcript.headings)):
        assert span.of(transcript.text).strip()
    assert list(transcript.pages) == sorted(transcript.pages)
    assert transcript.text.encode()
    assert "\r" not in transcript.text


def assert_tiles_if_readable(path: Path) -> None:
    try:
        transcript = read_file(path)
    except UnreadableSourceError as error:
        assert "no words" in error.message or "empty" in error.message or "no text layer" in error.message  # noqa: PT017 - there was no text
        return
    assert_tiles(transcript)


def labelled(rows: Rows) -> str:
    return "".join(f"{speaker}: {words}\n" if speaker else f"{words}\n" for speaker, words in rows)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@MANY
@given(rows=ROWS)
def test_plain_text(tmp_path: Path, suffix: str, encoding: str, rows: Rows) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(labelled(rows).encode(encoding))
    assert_tiles_if_readable(path)


@MANY
@given(rows=ROWS)
def test_web_pages(tmp_path: Path, rows: Rows) -> None:
    path = tmp_path / "a.html"
    body = "".join(f"<p><b>{speaker}</b> {words}</p>" for speaker, words in rows)
    path.write_bytes(f'<meta charset="utf-8"><body>{body}'.encode())
    assert_tiles_if_readable(path)


@MANY
@given(rows=ROWS)
def test_json(tmp_path: Path, rows: Rows) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"speaker": speaker, "text": words} for speaker, words in rows]), "utf-8")
    assert_tiles_if_readable(path)


@pytest.mark.parametrize("suffix", [".vtt", ".srt"])
@MANY
@given(rows=ROWS)
def test_subtitles(tmp_path: Path, suffix: str, rows: Rows) -> None:
    path = tmp_path / f"a{suffix}"
    cues = "".join(f"00:01.000 --> 00:02.000\n<v {speaker}>x{words}\n\n" for speaker, words in rows)
    path.write_bytes(("WEBVTT\n\n" + cues.replace("-->", "->").replace("000 ->", "000 -->")).encode())
    assert_tiles_if_readable(path)


@MANY
@given(rows=ROWS)
def test_comma_separated_values(tmp_path: Path, rows: Rows) -> None:
    path = tmp_path / "a.csv"
    content = StringIO()
    csv.writer(content).writerows([("speaker", "text"), *rows])
    path.write_bytes(content.getvalue().encode())
    assert_tiles_if_readable(path)


@settings(MANY, max_examples=15)
@given(rows=ROWS)
def test_word_documents(tmp_path: Path, rows: Rows) -> None:
    document = docx.Document()
    for speaker, words in rows:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{speaker} ").bold = True
        paragraph.add_run(words)
    document.save(str(tmp_path / "a.docx"))
    assert_tiles_if_readable(tmp_path / "a.docx")


@settings(MANY, max_examples=15)
@given(rows=ROWS)
def test_opendocument_texts(tmp_path: Path, rows: Rows) -> None:
    assert_tiles_if_readable(odt_of(tmp_path / "a.odt", labelled(rows).split("\n")))


@settings(MANY, max_examples=15)
@given(rows=ROWS)
def test_workbooks(tmp_path: Path, rows: Rows) -> None:
    book = openpyxl.Workbook()
    for row in [("speaker", "text"), *rows]:
        book.worksheets[0].append([cell.lstrip("=") for cell in row])
    book.save(tmp_path / "a.xlsx")
    assert_tiles_if_readable(tmp_path / "a.xlsx")


@settings(MANY, max_examples=25)
@given(rows=ROWS)
def test_pdf(tmp_path: Path, rows: Rows) -> None:
    words = [line.encode("cp1252", "ignore").decode("cp1252") for line in labelled(rows).split("\n")]
    printed = [(72, 750 - 14 * number, line) for number, line in enumerate(words) if line]
    assert_tiles_if_readable(pdf(tmp_path / "a.pdf", [printed[:5], printed[5:]]))


@settings(MANY, max_examples=25)
@given(rows=ROWS)
def test_rich_text(tmp_path: Path, rows: Rows) -> None:
    path = tmp_path / "a.rtf"
    body = labelled(rows).encode("ascii", "ignore").decode().replace("\n", "\\par\n")
    path.write_text(r"{\rtf1\ansi " + body + "}", "ascii", newline="")
    assert_tiles_if_readable(path)
