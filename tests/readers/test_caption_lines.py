"""Captions with names and times on lines, or in cues, of their own; arrows in captions."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from qualcode import segmenters
from tests.support.source_files import read

WORDS = (
    "Where did you put the boat?",
    "We left it down by the mill,\nunder some leaves",
    "and nobody took it?",
    "No, the oars went first.",
)


def captions(suffix: str, texts: Sequence[str], *, names: Sequence[str] = ()) -> str:
    """Return captions of two seconds each; with names, each has the line of WebEx's files."""
    cues = []
    for number, text in enumerate(texts):
        times = f"00:00:{2 * number:02}.000 --> 00:00:{2 * number + 2:02}.000"
        head = f'{number + 1} "{names[number]}" (4711)\n' if names else f"{number + 1}\n"
        cues.append(head + (times.replace(".", ",") if suffix == ".srt" else times) + f"\n{text}\n")
    return ("WEBVTT\n\n" if suffix == ".vtt" else "") + "\n".join(cues)


@pytest.mark.parametrize("suffix", [".vtt", ".srt"])
@pytest.mark.parametrize("names", [("Nia", "Tom"), ("Nia Hall", "Tom Bell"), ("INT", "P07")])
@pytest.mark.parametrize(
    "layout",
    [
        "{name}\n{words}",
        "{capitals}\n{words}",
        "{name}\t{words}",
        "{name}  {time}\n{words}",
        "{time}  {name}\n{words}",
        "[{time}] - {name}\n{words}",
        "{name}\n{time}\n{words}",
        "{time}\n{name}: {words}",
        "{time} - {time}\n{name}: {words}",
        "{name}: {words}\n{time}",
        "{name}: {time} {words}",
        "{name}, {time}: {words}",
        "{time} --> {time} {name}: {words}",
        "{name}  1 minute 2 seconds\n{words}",
        "Speaker: {name}\n{words}",
        "{time}\t From {name} : {words}",
    ],
)
@pytest.mark.parametrize("in_own_cues", [False, True])
def test_names_and_times_on_lines_or_in_cues_of_their_own(
    tmp_path: Path, layout: str, names: tuple[str, str], suffix: str, in_own_cues: bool
) -> None:
    turns = [(names[number % 2], words) for number, words in enumerate(WORDS * 2)]
    texts = [
        layout.format(name=name, capitals=name.upper(), words=words, time=f"00:01:{2 * number:02}")
        for number, (name, words) in enumerate(turns)
    ]
    if in_own_cues:
        texts = [line for text in texts for line in text.split("\n")]
    transcript = read(tmp_path, f"a{suffix}", captions(suffix, texts))
    recognised = segmenters.recognise_turns(transcript).turns
    assert [(turn.speaker.casefold(), turn.body.of(transcript.text)) for turn in recognised] == [
        (name.casefold(), " ".join(words.split())) for name, words in turns
    ]
    assert transcript.word_account is not None
    assert (transcript.word_account.lost, transcript.word_account.added) == (0, 0)


@pytest.mark.parametrize("suffix", [".vtt", ".srt"])
def test_names_beside_the_numbers_of_cues_are_the_speakers(tmp_path: Path, suffix: str) -> None:
    transcript = read(
        tmp_path, f"a{suffix}", captions(suffix, WORDS, names=["Nia Hall", "Tom", "Tom", "Nia Hall"])
    )
    assert [(turn.speaker, turn.body.of(transcript.text)) for turn in transcript.turns] == [
        ("Nia Hall", "Where did you put the boat?"),
        ("Tom", "We left it down by the mill, under some leaves and nobody took it?"),
        ("Nia Hall", "No, the oars went first."),
    ]


@pytest.mark.parametrize("suffix", [".vtt", ".srt"])
def test_arrows_in_captions_are_words(tmp_path: Path, suffix: str) -> None:
    texts = ["Read it --> there.", "Then 12 --> 13\n--> and so on."]
    transcript = read(tmp_path, f"a{suffix}", captions(suffix, texts))
    assert transcript.text == "Read it --> there.\nThen 12 --> 13 --> and so on.\n"


def test_captions_without_names_are_joined_as_before(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, "a.vtt", captions(".vtt", ["we went\ndown", "to the Mill\nand the mill", "the Mill"])
    )
    assert transcript.text == "we went down to the Mill and the mill the Mill\n"
