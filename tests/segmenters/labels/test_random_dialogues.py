"""Properties of recognition on random dialogues, in every layout, and on random texts that are none."""

from collections import Counter
from random import Random

import pytest

from qualcode import segmenters
from qualcode.model import Transcript
from tests.support.dialogue_layouts import END_MARK, random_layout, text_of
from tests.support.prose_texts import KINDS
from tests.support.random_dialogues import Dialogue, random_dialogue

_RIGHT_SHARE = 0.999
_NO_SPEAKER_SHARE = 0.99


def turns_of(text: str) -> list[tuple[str, str]]:
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    return [(turn.speaker, " ".join(turn.body.of(text).split())) for turn in turns]


def uttered(dialogue: Dialogue) -> list[tuple[str, str]]:
    return [(utterance.speaker, utterance.words) for utterance in dialogue.utterances]


def check_dialogues(seeds: range) -> str:
    """Check that nearly all turns of the seeds' dialogues are right, and no difference is silent."""
    turns = right = 0
    silent = []
    for seed in seeds:
        dialogue = random_dialogue(seed)
        text = text_of(dialogue, random_layout(seed, dialogue), seed)
        recognition = segmenters.recognise_turns(Transcript(text=text))
        recognised = [(turn.speaker, " ".join(turn.body.of(text).split())) for turn in recognition.turns]
        turns += len(dialogue.utterances)
        right += (Counter(recognised) & Counter(uttered(dialogue))).total()
        if recognised != uttered(dialogue) and not recognition.warnings:
            silent.append(seed)
    assert not silent
    assert right >= _RIGHT_SHARE * turns
    return f"{len(seeds)} dialogues, {turns} turns, {right} right"


def check_prose(seeds: range) -> str:
    """Check that nearly no text that is no dialogue gets a speaker."""
    invented = [
        (kind, seed)
        for kind, write in KINDS.items()
        for seed in seeds
        if any(speaker for speaker, _ in turns_of(write(Random(seed))))  # noqa: S311 - a seed
    ]
    texts = len(KINDS) * len(seeds)
    assert len(invented) <= (1 - _NO_SPEAKER_SHARE) * texts, invented
    return f"{texts} texts that are no dialogue, {len(invented)} with a speaker"


def test_each_turn_of_a_dialogue_is_given_to_the_person_who_speaks() -> None:
    check_dialogues(range(150))


def test_texts_that_are_no_dialogue_have_no_speakers() -> None:
    check_prose(range(20))


@pytest.mark.long
def test_each_turn_of_many_dialogues_is_given_to_the_person_who_speaks() -> None:
    print(check_dialogues(range(1000, 21000)))  # noqa: T201 - figures for whoever runs it by hand


@pytest.mark.long
def test_many_texts_that_are_no_dialogue_have_no_speakers() -> None:
    print(check_prose(range(1000, 3000)))  # noqa: T201 - as above


def test_times_of_dialogues_are_those_of_the_utterances() -> None:
    for seed in range(60):
        dialogue = random_dialogue(seed)
        layout = random_layout(seed, dialogue)
        if "{time}" in layout:
            turns = segmenters.recognise_turns(Transcript(text=text_of(dialogue, layout, seed))).turns
            begins = [int(turn.begins) if turn.begins is not None else None for turn in turns]
            expected = [utterance.begins for utterance in dialogue.utterances]
            forgotten = [position for position, time in enumerate(begins) if time is None]
            assert len(forgotten) <= 0.2 * len(begins)
            assert all(time == expected[position] for position, time in enumerate(begins) if time is not None)


def test_marks_at_the_ends_of_turns_are_the_times_at_which_they_end() -> None:
    for seed in range(20):
        dialogue = random_dialogue(seed)
        turns = segmenters.recognise_turns(Transcript(text=text_of(dialogue, END_MARK, seed))).turns
        ends = [turn.ends for turn in turns]
        expected = [utterance.begins + 0.3 for utterance in dialogue.utterances]
        assert all(end in (None, time) for end, time in zip(ends, expected, strict=True))
        assert ends.count(None) <= 0.2 * len(ends)
