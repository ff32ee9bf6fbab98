"""A dialogue written in each format has the same turns after import: every word, with who said it."""

from collections import Counter
from pathlib import Path

import pytest

from qualcode import segmenters
from tests.support.random_dialogues import random_dialogue
from tests.support.source_files import read_file
from tests.support.utterance_files import WRITERS

_RIGHT_SHARE = 0.999


def check_format(folder: Path, name: str, seeds: range) -> str:
    """Check the words, the speakers and the warnings of the seeds' dialogues in one format."""
    turns = right = files = 0
    for seed in seeds:
        dialogue = random_dialogue(seed)
        path = folder / name
        try:
            WRITERS[name](dialogue, path)
        except UnicodeEncodeError:
            continue  # the fonts of the test's PDF have Western European letters only
        transcript = read_file(path)
        recognition = segmenters.recognise_turns(transcript)
        recognised = [
            (" ".join(turn.speaker.split()), " ".join(turn.body.of(transcript.text).split()))
            for turn in recognition.turns
        ]
        uttered = [(utterance.speaker, utterance.words) for utterance in dialogue.utterances]
        files += 1
        turns += len(uttered)
        right += (Counter(recognised) & Counter(uttered)).total()
        lost = Counter(" ".join(words for _, words in uttered).split())
        lost -= Counter(transcript.text.split())
        assert not lost, (name, seed)
        assert recognised == uttered or transcript.warnings or recognition.warnings, (name, seed)
    assert right >= _RIGHT_SHARE * turns
    return f"{name}: {files} files, {turns} turns, {right} right"


@pytest.mark.parametrize("name", WRITERS)
def test_a_dialogue_has_the_same_turns_in_every_format(tmp_path: Path, name: str) -> None:
    check_format(tmp_path, name, range(8))


@pytest.mark.long
@pytest.mark.parametrize("name", WRITERS)
def test_many_dialogues_have_the_same_turns_in_every_format(tmp_path: Path, name: str) -> None:
    print(check_format(tmp_path, name, range(1000, 1300)))  # noqa: T201 - figures for whoever runs it by hand
