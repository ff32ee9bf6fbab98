"""Layouts of labels and times that few programs write: taken, or named with the option that helps."""

import shlex

import pytest

from qualcode import segmenters
from qualcode.model import Transcript, Turn

_WORDS = (
    "Where did you put the old boat?",
    "We left it down by the mill, under some leaves.",
    "And nobody took it away again?",
    "No, the oars went first and then the rest of it.",
    "What did your sister say to that?",
    "She laughed about it for a week or so.",
)
_NAMES = ("Nia", "Tom"), ("Nia Hall", "Tom Bell"), ("INT", "P07"), ("Interviewer", "Participant 3")
_FIRST, _STEP = 63, 17


def text_in(layout: str, names: tuple[str, str], between: str = "\n\n") -> str:
    turns = []
    for number, words in enumerate(_WORDS):
        seconds = _FIRST + _STEP * number
        minutes, rest = divmod(seconds, 60)
        name = names[number % 2]
        turns.append(
            layout.format(
                name=name,
                capitals=name.upper(),
                words=words,
                number=number + 1,
                seconds=seconds,
                minutes=minutes,
                rest=rest,
                time=f"00:{minutes:02}:{rest:02}",
            )
        )
    return between.join(turns)


def turns_of(text: str, turns: tuple[Turn, ...]) -> list[tuple[str, str]]:
    return [(turn.speaker.casefold(), turn.body.of(text)) for turn in turns]


def uttered(names: tuple[str, str]) -> list[tuple[str, str]]:
    return [(names[number % 2].casefold(), words) for number, words in enumerate(_WORDS)]


@pytest.mark.parametrize("names", _NAMES)
@pytest.mark.parametrize(
    "layout",
    [
        "{minutes}' {rest:02}\" {name}: {words}",
        "{seconds}s {name}: {words}",
        "[{seconds}s] {name}: {words}",
        "0h{minutes:02}m{rest:02}s {name}: {words}",
        "{minutes:02}.{rest:02} {name}: {words}",
        "{time}:12 {name}: {words}",
        "2021-03-04 {time} {name}: {words}",
        "[04/03/2021, {time}] {name}: {words}",
        "{time} PM {name}: {words}",
        "{time}, {name}, {words}",
        "{name}, {time}: {words}",
        "{name} [{time}] {words}",
        "[{time}] <{name}> {words}",
        "{time}\t From {name} : {words}",
        "{time} From {name} to Everyone:\n\t{words}",
        "### {name} ({time})\n\n{words}",
        "{name}   {minutes} minutes {rest} seconds\n{words}",
        "{name} {minutes} min {rest} sec\n{words}",
        "| {time} | {name} | {words} |",
        "{number}\t{time} - {time}\t{words}\t{name}",
        "{name}\t\t{time}.500\t{time}.900\t0.8\t{words}",
    ],
)
def test_times_in_rare_layouts_are_those_of_the_turns(layout: str, names: tuple[str, str]) -> None:
    text = text_in(layout, names)
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert turns_of(text, recognition.turns) == uttered(names)
    midnight = -12 * 3600 if " PM" in layout else 0
    assert [int(turn.begins or 0) + midnight for turn in recognition.turns] == [
        _FIRST + _STEP * number for number in range(len(_WORDS))
    ]


@pytest.mark.parametrize("names", _NAMES)
@pytest.mark.parametrize(
    "layout",
    [
        "{name}\u2013 {words}",
        "({number}) {name}: {words}",
        "### {name}\n\n{words}",
        "Speaker: {name}\n{words}",
        "| {name} | {words} |",
        "5' {name}: {words}",
    ],
)
def test_rare_layouts_without_a_time(layout: str, names: tuple[str, str]) -> None:
    text = text_in(layout, names)
    assert turns_of(text, segmenters.recognise_turns(Transcript(text=text)).turns) == uttered(names)


@pytest.mark.parametrize("names", _NAMES)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "layout", ["{name}, {words}", "{name}. {words}", "{capitals}. {words}", "{name} {words}"]
)
def test_names_in_ambiguous_layouts_are_named_with_the_option_that_takes_them(
    layout: str, between: str, names: tuple[str, str]
) -> None:
    text = text_in(layout, names, between)
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert not any(turn.speaker for turn in recognition.turns)
    [warning] = [warning for warning in recognition.warnings if "--speaker" in warning]
    assert "(20 words of nobody)" in warning
    assert "(30 words of nobody)" in warning
    options = shlex.split(warning.partition("SOURCE ")[2])
    assert options[::2] == ["--speaker", "--speaker"]
    again = segmenters.recognise_turns(Transcript(text=text), named_speakers=options[1::2])
    assert turns_of(text, again.turns) == uttered(names)


def test_people_addressed_at_the_beginning_of_lines_do_not_speak() -> None:
    text = "Ann: Nia, where?\nNia, tell us.\nBob: By the wall.\nAnn: Well?\nNia: Yes.\nBob: No.\nNia: Oh."
    for named in ((), ("Nia",)):
        turns = segmenters.recognise_turns(Transcript(text=text), named_speakers=named).turns
        assert [turn.speaker for turn in turns] == ["Ann", "Bob", "Ann", "Nia", "Bob", "Nia"]


@pytest.mark.parametrize(
    "text",
    [
        "The Council met. The Mayor spoke.\n\nIn May it rained.\n\nThe Council met.\n\nIn June it did not.",
        "Nia went to the mill.\n\nTom was late.\n\nNia waited there.\n\nTom came at last.\n\nNia laughed.",
        "2 May 2021\n\nDear all, we met.\n\n3 May 2021\n\nWe met again.\n\n4 May 2021\n\nNobody came.",
    ],
)
def test_prose_has_no_labels_to_warn_of(text: str) -> None:
    recognition = segmenters.recognise_turns(Transcript(text=text))
    [warning] = recognition.warnings
    assert warning.startswith("No speaker was recognised: each paragraph is a turn. ")


@pytest.mark.parametrize(
    "layout",
    [
        "{name}  00:{minutes:02}:{rest:02}  \n{words}",
        "{name} 00:{minutes:02}:{rest:02} {words}",
        "{name} - {minutes:02}:{rest:02}\n{words}",
        "@{minutes:02}:{rest:02} - {name}\n{words}",
        "{minutes:02}:{rest:02} | {name}\n{words}",
        "{seconds}.000000\t{seconds}.900000\t{name}: {words}",
        "\u00a4<{seconds}000> {name}: {words}",
        "[{time}.15] {name}: {words}",
        "**{name}** *{time}*\n\n{words}",
        "{name}\t{time}\n{words}",
        "\u200b{name}: {words}",
        "{name}\u200b: {words}",
        "\u202a{name}:\u202c {words}",
        "{number}\t{name}\t{words}\tx{number}",
    ],
)
def test_layouts_of_transcription_programs(layout: str) -> None:
    names = ("Nia Hall", "Tom Bell")
    text = text_in(layout, names)
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert turns_of(text, recognition.turns) == uttered(names)
    if "time" in layout or "seconds" in layout or "minutes" in layout:
        assert [int(turn.begins or 0) for turn in recognition.turns] == [
            _FIRST + _STEP * number for number in range(len(_WORDS))
        ]


@pytest.mark.parametrize(
    "names",
    [
        ("O'Brien", "Mary-Jane"),
        ("P-07", "P_08"),
        ("R#2", "R#3"),
        ("M/F", "F/M"),
        ("A.B.", "C.D."),
        ("Int.", "Resp."),
        ("Nia Hall, PhD", "Tom Bell, Jr."),
        ("FG2_P3", "Mod 1"),
        ("1A", "2B"),
        ("\u8bbf\u8c08\u8005", "\u53d7\u8bbf\u8005"),
        ("\u0410\u043d\u043d\u0430", "\u041f\u0451\u0442\u0440"),
        ("NIA HALL [VO]", "TOM BELL [ON PHONE]"),
    ],
)
def test_names_in_many_forms(names: tuple[str, str]) -> None:
    text = text_in("{name}: {words}", names)
    assert turns_of(text, segmenters.recognise_turns(Transcript(text=text)).turns) == uttered(names)


@pytest.mark.parametrize("after_name", [" ", "\n", ". "])
def test_a_label_without_its_separator_is_named_and_taken_with_the_option(after_name: str) -> None:
    text = text_in("{name}: {words}", ("Nia Hall", "Tom Bell"))
    text += f"\n\nNia Hall{after_name}I think so too.\n\nTom Bell: Yes?"
    [warning] = segmenters.recognise_turns(Transcript(text=text)).warnings
    assert "'Nia Hall' (4 words counted as those of 'Tom Bell')" in warning
    turns = segmenters.recognise_turns(Transcript(text=text), named_speakers=["Nia Hall"]).turns
    assert [(turn.speaker, turn.body.of(text)) for turn in turns[-2:]] == [
        ("Nia Hall", "I think so too."),
        ("Tom Bell", "Yes?"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Nia Hall stopped transcription",
        "Meeting ended after 00:30:12",
        "Transcribed by https://example.org",
        "[End of recording]",
    ],
)
def test_what_a_program_writes_after_the_words_is_nobodys(line: str) -> None:
    text = text_in("{name}  {time}\n{words}", ("Nia Hall", "Tom Bell")) + f"\n\n{line}\n"
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    assert turns_of(text, turns)[:-1] == uttered(("Nia Hall", "Tom Bell"))
    assert (turns[-1].speaker, turns[-1].body.of(text)) == ("", line)
