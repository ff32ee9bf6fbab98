"""Times that are plain numbers: seconds, milliseconds, or minutes and seconds, wherever they are."""

import pytest

from qualcode import segmenters
from qualcode.model import Transcript

WORDS = (
    "Who mended the gate after the storm?",
    "My uncle did it with two planks.",
    "And it held the whole winter?",
    "It did, though the hinge was bent.",
    "Would you have it painted now?",
    "Green, if the shop still has any.",
)
BEGINS = (0.0, 2.25, 4.75, 8.5, 61.25, 64.5, 67.75)


def layout_text(layout: str, factor: float = 1.0) -> str:
    return "".join(
        layout.format(
            name=("Nia", "Tom")[number % 2],
            words=words,
            number=number + 1,
            begin=BEGINS[number] * factor,
            end=BEGINS[number + 1] * factor,
            duration=(BEGINS[number + 1] - BEGINS[number]) * factor,
        )
        for number, words in enumerate(WORDS)
    )


def check(text: str, *, has_ends: bool) -> None:
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert [(turn.speaker, turn.body.of(text)) for turn in recognition.turns] == [
        (("Nia", "Tom")[number % 2], words) for number, words in enumerate(WORDS)
    ]
    assert [turn.begins for turn in recognition.turns] == list(BEGINS[:-1])
    assert [turn.ends for turn in recognition.turns] == (
        list(BEGINS[1:]) if has_ends else [None] * len(WORDS)
    )
    assert not recognition.warnings


@pytest.mark.parametrize(
    "layout",
    [
        "[{begin:.0f}] {name}: {words}\n",
        "<{begin:.0f}> {name}: {words}\n",
        "{begin:.0f} {name}: {words}\n",
        "[{begin:.0f}ms] {name}: {words}\n",
        "{name} [{begin:.0f} ms]: {words}\n",
    ],
)
def test_milliseconds_are_times(layout: str) -> None:
    check(layout_text(layout, 1000), has_ends=False)


@pytest.mark.parametrize(
    "layout",
    [
        "[{begin:.0f} - {end:.0f}] {name}: {words}\n",
        "{begin:.0f}\t{end:.0f}\t{name}\t{words}\n",
        "{number}\t{begin:.0f}\t{end:.0f}\t{name}\t{words}\n",
        "{name}\t{begin:.0f}\t{end:.0f}\t{duration:.0f}\t{words}\n",
        "{name} ({begin:.0f}ms - {end:.0f}ms): {words}\n",
    ],
)
def test_ranges_of_milliseconds_are_times(layout: str) -> None:
    check(layout_text(layout, 1000), has_ends=True)


@pytest.mark.parametrize(
    "layout",
    [
        "[{begin:.2f}] {name}: {words}\n",
        "{begin:.2f} {name}: {words}\n",
        "{name} ({begin:.2f}): {words}\n",
        "{begin:.2f} {name}\n{words}\n\n",
    ],
)
def test_seconds_with_decimals_are_times(layout: str) -> None:
    check(layout_text(layout), has_ends=False)


@pytest.mark.parametrize(
    "layout",
    [
        "[{begin:.2f} - {end:.2f}] {name}: {words}\n",
        "[{begin:.2f}s -> {end:.2f}s] {name}: {words}\n",
        "{name} [{begin:.2f}s - {end:.2f}s]: {words}\n",
        "{name}: ({begin:.2f}s - {end:.2f}s) {words}\n",
        "{begin:.2f}\t{end:.2f}\t{name}\t{words}\n",
        "{begin:.3f}\t{end:.3f}\t{duration:.3f}\t{name}\t{words}\n",
        "{name}\t{words}\t{begin:.2f}\t{end:.2f}\n",
        "| {begin:.2f} | {end:.2f} | {name} | {words} |\n",
    ],
)
def test_ranges_of_seconds_are_times(layout: str) -> None:
    check(layout_text(layout), has_ends=True)


def test_both_times_of_a_range_before_a_label_are_taken() -> None:
    text = "[00:01 - 00:04] Nia: Who mended it?\n[00:04 - 00:09] Tom: My uncle, with two planks.\n" * 2
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    assert [(turn.begins, turn.ends) for turn in turns] == [(1, 4), (4, 9)] * 2


def test_two_numbers_around_a_dot_are_minutes_and_seconds_where_people_speak_as_fast_as_usual() -> None:
    times = ("0.05", "0.08", "0.11", "0.58", "1.02", "1.05")
    text = "".join(f"[{time}] Nia: {words}\n" for time, words in zip(times, WORDS, strict=True))
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    assert [turn.begins for turn in turns] == [5, 8, 11, 58, 62, 65]


def test_numbers_of_paragraphs_and_lines_are_no_times() -> None:
    for numbers in (range(1, 7), range(40, 46), (1, 2, 2, 3, 4, 4)):
        text = "".join(f"[{number}] Nia: {words}\n" for number, words in zip(numbers, WORDS, strict=True))
        recognition = segmenters.recognise_turns(Transcript(text=text))
        assert all(turn.begins is None for turn in recognition.turns)
        assert len(recognition.warnings) == 1  # only one speaker has labels


def test_numbers_in_no_order_are_named_in_a_warning() -> None:
    numbers = (900, 300, 1200, 80, 4000, 10)
    text = "".join(
        f"[{number}] {'NT'[position % 2]}: {WORDS[position]}\n" for position, number in enumerate(numbers)
    )
    [warning] = segmenters.recognise_turns(Transcript(text=text)).warnings
    assert "'[900] N:'" in warning


@pytest.mark.parametrize("layout", ["{name}: [{begin:.2f}] {words}\n", "{name}: ({begin:.1f}) {words}\n"])
def test_numbers_in_order_before_the_words_are_times(layout: str) -> None:
    text = layout_text(layout)
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    assert [turn.body.of(text) for turn in turns] == list(WORDS)
    assert turns[-1].begins == 64.5
    assert all(turn.begins is not None for turn in turns)


def test_numbers_before_the_words_in_no_order_are_pauses() -> None:
    pauses = ("0.8", "0.3", "1.2", "0.4", "2.0", "0.2")
    lines = [f"({pause}) {words}" for pause, words in zip(pauses, WORDS, strict=True)]
    text = "".join(f"{('Nia', 'Tom')[number % 2]}: {line}\n" for number, line in enumerate(lines))
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    assert [(turn.begins, turn.body.of(text)) for turn in turns] == [(None, line) for line in lines]
