"""Times of turns, in the layouts that programs and typists write: times of turns and no words."""

import pytest

from qualcode import segmenters
from qualcode.model import Span, Transcript, Turn, count_words


def recognised(text: str) -> list[tuple[str, float | None, str]]:
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    return [(turn.speaker, turn.begins, " ".join(turn.body.of(text).split())) for turn in turns]


@pytest.mark.parametrize(
    "layout",
    [
        "[{0}] {1}: {2}\n",
        "\\[{0}\\] {1}: {2}\n",
        "({0}) {1}: {2}\n",
        "{0} {1}: {2}\n",
        "{0} - {1}: {2}\n",
        "#{0}# {1}: {2}\n",
        "*{0} = {1}: {2}\n",
        "[{0} - 00:59:59] {1}: {2}\n",
        "{1} [{0}]: {2}\n",
        "{1} ({0}): {2}\n",
        "{1} {0}: {2}\n",
        "{1}: [{0}] {2}\n",
        "{1}: \\[{0}\\] {2}\n",
        "{1}: ({0}) {2}\n",
        "{1}: #{0}# {2}\n",
        "{1}: {0} {2}\n",
        "**{1}:** \\[{0}\\] {2}\n\n",
        "**{1}** [{0}]: {2}\n\n",
        "{1}: {0}\n\n{2}\n\n",
        "{1} {0}\n{2}\n\n",
        "{1}  {0}\n\n{2}\n\n",
        "[{1}] {0}\n{2}\n\n",
        "{0} {1}\n{2}\n\n",
        "[{0}] - {1}\n{2}\n\n",
        "[{0}] {1}\n{2}\n\n",
        "{1}\n{0}\n{2}\n",
        "{1}\n[{0}]\n{2}\n",
        "{1}:\n{0}\n{2}\n",
        "{0}\n{1}: {2}\n\n",
        "[{0}]\n\n{1}: {2}\n\n",
        "{0} --> 00:59:59\n{1}: {2}\n\n",
        "{1}\t{0}\t{2}\n",
        "{0}\t{1}\t{2}\n",
    ],
)
def test_a_time_next_to_a_label_is_when_the_turn_begins(layout: str) -> None:
    said = ["How was it?", "Fine, it was.", "And then?", "We left at 17:30 or so."]
    names = ["Nia Hall", "Tom", "Nia Hall", "Tom"]
    times = ["00:00:05", "00:00:09", "00:01:12", "01:02:03"]
    text = "".join(layout.format(*parts) for parts in zip(times, names, said, strict=True))
    assert recognised(text) == list(zip(names, [5.0, 9.0, 72.0, 3723.0], said, strict=True))


def test_a_time_at_the_end_of_a_turn_is_when_it_ends_and_the_next_begins() -> None:
    text = "Nia: How? #00:00:05-2#\nTom: Fine. #00:00:09-9#\nNia: And? #00:00:11-0#\n"
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    assert [(turn.begins, turn.ends, turn.body.of(text)) for turn in turns] == [
        (None, 5.2, "How?"),
        (5.2, 9.9, "Fine."),
        (9.9, 11.0, "And?"),
    ]


def test_times_alone_on_a_line_between_turns_are_no_words() -> None:
    text = "Nia: How?\n\nTom: Fine.\n\n0:02:48.6\n\nNia: And?\n\nTom: So.\n\n0:05:10.0\n"
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert recognised(text) == [
        ("Nia", None, "How?"),
        ("Tom", None, "Fine."),
        ("Nia", 168.6, "And?"),
        ("Tom", None, "So."),
    ]
    assert recognition.duration == 310.0


def test_times_spelt_out_below_a_name_are_those_of_the_turn() -> None:
    text = "Nia Hall\n0 minutes 3 seconds\nHow?\nTom\n1 hour 2 minutes 9 seconds\nSo.\n" * 2
    assert recognised(text)[:2] == [("Nia Hall", 3.0, "How?"), ("Tom", 3729.0, "So.")]


@pytest.mark.parametrize(
    "layout", ["[{0}] {1}\n\n", "{0}\n{1}\n\n", "{0}\n\n{1}\n\n", "[{0} --> 00:59:00]  {1}\n"]
)
def test_paragraphs_without_speakers_have_the_times_that_they_begin_with(layout: str) -> None:
    text = layout.format("00:00:05", "How was it?") + layout.format("00:00:09", "It was fine.")
    assert recognised(text) == [("", 5.0, "How was it?"), ("", 9.0, "It was fine.")]


def test_one_turn_without_a_time_leaves_the_others_theirs() -> None:
    text = "[00:05] Nia: How?\nTom: So.\n[00:09] Nia: And?\n[00:12] Tom: No.\n"
    assert [begins for _, begins, _ in recognised(text)] == [5.0, None, 9.0, 12.0]


def test_a_single_time_after_a_label_is_a_word() -> None:
    text = "Nia: When did you leave?\nTom: 17:30\nNia: And then?\nTom: Home.\n"
    assert recognised(text)[1] == ("Tom", None, "17:30")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one [00:17] two", 2),
        (r"one \[00:17\] two", 2),
        ("one (1:02:03) two", 2),
        ("one #00:00:05-2# two", 2),
        ("one\n00:17\ntwo", 2),
        ("one[00:17]two", 2),
        ("we left at 17:30 today", 5),
        ("17:30", 1),
        ("[laughs] one", 2),
        ("#5 (of 12) [3]", 4),
    ],
)
def test_time_marks_are_no_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_time_marks_in_the_words_of_stated_turns_are_no_words() -> None:
    text = "[00:05] Where was it?\nBy the wall. #00:00:09-3#"
    line_end = text.index("\n")
    spans = (Span(0, line_end + 1), Span(line_end + 1, len(text)))
    turns = tuple(
        Turn(number=number, span=span, body=span.trimmed(text), speaker=speaker, begins=begins)
        for number, (span, speaker, begins) in enumerate(
            zip(spans, ("Nia", "Tom"), (None, 7.0), strict=True), 1
        )
    )
    recognised = segmenters.recognise_turns(Transcript(text=text, turns=turns)).turns
    assert [(turn.body.of(text), turn.begins, turn.ends) for turn in recognised] == [
        ("Where was it?", 5.0, None),
        ("By the wall.", 7.0, 9.3),
    ]


def test_a_time_after_a_name_is_no_glued_label() -> None:
    text = "Nia 0:05 Where was it?\nTom 0:09 By the wall.\nNia 0:12 And then?\nTom 0:15 It fell.\n"
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    assert not {"Nia 0", "Tom 0"} & {turn.speaker for turn in turns}


@pytest.mark.parametrize("mark", ["(00:0{0})", "[00:00:0{0}]", "#00:00:0{0}-2#"])
def test_short_sentences_before_a_time_are_no_values_of_fields(mark: str) -> None:
    sentences = ("Who came?", "My uncle.", "Was it wet?", "Very.", "And the roof?", "It leaked.")
    text = "".join(
        f"{('Nia', 'Tom')[number % 2]}: {words} {mark.format(number + 1)}\n"
        for number, words in enumerate(sentences)
    )
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    assert [turn.speaker for turn in turns] == ["Nia", "Tom"] * 3
    assert [turn.body.of(text) for turn in turns] == list(sentences)
