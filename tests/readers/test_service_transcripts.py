"""JSON as speech recognition services write it: one dialogue in the shape of each."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.source_files import read


def _recognised(word: str, begins: float, ends: float, speaker: int) -> dict[str, Any]:
    return {
        "word": word.strip(".?,").lower(),
        "punctuated_word": word,
        "start": begins,
        "end": ends,
        "speaker": speaker,
    }


WORDS = [("Who", 0.5, 1.0, 0), ("rang?", 1.0, 1.5, 0), ("The", 2.0, 2.5, 1), ("baker.", 2.5, 3.5, 1)]
DEEPGRAM_WORDS = [_recognised(*word) for word in WORDS]
DEEPGRAM_PARAGRAPHS = [
    {"sentences": [{"text": "Who rang?", "start": 0.5, "end": 1.5}], "speaker": 0, "start": 0.5, "end": 1.5},
    {"sentences": [{"text": "The baker."}], "speaker": 1, "start": 2.0, "end": 3.5},
]
TEXT = "Who rang? The baker."


def _deepgram(**alternative: object) -> dict[str, Any]:
    best = {"transcript": TEXT, "confidence": 0.9, **alternative}
    return {"metadata": {"request_id": "a-1"}, "results": {"channels": [{"alternatives": [best]}]}}


def _amazon_item(content: str, begins: str, ends: str) -> dict[str, Any]:
    times = {"start_time": begins, "end_time": ends} if begins else {}
    kind = "pronunciation" if begins else "punctuation"
    return {"type": kind, **times, "alternatives": [{"confidence": "0.9", "content": content}]}


AMAZON_ITEMS = [
    _amazon_item("Who", "0.5", "1.0"),
    _amazon_item("rang", "1.0", "1.5"),
    _amazon_item("?", "", ""),
    _amazon_item("The", "2.0", "2.5"),
    _amazon_item("baker", "2.5", "3.5"),
    _amazon_item(".", "", ""),
]
AMAZON_LABELS = {
    "segments": [
        {"speaker_label": "spk_0", "items": [{"start_time": "0.5", "speaker_label": "spk_0"}]},
        {"speaker_label": "spk_0", "items": [{"start_time": "1.0", "speaker_label": "spk_0"}]},
        {
            "speaker_label": "spk_1",
            "items": [{"start_time": time, "speaker_label": "spk_1"} for time in ("2.0", "2.5")],
        },
    ]
}
AMAZON_SEGMENTS = [
    {"transcript": "Who rang?", "start_time": "0.5", "end_time": "1.5", "speaker_label": "spk_0"},
    {"transcript": "The baker.", "start_time": "2.0", "end_time": "3.5", "speaker_label": "spk_1"},
]
GOOGLE_WORDS = [
    {"startTime": f"{begins}s", "endTime": f"{ends}s", "word": word} for word, begins, ends, _ in WORDS
]
REV_ELEMENTS = [
    [
        {"type": "text", "value": "Who", "ts": 0.5, "end_ts": 1.0},
        {"type": "punct", "value": " "},
        {"type": "text", "value": "rang", "ts": 1.0, "end_ts": 1.5},
        {"type": "punct", "value": "?"},
    ],
    [{"type": "text", "value": "The baker", "ts": 2.0, "end_ts": 3.5}, {"type": "punct", "value": "."}],
]
ELEVENLABS_WORDS = [
    {"text": "Who", "start": 0.5, "end": 1.0, "type": "word", "speaker_id": "a"},
    {"text": " ", "start": 1.0, "end": 1.0, "type": "spacing", "speaker_id": "a"},
    {"text": "rang?", "start": 1.0, "end": 1.5, "type": "word", "speaker_id": "a"},
    {"text": "The baker.", "start": 2.0, "end": 3.5, "type": "word", "speaker_id": "b"},
]


@pytest.mark.parametrize(
    ("document", "speakers"),
    [
        pytest.param(_deepgram(words=DEEPGRAM_WORDS), "01", id="deepgram words"),
        pytest.param(
            _deepgram(words=DEEPGRAM_WORDS, paragraphs={"paragraphs": DEEPGRAM_PARAGRAPHS}),
            "01",
            id="deepgram paragraphs",
        ),
        pytest.param(
            {
                "results": {
                    "utterances": [
                        {"start": 0.5, "end": 1.5, "transcript": "Who rang?", "speaker": 0, "words": []},
                        {"start": 2, "end": 3.5, "transcript": "The baker.", "speaker": 1, "words": []},
                    ]
                }
            },
            "01",
            id="deepgram utterances",
        ),
        pytest.param(
            {
                "text": TEXT,
                "utterances": [
                    {"speaker": "A", "text": "Who rang?", "start": 500, "end": 1500},
                    {"speaker": "B", "text": "The baker.", "start": 2000, "end": 3500},
                ],
            },
            "AB",
            id="assemblyai",
        ),
        pytest.param(
            {
                "text": TEXT,
                "utterances": None,
                "words": [
                    {"text": word, "start": begins * 1000, "end": ends * 1000, "speaker": "AB"[speaker]}
                    for word, begins, ends, speaker in WORDS
                ],
            },
            "AB",
            id="assemblyai words",
        ),
        pytest.param(
            {
                "segments": [
                    {
                        "start": 0.5,
                        "end": 1.5,
                        "text": " Who rang?",
                        "speaker": "S0",
                        "words": DEEPGRAM_WORDS,
                    },
                    {"start": 2, "end": 3.5, "text": " The baker.", "speaker": "S1", "words": []},
                ],
                "word_segments": DEEPGRAM_WORDS,
            },
            ("S0", "S1"),
            id="whisperx",
        ),
        pytest.param(
            {
                "systeminfo": "AVX",
                "transcription": [
                    {"offsets": {"from": 500, "to": 1500}, "text": " Who rang?", "speaker": "0"},
                    {"offsets": {"from": 2000, "to": 3500}, "text": " The baker.", "speaker": "1"},
                ],
            },
            "01",
            id="whisper.cpp offsets",
        ),
        pytest.param(
            {
                "version": "1.0.0",
                "segments": [
                    {"speaker": "Ana", "startTime": 0.5, "endTime": 1.0, "body": "Who"},
                    {"speaker": "Ana", "startTime": 1.0, "endTime": 1.5, "body": "rang?"},
                    {"speaker": "Bo", "startTime": 2.0, "endTime": 3.5, "body": "The baker."},
                ],
            },
            ("Ana", "Bo"),
            id="podcasting 2.0",
        ),
        pytest.param(
            {"results": {"transcripts": [], "speaker_labels": AMAZON_LABELS, "items": AMAZON_ITEMS}},
            ("spk_0", "spk_1"),
            id="amazon items",
        ),
        pytest.param(
            {"results": {"items": AMAZON_ITEMS, "audio_segments": AMAZON_SEGMENTS}},
            ("spk_0", "spk_1"),
            id="amazon segments",
        ),
        pytest.param(
            {
                "results": [
                    {"alternatives": [{"transcript": TEXT, "words": GOOGLE_WORDS}]},
                    {
                        "alternatives": [
                            {
                                "words": [
                                    {**recognised, "speakerTag": 1 + speaker}
                                    for recognised, (*_, speaker) in zip(GOOGLE_WORDS, WORDS, strict=True)
                                ]
                            }
                        ]
                    },
                ]
            },
            "12",
            id="google",
        ),
        pytest.param(
            {
                "combinedRecognizedPhrases": [{"display": TEXT}],
                "recognizedPhrases": [
                    {
                        "speaker": 2,
                        "offset": "PT2S",
                        "offsetInTicks": 20_000_000,
                        "durationInTicks": 15_000_000,
                        "nBest": [{"lexical": "the baker", "display": "The baker."}],
                    },
                    {
                        "speaker": 1,
                        "offsetInTicks": 5_000_000,
                        "durationInTicks": 10_000_000,
                        "nBest": [{"display": "Who rang?"}],
                    },
                ],
            },
            "12",
            id="azure batch",
        ),
        pytest.param(
            {
                "combinedPhrases": [{"text": TEXT}],
                "phrases": [
                    {
                        "speaker": 1,
                        "offsetMilliseconds": 500,
                        "durationMilliseconds": 1000,
                        "text": "Who rang?",
                    },
                    {
                        "speaker": 2,
                        "offsetMilliseconds": 2000,
                        "durationMilliseconds": 1500,
                        "text": "The baker.",
                    },
                ],
            },
            "12",
            id="azure fast",
        ),
        pytest.param(
            {
                "monologues": [
                    {"speaker": number, "elements": elements} for number, elements in enumerate(REV_ELEMENTS)
                ]
            },
            "01",
            id="rev",
        ),
        pytest.param(
            {
                "speakers": [{"id": 0, "name": "Ana"}, {"id": 1, "name": "Bo"}],
                "monologues": [
                    {"speaker": number, "elements": elements} for number, elements in enumerate(REV_ELEMENTS)
                ],
            },
            ("Ana", "Bo"),
            id="rev with names",
        ),
        pytest.param(
            {
                "results": [
                    {
                        "type": kind,
                        "start_time": begins,
                        "end_time": ends,
                        "alternatives": [{"content": content, "speaker": speaker}],
                    }
                    for kind, content, begins, ends, speaker in (
                        ("word", "Who", 0.5, 1.0, "S1"),
                        ("word", "rang", 1.0, 1.5, "S1"),
                        ("punctuation", "?", 1.5, 1.5, "S1"),
                        ("word", "The", 2.0, 2.5, "S2"),
                        ("word", "baker", 2.5, 3.5, "S2"),
                        ("punctuation", ".", 3.5, 3.5, "S2"),
                    )
                ]
            },
            ("S1", "S2"),
            id="speechmatics",
        ),
        pytest.param({"text": TEXT, "words": ELEVENLABS_WORDS}, "ab", id="elevenlabs"),
        pytest.param(
            {
                "result": {
                    "transcription": {
                        "full_transcript": TEXT,
                        "utterances": [
                            {"text": "Who rang?", "start": 0.5, "end": 1.5, "speaker": 0},
                            {"text": "The baker.", "start": 2, "end": 3.5, "speaker": 1},
                        ],
                    }
                }
            },
            "01",
            id="utterances deep inside",
        ),
    ],
)
def test_each_word_once_with_its_speaker_and_time(
    tmp_path: Path, document: Mapping[str, Any], speakers: str | tuple[str, str]
) -> None:
    transcript = read(tmp_path, "a.json", json.dumps(document))
    assert transcript.text == "Who rang?\nThe baker.\n"
    assert [(turn.speaker, turn.begins, turn.ends) for turn in transcript.turns] == [
        (speakers[0], 0.5, 1.5),
        (speakers[1], 2.0, 3.5),
    ]
    account = transcript.word_account
    assert account is not None
    assert (account.kept, account.lost, account.added) == (4, 0, 0)


def test_words_without_a_speaker_are_cut_at_sentences(tmp_path: Path) -> None:
    words = [{"text": word, "start": begins, "end": ends} for word, begins, ends, _ in WORDS]
    transcript = read(tmp_path, "a.json", json.dumps({"words": words}))
    assert transcript.text == "Who rang?\nThe baker.\n"


def test_two_channels_are_two_speakers_in_the_order_of_time(tmp_path: Path) -> None:
    channels = [
        {
            "alternatives": [
                {"words": [{"word": "one", "start": 0.5, "end": 1}, {"word": "three.", "start": 5}]}
            ]
        },
        {"alternatives": [{"words": [{"word": "two.", "start": 3, "end": 4}]}]},
    ]
    transcript = read(tmp_path, "a.json", json.dumps({"results": {"channels": channels}}))
    assert {turn.speaker for turn in transcript.turns} == {"Channel 1", "Channel 2"}


def test_other_texts_of_the_document_are_named(tmp_path: Path) -> None:
    segments = [{"text": "Who rang?", "speaker": "A", "remark": "whispered to the cat"}]
    transcript = read(tmp_path, "a.json", json.dumps({"segments": segments, "summary": "Who rang?"}))
    assert transcript.warnings == ("Left out: other columns (1): 'remark': “whispered to the cat”.",)
