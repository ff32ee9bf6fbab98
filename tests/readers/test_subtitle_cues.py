import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest

from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers import ReadOptions
from tests.support.source_files import read, read_file

SpokenTurn = tuple[str, str, float | None, float | None]


def spoken_turns(transcript: Transcript) -> list[SpokenTurn]:
    return [
        (turn.speaker, turn.body.of(transcript.text), turn.begins, turn.ends) for turn in transcript.turns
    ]


def test_webvtt_voices_become_turns(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.vtt",
        "WEBVTT - title\n\nNOTE\nnot said\n\nSTYLE\n::cue { color: red }\n\nid-1\n"
        "00:00:00.000 --> 00:00:02.000 align:start\n"
        "<v Anna Smith>Hello <00:00:01.000><c>there</c></v> <v.loud Ben>Hi &amp; <i>bye</i></v>\n\n"
        "00:02.000 --> 00:04.500\n<v Ben>more\nlines\n\n01:00:00.000 --> 01:00:01.000\n<v Anna Smith>a < b",
    )
    assert spoken_turns(transcript) == [
        ("Anna Smith", "Hello there", 0.0, 2.0),
        ("Ben", "Hi & bye more lines", 0.0, 4.5),
        ("Anna Smith", "a < b", 3600.0, 3601.0),
    ]
    assert transcript.text == "Hello there\nHi & bye more lines\na < b\n"


def test_cues_without_speakers_are_joined_to_sentences(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.srt",
        "1\n00:00:00,000 --> 00:00:01,000\nWe went\n\n2\n00:00:01,000 --> 00:00:02,000\n<b>home</b>.\n\n"
        "3\n00:00:02,000 --> 00:00:03,000\nThen\n\n4\n00:00:09,000 --> 00:00:10,000\nnothing\n\n"
        "5\n00:00:10,000 --> 00:00:11,000\nInt: and you?\n",
    )
    assert [words for _, words, _, _ in spoken_turns(transcript)] == [
        "We went home.",
        "Then",
        "nothing",
        "Int: and you?",
    ]


def test_names_on_most_cues_are_speakers(tmp_path: Path) -> None:
    cues = ["Jane Doe: So I", "Jane Doe: think", "Li Wei: Yes", "no label", "Jane Doe: 17:30 it was"]
    body = "".join(f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{words}\n\n" for n, words in enumerate(cues))
    assert [
        (name, words) for name, words, _, _ in spoken_turns(read(tmp_path, "a.vtt", "WEBVTT\n\n" + body))
    ] == [
        ("Jane Doe", "So I think"),
        ("Li Wei", "Yes"),
        ("", "no label"),
        ("Jane Doe", "17:30 it was"),
    ]


def test_words_after_a_blank_line_belong_to_the_cue(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>one\n\ntwo\n")
    assert spoken_turns(transcript) == [("Anna", "one two", 1.0, 2.0)]


def test_cues_need_no_blank_line_between_them(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\none.\n00:02.000 --> 00:03.000\ntwo"
    )
    assert spoken_turns(transcript) == [("", "one.", 1.0, 2.0), ("", "two", 2.0, 3.0)]


def test_a_malformed_time_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read(tmp_path, "a.vtt", "WEBVTT\n\n00:01 --> soon\nwords\n")
    assert caught.value.line == 3
    with pytest.raises(UnreadableSourceError, match="no cues"):
        read(tmp_path, "a.srt", "hello\n")


def test_whisper_segments(tmp_path: Path) -> None:
    segments = [
        {"id": 0, "start": 0.0, "end": 2.5, "text": " So we", "tokens": [1]},
        {"id": 1, "start": 2.5, "end": 4, "text": " went home."},
        {"id": 2, "start": 4, "end": 5, "text": " Then?", "speaker": "SPEAKER_01"},
    ]
    transcript = read(tmp_path, "a.json", json.dumps({"text": "…", "segments": segments}))
    assert spoken_turns(transcript) == [("", "So we went home.", 0.0, 4.0), ("SPEAKER_01", "Then?", 4.0, 5.0)]


def test_whisper_cpp_timestamps(tmp_path: Path) -> None:
    segment = {"timestamps": {"from": "00:00:01,500", "to": "00:00:02,000"}, "text": "Hi"}
    assert spoken_turns(read(tmp_path, "a.json", json.dumps({"transcription": [segment]}))) == [
        ("", "Hi", 1.5, 2.0)
    ]


def test_a_list_of_json_objects_with_other_names(tmp_path: Path) -> None:
    rows = [{"who": "Anna", "says": "Hi\n\nyou", "at": "1:05"}, {"who": None, "says": None}]
    options = ReadOptions(text_column="says", start_column="at")
    with pytest.raises(UnreadableSourceError, match="no column 'att'"):
        read(tmp_path, "a.json", json.dumps(rows), ReadOptions(text_column="says", start_column="att"))
    transcript = read(tmp_path, "a.json", json.dumps(rows[:1]), options)
    assert spoken_turns(transcript) == [("Anna", "Hi\n\nyou", 65.0, None)]


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.json", '[{"text": "a\\ud800b\\u0000"}]')
    assert transcript.text == "a\ufffdb\ufffd\n"
    assert "2 characters" in transcript.warnings[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": 1}', "no list of segments"),
        ("[1]", "Segment 1 is not an object"),
        ('[{"text": {"a": 1}}]', "Segment 1: 'text' is not text"),
        ('[{"text": "a", "start": NaN}]', "a number that is not finite"),
        ("[" * 100_000, "nested too deep"),
        ('[{"text": 1,]', "not JSON"),
    ],
)
def test_other_json_is_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(UnreadableSourceError, match=message):
        read(tmp_path, "a.json", content)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_tables_with_each_separator(tmp_path: Path, separator: str) -> None:
    rows = [
        ["Speaker", "Text", "Start", "n"],
        ["Int", '"Hello; ""you"""', "0:05", "1"],
        ["Anna", "Yes", "10", "2"],
    ]
    content = "\n".join(separator.join(row) for row in rows)
    assert spoken_turns(read(tmp_path, "a.csv", "\ufeff" + content)) == [
        ("Int", 'Hello; "you"', 5.0, None),
        ("Anna", "Yes", 10.0, None),
    ]


def test_options_name_the_columns_of_a_table(tmp_path: Path) -> None:
    options = ReadOptions(speaker_column="P", text_column="Antwort")
    assert spoken_turns(read(tmp_path, "a.csv", "P;Antwort\nA;ja\nA;nein\n", options)) == [
        ("A", "ja nein", None, None)
    ]
    with pytest.raises(UnreadableSourceError, match="Did you mean 'Antwort'"):
        read(tmp_path, "a.csv", "P;Antwort\nA;ja\n", ReadOptions(text_column="Antwrt"))
    with pytest.raises(UnreadableSourceError, match="no column with the words"):
        read(tmp_path, "a.csv", "a,b\n1,2\n")


def test_a_row_without_a_speaker_is_a_turn_of_its_own(tmp_path: Path) -> None:
    assert [
        words for _, words, _, _ in spoken_turns(read(tmp_path, "a.csv", "text,n\nso we,1\nwent,2\n"))
    ] == [
        "so we",
        "went",
    ]


def test_a_malformed_table_is_an_error_with_its_line(tmp_path: Path) -> None:
    for row in ('B,"say "it" again"', 'B,"say\nit', 'B,"say\nit" again'):
        with pytest.raises(UnreadableSourceError, match="table has an error") as caught:
            read(tmp_path, "a.csv", f'speaker,text\nA,"x\ny"\n\n{row}\nA,z\n')
        assert caught.value.line == 5


def test_the_text_of_a_cell_is_unchanged(tmp_path: Path) -> None:
    words = "First  this.\n\nThen that."
    table = f'speaker,text\nAnna,"  {words}\n"\nBen," \n"\nAnna,So.\n'
    [turn] = read(tmp_path, "a.csv", table.replace("\n", "\r\n")).turns
    book = openpyxl.Workbook()
    book.worksheets[0].append(["speaker", "text"])
    book.worksheets[0].append(["Anna", words])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path, "b.csv", table).text == f"{words} So.\n"
    assert turn.speaker == "Anna"
    assert read_file(tmp_path / "a.xlsx").text == f"{words}\n"


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Speaker", "Text", "Start", None])
    sheet.append(["Int", "Hi", dt.time(0, 1, 5)])
    sheet.append(["Anna", 5, dt.timedelta(minutes=2), "x"])
    sheet.append([None, None, None])
    second = book.create_sheet("Second")
    second.append(["text"])
    second.append(["there"])
    book.save(tmp_path / "a.xlsx")
    assert spoken_turns(read_file(tmp_path / "a.xlsx")) == [
        ("Int", "Hi", 65.0, None),
        ("Anna", "5", 120.0, None),
    ]
    assert read_file(tmp_path / "a.xlsx", ReadOptions(sheets=("Second",))).text == "there\n"
    with pytest.raises(UnreadableSourceError, match="Did you mean 'Second'"):
        read_file(tmp_path / "a.xlsx", ReadOptions(sheets=("Secnd",)))
    sheet.append(["Anna", "x", "soon"])
    book.save(tmp_path / "a.xlsx")
    assert any("row 5 ('soon')" in warning for warning in read_file(tmp_path / "a.xlsx").warnings)
