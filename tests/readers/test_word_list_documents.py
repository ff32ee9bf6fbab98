"""JSON that lists single words: with their speakers in another list, in segments, or one for each word."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.source_files import read

_WORDS = [("Who", 0.5, 1.0, 0), ("rang?", 1.0, 1.5, 0), ("The", 2.0, 2.5, 1), ("baker.", 2.5, 3.5, 1)]
_NAMES = ("Ana", "Bo")
_TEXTS = ("Who rang?", "The baker.")


def words(
    key: str = "word", *, times: Sequence[str] = ("start", "end"), unit: int = 1, speaker: str = ""
) -> list[dict[str, Any]]:
    return [
        {
            key: word,
            times[0]: begins * unit,
            times[1]: ends * unit,
            **({speaker: _NAMES[number]} if speaker else {}),
        }
        for word, begins, ends, number in _WORDS
    ]


_SEGMENTS = [{"speaker": "Ana", "start": 0.5, "end": 1.5}, {"speaker": "Bo", "start": 2.0, "end": 3.5}]
_LISTED = [{"id": "s1", "name": "Ana"}, {"id": "s2", "name": "Bo"}]
_IN_SPEECH = [{"id": 7, "speaker_name": "Ana"}, {"id": 8, "speaker_name": "Bo"}]


def _otter(text: str, speaker: int, begins: int, ends: int) -> dict[str, Any]:
    return {"transcript": text, "speaker_id": speaker, "start_offset": begins, "end_offset": ends}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(
            {"segments": [{"start": 0.5, "text": " ".join(_TEXTS), "words": words(speaker="speaker")}]},
            id="whisperx, speakers of words only",
        ),
        pytest.param(
            {
                "segments": [
                    {"speaker": "Ana", "text": " ".join(_TEXTS), "words": words(speaker="speaker")},
                ]
            },
            id="whisperx, words of another speaker in a segment",
        ),
        pytest.param({"words": words("text"), "paragraphs": _SEGMENTS}, id="hyperaudio"),
        pytest.param(
            {"transcript": {"words": words("text"), "paragraphs": _SEGMENTS}}, id="hyperaudio inside"
        ),
        pytest.param(
            {"retval": {"words": words("punct"), "segmentation": {"segments": _SEGMENTS}}}, id="bbc editor"
        ),
        pytest.param(
            {
                "results": [
                    {
                        "alternatives": [
                            {"timestamps": [[word, begins, ends] for word, begins, ends, _ in part]}
                        ]
                    }
                    for part in (_WORDS[:2], _WORDS[2:])
                ],
                "speaker_labels": [
                    {"from": begins, "to": ends, "speaker": _NAMES[number]}
                    for _, begins, ends, number in _WORDS
                ],
            },
            id="watson",
        ),
        pytest.param(
            {
                "transcript": {
                    "segments": [
                        {"speaker": "s1", "words": words("value")[:2]},
                        {"speaker": "s2", "words": words("value")[2:]},
                    ],
                    "speakers": _LISTED,
                }
            },
            id="trint",
        ),
        pytest.param(
            [
                {
                    "participant": {"id": number, "name": name},
                    "words": [
                        {
                            "text": word,
                            "start_timestamp": {"relative": begins},
                            "end_timestamp": {"relative": ends},
                        }
                        for word, begins, ends, speaker in _WORDS
                        if speaker == number
                    ],
                }
                for number, name in enumerate(_NAMES)
            ],
            id="recall.ai",
        ),
        pytest.param(
            {"tokens": words("text", times=("start_ms", "end_ms"), unit=1000, speaker="speaker")}, id="soniox"
        ),
        pytest.param(words(speaker="speaker"), id="a list of words"),
        pytest.param(
            {
                "speech": {
                    "speakers": _IN_SPEECH,
                    "transcripts": [
                        {
                            "transcript": "Who rang?",
                            "speaker_id": 7,
                            "start_offset": 8000,
                            "end_offset": 24000,
                        },
                        {
                            "transcript": "The baker.",
                            "speaker_id": 8,
                            "start_offset": 32000,
                            "end_offset": 56000,
                        },
                    ],
                }
            },
            id="otter",
        ),
        pytest.param(
            [
                {"speaker": {"id": 1, "name": "Ana"}, "text": "Who rang?", "start": 0.5, "end": 1.5},
                {"speaker": {"id": 2, "name": "Bo"}, "text": "The baker.", "start": 2, "end": 3.5},
            ],
            id="objects as speakers",
        ),
        pytest.param(
            {
                "sections": [
                    {"speaker": "Ana", "paragraphs": [{"text": "Who rang?", "start": 0.5, "end": 1.5}]},
                    {"speaker": "Bo", "paragraphs": [{"text": "The baker.", "start": 2.0, "end": 3.5}]},
                ]
            },
            id="speakers above the texts",
        ),
        pytest.param(
            {"sentences": [{**s, "sentence": t} for s, t in zip(_SEGMENTS, _TEXTS, strict=True)]},
            id="fireflies",
        ),
    ],
)
def test_each_word_is_given_to_its_speaker(
    tmp_path: Path, document: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> None:
    transcript = read(tmp_path, "a.json", json.dumps(document))
    assert [
        (turn.speaker, turn.begins, turn.ends, turn.body.of(transcript.text)) for turn in transcript.turns
    ] == [("Ana", 0.5, 1.5, "Who rang?"), ("Bo", 2.0, 3.5, "The baker.")]
    assert transcript.word_account is not None
    assert (transcript.word_account.lost, transcript.word_account.added) == (0, 0)
    assert transcript.warnings == ()


def test_tokens_that_begin_with_a_blank_begin_a_word(tmp_path: Path) -> None:
    tokens = [{"text": token, "speaker": "1"} for token in ("Who", " ra", "ng?", " The", " baker.")]
    assert read(tmp_path, "a.json", json.dumps({"tokens": tokens})).text == "Who rang? The baker.\n"


def test_words_that_are_not_those_of_their_segment_leave_it_whole(tmp_path: Path) -> None:
    segment = {"speaker": "Ana", "text": "Who rang? Nobody.", "words": words(speaker="speaker")}
    transcript = read(tmp_path, "a.json", json.dumps({"segments": [segment]}))
    assert [(turn.speaker, turn.body.of(transcript.text)) for turn in transcript.turns] == [
        ("Ana", "Who rang? Nobody.")
    ]


@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_rows_without_a_speaker_are_named(tmp_path: Path, suffix: str) -> None:
    rows = [("Ana", "Who rang?"), ("", "The baker, I think."), ("Bo", "Yes.")]
    content = json.dumps([{"speaker": speaker, "text": text} for speaker, text in rows])
    if suffix == ".csv":
        content = "speaker,text\n" + "".join(f'{speaker},"{text}"\n' for speaker, text in rows)
    [warning] = read(tmp_path, f"a{suffix}", content).warnings
    assert "4 words of nobody, first 'The baker, I think.'" in warning
