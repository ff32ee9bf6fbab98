"""Labels in unusual positions: named in a warning with the option that takes them, which is tried here."""

import shlex

import pytest

from qualcode import segmenters
from qualcode.model import Transcript
from qualcode.segmenters.recognise_speakers import Recognition

WORDS = (
    "Where did you put the old boat?",
    "We left it down by the mill, under some leaves.",
    "And nobody took it away again?",
    "No, the oars went first and then the rest of it.",
    "What did your sister say to that?",
    "She laughed about it for a week or so.",
)
NAMES = ("Nia", "Tom")
EXPECTED = [(NAMES[number % 2], words) for number, words in enumerate(WORDS)]


def layout_text(layout: str, names: tuple[str, str] = NAMES, between: str = "\n\n") -> str:
    return between.join(
        layout.format(name=names[number % 2], words=words, number=number)
        for number, words in enumerate(WORDS)
    )


def spoken(text: str, recognition: Recognition) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.body.of(text)) for turn in recognition.turns]


def with_suggestion(text: str) -> Recognition:
    """Recognise the turns with the option that the warning names."""
    recognition = segmenters.recognise_turns(Transcript(text=text))
    [warning] = [warning for warning in recognition.warnings if "sources speakers SOURCE" in warning]
    options = shlex.split(warning.partition("SOURCE ")[2])
    if options[0] == "--speakers":
        assert len(options) == 2
        return segmenters.recognise_turns(Transcript(text=text), speakers=options[1])
    assert set(options[::2]) == {"--speaker"}
    return segmenters.recognise_turns(Transcript(text=text), named_speakers=options[1::2])


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "layout",
    [
        "{words} ({name})",
        "{words} [{name}]",
        "{words} - {name}",
        "{words} \u2014 {name}",
        "{words} | {name}",
        "_{name}_ {words}",
        "<{name}> {words}",
        "00:0{number};{name};{words}",
        "T=1{number}.5 {name}: {words}",
        "-!- {name} {words}",
        "#{number}# {name} | {words}",
    ],
)
def test_labels_are_taken_by_the_option_that_the_warning_names(layout: str, between: str) -> None:
    text = layout_text(layout, between=between)
    plain = segmenters.recognise_turns(Transcript(text=text))
    recognition = plain if plain.turns[0].speaker else with_suggestion(text)
    assert spoken(text, recognition) == EXPECTED


def test_numbers_with_and_without_decimals_are_taken_by_one_pattern() -> None:
    times = ("1", "2.5", "9.75", "12", "1:14.5", "1:20")
    text = "\n".join(f"T={time} {name}: {words}" for time, (name, words) in zip(times, EXPECTED, strict=True))
    assert spoken(text, with_suggestion(text)) == EXPECTED


@pytest.mark.parametrize("names", [("2.1", "2.2"), ("P1.1", "P2.1")])
def test_numbers_that_recur_are_named_as_labels(names: tuple[str, str]) -> None:
    text = layout_text("{name}: {words}", names)
    assert spoken(text, with_suggestion(text)) == [
        (names[number % 2], words) for number, words in enumerate(WORDS)
    ]


def test_numbers_that_count_turns_leave_the_part_before_them() -> None:
    text = layout_text("{name}.{number}: {words}", ("P1", "P2"))
    assert spoken(text, with_suggestion(text)) == [
        (("P1", "P2")[number % 2], words) for number, words in enumerate(WORDS)
    ]


@pytest.mark.parametrize("known", [True, False])
def test_a_label_in_the_middle_of_a_line_is_named_and_taken(known: bool) -> None:
    lines = [f"Nia: {WORDS[0]} Tom: {WORDS[1]}", f"Nia: {WORDS[2]} Tom: {WORDS[3]}"]
    lines += [f"Nia: {WORDS[4]}", f"Tom: {WORDS[5]}"] if known else [f"Nia: {WORDS[4]} Tom: {WORDS[5]}"]
    text = "\n\n".join(lines)
    assert spoken(text, with_suggestion(text)) == EXPECTED


@pytest.mark.parametrize(
    "line", ["I told her: Tom: is that it", "He left at 10. Note: it rained", "Well. (Tom: yes) Good"]
)
def test_other_words_with_colons_in_a_line_are_no_labels(line: str) -> None:
    text = f"Nia: {line}.\nTom: Who?\nNia: Him.\nTom: I see."
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert recognition.warnings == ()


@pytest.mark.parametrize("time", ["00:0{0}:00 --> 00:0{0}:04", "0:{0}:0.0 --> 0:{0}:4.480"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "layout",
    ["{time}\n{name}\n{words}", '"{name}" (1001)\n{time}\n{words}', "[{time}] {name}: {words}"],
)
def test_times_of_two_ends_are_no_words(layout: str, between: str, time: str) -> None:
    if layout[0] == "[" and "480" in time:
        return  # met only on lines of their own
    names = ("Nia Hall", "Tom Reed")
    text = between.join(
        layout.format(name=names[number % 2], words=words, time=time.format(number))
        for number, words in enumerate(WORDS)
    )
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert spoken(text, recognition) == [(names[number % 2], words) for number, words in enumerate(WORDS)]
    assert [turn.begins for turn in recognition.turns] == [60 * number for number in range(6)]
    assert recognition.warnings == ()


def test_the_lines_of_a_chat_are_turns() -> None:
    text = layout_text("from {name} to everyone:    10:0{number} AM\n{words}", between="\n")
    assert spoken(text, segmenters.recognise_turns(Transcript(text=text))) == EXPECTED


def test_names_above_times_of_day_are_speakers_and_am_is_not() -> None:
    text = layout_text("{name}\n10:0{number} AM\n{words}", between="\n")
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert spoken(text, recognition) == EXPECTED
    assert recognition.warnings == ()


def test_captions_with_names_in_them_are_not_labels() -> None:
    lines = ("Nia Hall", "and Tom Reed", "went down", "to the mill", "Nia Hall", "came back", "on her own")
    text = "\n".join(f"0:0{number}\n{words}" for number, words in enumerate(lines))
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert not any(turn.speaker for turn in recognition.turns)


def test_a_field_whose_values_never_recur_is_named_with_a_pattern() -> None:
    people = ("Nia", "Tom", "May")
    text = "\n".join(f"Speaker: {name}\n{words}" for name, words in zip(people, WORDS, strict=False))
    assert spoken(text, with_suggestion(text)) == list(zip(people, WORDS, strict=False))


def test_initials_that_are_like_a_half_of_the_day_are_a_speaker() -> None:
    text = layout_text("00:0{number}:15 {name}: {words}", ("PM", "Tom"))
    assert {turn.speaker for turn in segmenters.recognise_turns(Transcript(text=text)).turns} == {"PM", "Tom"}


@pytest.mark.parametrize("before", ["", "10:0{number} ", "[10:0{number}] "])
@pytest.mark.parametrize("name", ["<{name}>", "< {name}>", "<+{name}>"])
def test_names_in_small_letters_in_chats_are_taken_by_the_option_with_their_times(
    before: str, name: str
) -> None:
    text = layout_text(f"{before}{name} {{words}}", names=("nia", "tom"), between="\n")
    recognition = with_suggestion(text)
    assert spoken(text, recognition) == [(name.lower(), words) for name, words in EXPECTED]
    if before:
        assert [turn.begins for turn in recognition.turns] == [600 + number for number in range(6)]


def test_changes_of_speaker_without_names_begin_turns_by_the_option_that_the_warning_names() -> None:
    text = "".join(f">> {words}\nAnd more of it.\n" for words in WORDS)
    warning = segmenters.recognise_turns(Transcript(text=text)).warnings[-1]
    option = shlex.split(warning.partition("SOURCE ")[2].partition(" (all")[0])
    recognition = segmenters.recognise_turns(Transcript(text=text), speakers=option[1])
    assert spoken(text, recognition) == [(">>", f"{words}\nAnd more of it.") for words in WORDS]


def test_the_option_takes_names_before_ranges_of_seconds_and_leaves_no_time_in_the_words() -> None:
    text = layout_text("SPEAKER_{name} [{number}.5s --> {number}.9s] {words}", between="\n")
    recognition = with_suggestion(text)
    assert [turn.body.of(text) for turn in recognition.turns] == list(WORDS)
    assert [turn.ends for turn in recognition.turns] == [number + 0.9 for number in range(6)]
