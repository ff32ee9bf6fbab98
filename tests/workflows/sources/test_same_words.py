"""One interview in two files: the same words whatever the format, its times and the names of its speakers."""

import json
import random
import unicodedata
from itertools import combinations, pairwise
from pathlib import Path

import docx
import pytest

from qualcode.model import SourceKind
from qualcode.readers import parse
from qualcode.segmenters import recognise_turns
from qualcode.workflows.sources.same_words import Wording

_TALK = [
    ("Maria", "How did you first hear about the caf\u00e9 garden on the hill?"),
    (
        "Lena",
        "My neighbour\u2019s been there since the spring, and she said: come along, it won\u2019t hurt.",
    ),
    ("Maria", "And did it hurt?"),
    (
        "Lena",
        "No. Well, my back did. We dug over the whole bed and carried twenty\u2011three buckets up the path.",
    ),
]
_SECONDS = 5


def _clock(seconds: int, sign: str = ".") -> str:
    return f"00:{seconds // 60:02d}:{seconds % 60:02d}{sign}000"


def _cues() -> list[tuple[int, str, str]]:
    """Return the talk in pieces of a few words, as recorders cut it: start in seconds, speaker, words."""
    pieces = [
        (speaker, " ".join(words[start : start + 6]))
        for speaker, text in _TALK
        for words in (text.split(),)
        for start in range(0, len(words), 6)
    ]
    return [(number * _SECONDS, *piece) for number, piece in enumerate(pieces)]


def _plain(text: str) -> str:
    return text.replace("\u2019", "'").replace("\u2011", "-")


def _files() -> dict[str, str]:
    labelled = "\n".join(f"{speaker}: {text}" for speaker, text in _TALK)
    return {
        "labels.txt": labelled,
        "typed.txt": _plain(labelled),
        "decomposed.txt": unicodedata.normalize("NFD", labelled).replace("neighbour", "neigh\u00adbour"),
        "capitals.txt": "\n\n".join(f"{speaker.upper()}:\t{text}" for speaker, text in _TALK),
        "times.txt": "\n".join(
            f"[{_clock(number)}] {name}: {text}" for number, (name, text) in enumerate(_TALK)
        ),
        "title.txt": f"Interview with Lena, May 2024\n\n{labelled}",
        "markdown.md": "".join(f"**{speaker}:** {text}\n\n" for speaker, text in _TALK),
        "zoom.vtt": "WEBVTT\n\n"
        + "\n".join(
            f"{_clock(start)} --> {_clock(start + _SECONDS)}\n{name}: {words}\n"
            for start, name, words in _cues()
        ),
        "whisper.srt": "\n".join(
            f"{number}\n{_clock(start, ',')} --> {_clock(start + _SECONDS, ',')}\n"
            f"[SPEAKER_0{int(name == 'Lena')}]: {words}\n"
            for number, (start, name, words) in enumerate(_cues(), start=1)
        ),
        "segments.json": json.dumps(
            {
                "segments": [
                    {"start": start, "end": start + _SECONDS, "text": words} for start, _, words in _cues()
                ]
            }
        ),
        "table.csv": "start,speaker,text\n"
        + "".join(f'{start},{name},"{words}"\n' for start, name, words in _cues()),
    }


def _document() -> "docx.document.Document":
    """Return a Word document with each speaker and time on a line of its own."""
    document = docx.Document()
    for number, (speaker, text) in enumerate(_TALK):
        document.add_paragraph(f"{speaker} ({_clock(number * 9)[:8]})")
        document.add_paragraph(text)
    return document


@pytest.fixture(scope="module")
def wordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Wording]:
    folder = tmp_path_factory.mktemp("files")
    for name, text in _files().items():
        (folder / name).write_text(text, encoding="utf-8")
    _document().save(str(folder / "lines.docx"))
    return {path.name: _wording(path) for path in sorted(folder.iterdir())}


def _wording(path: Path) -> Wording:
    transcript = parse(path.read_bytes(), path)
    turns = recognise_turns(
        transcript, kind=SourceKind.INTERVIEW, speakers=None, named_speakers=(), interviewers=()
    ).turns
    return Wording.of(transcript.text, turns, path.name)


def test_one_interview_has_the_same_words_in_every_format(wordings: dict[str, Wording]) -> None:
    different = [
        pair for pair in combinations(wordings, 2) if not wordings[pair[0]].is_same(wordings[pair[1]])
    ]
    assert different == []


def _random_words(count: int, *, seed: int) -> list[str]:
    return [f"w{number}" for number in random.Random(seed).choices(range(300), k=count)]  # noqa: S311 - no secret


def _of_words(words: list[str]) -> Wording:
    text = f"P: {' '.join(words)}"
    turns = recognise_turns(
        parse(text.encode(), Path("p.txt")),
        kind=SourceKind.INTERVIEW,
        speakers=None,
        named_speakers=(),
        interviewers=(),
    ).turns
    return Wording.of(text, turns, "p.txt")


@pytest.mark.parametrize(("changed", "is_nearly_same"), [(0, True), (10, True), (200, False), (1000, False)])
def test_nearly_the_same_words_are_those_with_most_pairs_in_common(
    changed: int, is_nearly_same: bool
) -> None:
    words = _random_words(1000, seed=3)
    edited = [f"x{word}" if number < changed else word for number, word in enumerate(words)]
    shared, either = (
        set(pairwise(words)) & set(pairwise(edited)),
        set(pairwise([*words])) | set(pairwise(edited)),
    )
    assert (len(shared) / len(either) >= 0.8) is is_nearly_same
    assert _of_words(words).is_nearly_same(_of_words(edited)) is is_nearly_same


def test_short_texts_are_never_nearly_the_same() -> None:
    words = _random_words(60, seed=4)
    assert not _of_words(words).is_nearly_same(_of_words([*words, "more"]))
