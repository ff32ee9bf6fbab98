"""Labels in rare layouts: taken where they label most paragraphs, named in a warning where they do not."""

import pytest

from qualcode import segmenters
from qualcode.model import Span, Transcript

_WORDS = (
    "Where did you plant them?",
    "By the wall.\nAnd the peas too.",
    "Was that enough?",
    "No, we bought some.",
    "And the fence?",
    "It fell over, so we took it away.",
)


def recognise(text: str, *named: str) -> segmenters.Recognition:
    return segmenters.recognise_turns(Transcript(text=text), named_speakers=named)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("names", [("Nia", "Tom"), ("I", "P1"), ("Nia Hall", "Participant 7")])
@pytest.mark.parametrize(
    "layout",
    [
        "({name}): {words}",
        "({name}) {words}",
        "<{name}> {words}",
        "\u00ab{name}\u00bb {words}",
        '"{name}": {words}',
        "*{name}*\n{words}",
        "{name}; {words}",
        "{name} | {words}",
        "| {name} | {words}",
        "{name}> {words}",
        "{name} = {words}",
        "{name} / {words}",
        "{name} ~ {words}",
        "{name} -> {words}",
        "{name}:: {words}",
        "{name}-- {words}",
        "{name}    {words}",
        "{name}\n{words}",
        "{capitals}\n{words}",
        "{capitals}\n\n{words}",
        "[?] {name}: {words}",
        "(?) {name}: {words}",
        "{name} [?]: {words}",
        "{name} (?): {words}",
        ">> {name}: {words}",
        "* {name}: {words}",
        "\u2014 {name}: {words}",
    ],
)
def test_a_rare_layout_is_recognised_where_names_recur_in_it(
    layout: str, names: tuple[str, str], between: str
) -> None:
    turns = [(names[number % 2], words) for number, words in enumerate(_WORDS)]
    text = between.join(layout.format(name=n, capitals=n.upper(), words=w) for n, w in turns)
    recognition = recognise(text)
    assert [(turn.speaker.lower(), turn.body.of(text)) for turn in recognition.turns] == [
        (name.lower(), words) for name, words in turns
    ]


def test_numbers_that_alternate_are_people_and_those_of_a_list_are_not() -> None:
    people = "1: Where was it?\n2: By the wall.\n1: And then?\n2: It fell over.\n"
    assert [turn.speaker for turn in recognise(people).turns] == ["1", "2", "1", "2"]
    steps = "1: Dig the bed over.\n2: Sow the peas in rows.\n3: Water them well.\n"
    assert not any(turn.speaker for turn in recognise(steps).turns)


def test_numbers_that_may_be_people_are_named() -> None:
    text = "".join(f"{number}: Something was planted there.\n" for number in (1, 2, 3, 4, 1, 2, 3, 4))
    (warning,) = recognise(text).warnings[1:]
    assert "--speaker 1 --speaker 2" in warning
    assert [turn.speaker for turn in recognise(text, "1", "2", "3", "4").turns] == list("12341234")


@pytest.mark.parametrize("layout", ["({})  ", "{}; ", "{} | ", "{}\n", "{}. ", "<{}> ", "{} = ", "{} says: "])
def test_labels_of_another_layout_in_a_labelled_text_are_taken_or_named(layout: str) -> None:
    turns = ["Ann: Where was it?", "Bob: By the wall."] * 8
    for position, name in ((3, "Nia"), (6, "Tom"), (9, "Nia"), (12, "Tom")):
        turns.insert(position, layout.format(name) + "We bought some peas there.")
    # The labels known in the usual layout are those of the others, and once of each of the two.
    recognition = recognise("\n".join([*turns, "Nia: Yes, it did.", "Tom: It did."]))
    taken = [turn.speaker for turn in recognition.turns].count("Nia")
    assert taken == 3 or any("Nia" in warning and "--speaker" in warning for warning in recognition.warnings)


def test_initials_that_spell_a_word_open_a_dialogue() -> None:
    text = "PS:\nWhere was it?\nNQ:\nBy the wall.\nPS:\nAnd then?\nNQ:\nIt fell over.\nPS:\nOh.\n"
    assert [turn.speaker for turn in recognise(text).turns] == ["PS", "NQ", "PS", "NQ", "PS"]


def test_initials_that_spell_a_word_are_a_label_with_a_time() -> None:
    text = "Nia\n00:00:05\nWhere was it?\nIS\n00:00:09\nBy the wall.\nNia\n00:00:12\nAnd then?\n"
    assert [turn.speaker for turn in recognise(text).turns] == ["Nia", "IS", "Nia"]


def test_a_short_paragraph_above_the_time_of_the_next_turn_is_no_name() -> None:
    turns = [("Nia", "Where was it?\n\nHm."), ("Tom", "By the wall.\n\nHm.")] * 4
    text = "\n\n".join(f"00:0{number}:00\n{name}: {words}" for number, (name, words) in enumerate(turns))
    recognition = recognise(text)
    assert [(turn.speaker, turn.body.of(text)) for turn in recognition.turns] == turns


def test_a_label_that_never_has_words_is_nobody() -> None:
    text = "**Nia:** [00:05] Where?\n\n**Tom:** There.\n\n**Break:** [00:30]\n\n**Nia:** Yes?\n\n**Tom:** No."
    recognition = recognise(text)
    assert [turn.speaker for turn in recognition.turns] == ["Nia", "Tom", "", "Nia", "Tom"]
    assert [turn.begins for turn in recognition.turns] == [5.0, None, 30.0, None, None]


def test_headings_with_names_that_recur_are_labels() -> None:
    text = "\n\n".join(f"## {['Nia', 'Tom'][number % 2]}\n\n{words}" for number, words in enumerate(_WORDS))
    headings = tuple(
        (Span(start, start + len("## Nia")), 2) for start in range(len(text)) if text.startswith("## ", start)
    )
    turns = segmenters.recognise_turns(Transcript(text=text, headings=headings)).turns
    assert [turn.speaker for turn in turns] == ["Nia", "Tom"] * 3


def test_times_of_day_count_from_the_first() -> None:
    assert recognise("10:02:03 Nia: Where?\n10:02:15 Tom: There.\n").duration == 12.0
    assert recognise("01:02:03 Nia: Where?\n01:02:15 Tom: There.\n").duration == 3735.0


@pytest.mark.parametrize("layout", ["{}:\n", "{}: ", "{}   00:05\n", "[{}] ", "[{}] 00:05\n", "({}): "])
@pytest.mark.parametrize("sound", ["(both talk)", "[both talk]", "(laughs)", "[overlapping]"])
def test_sounds_in_brackets_are_no_names_however_often_they_recur(layout: str, sound: str) -> None:
    names = ["Nia", "Tom"] * 6
    text = "\n".join(f"{layout.format(name)}{sound} We planted beans.\n{sound} And peas." for name in names)
    assert [turn.speaker for turn in recognise(text).turns] == names


def test_a_name_above_a_time_stays_a_label_where_the_words_begin_with_a_sound() -> None:
    text = "".join(
        f"{name}\n00:00:1{n}\n[laughs] We planted it.\n" for n, name in enumerate(["Nia", "Tom"] * 3)
    )
    assert [turn.speaker for turn in recognise(text).turns] == ["Nia", "Tom"] * 3


def test_rows_that_begin_with_a_known_speaker_are_turns_of_theirs() -> None:
    text = "Nia: Was it wet?\nTom: Very.\nNia\tAnd the shed?\nTom\tThe roof leaked.\nNia: I see.\n"
    recognition = recognise(text)
    assert [(turn.speaker, turn.body.of(text)) for turn in recognition.turns] == [
        ("Nia", "Was it wet?"),
        ("Tom", "Very."),
        ("Nia", "And the shed?"),
        ("Tom", "The roof leaked."),
        ("Nia", "I see."),
    ]
    assert not recognition.warnings


def test_rows_of_several_cells_that_begin_with_a_known_speaker_are_named() -> None:
    text = "Nia: Was it wet?\nTom: Very.\nNia: I see.\nTom: The end.\nNia\tgardener\t34\nTom\tbuilder\t41\n"
    recognition = recognise(text)
    assert len(recognition.turns) == 4
    [warning] = recognition.warnings
    assert "'Nia' (2 words counted as those of 'Tom'), 'Tom' (2 words counted as those of 'Tom')" in warning


@pytest.mark.parametrize(
    "layout", ["{name} | {time} | {words}", "{name} - {time} - {words}", "{name} @ {time}: {words}"]
)
def test_separators_around_a_time_are_neither_name_nor_words(layout: str) -> None:
    turns = [(("Nia", "Tom")[number % 2], words) for number, words in enumerate(_WORDS)]
    text = "\n".join(
        layout.format(name=name, time=f"00:0{number}", words=words)
        for number, (name, words) in enumerate(turns)
    )
    assert [(turn.speaker, turn.body.of(text)) for turn in recognise(text).turns] == turns
