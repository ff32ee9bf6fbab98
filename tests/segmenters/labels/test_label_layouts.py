"""Labels in layouts that are less usual than `Name: words`, and several layouts in one file."""

import pytest

from qualcode import segmenters
from qualcode.model import Role, Span, Transcript


def speakers(text: str, *named: str, **parts: object) -> list[str]:
    transcript = Transcript(text=text, **parts)  # type: ignore[arg-type]
    return [turn.speaker for turn in segmenters.recognise_turns(transcript, named_speakers=named).turns]


def words(text: str) -> list[str]:
    turns = segmenters.recognise_turns(Transcript(text=text)).turns
    return [" ".join(turn.body.of(text).split()) for turn in turns]


@pytest.mark.parametrize(
    "name",
    [
        "Hall, Nia",
        "Hall, Dr Nia",
        "Nia (she/her)",
        "Nia Hall (they/them)",
        "@nia",
        "@Nia Hall",
        "Nia/Tom",
        "Hall, Nia (External)",
        "Participant 3 [remote]",
        "Nia Hall [by phone]",
        "Dr Nia Hall",
        "Prof. Dr. Nia Hall",
        "Nia Hall, PhD",
        "Head of the Office for Parks and Water",
        "The Mayor of the Old Town and Harbour",
        "Woman (second row, left)",
    ],
)
def test_a_name_that_recurs_at_the_beginning_of_lines_is_a_speaker(name: str) -> None:
    text = f"Tom: Shall we?\n{name}: No.\nOla: Why not?\n{name}: Too cold.\nTom: Right.\nOla: Yes.\n"
    assert speakers(text) == ["Tom", name, "Ola", name, "Tom", "Ola"]


def test_words_that_recur_with_a_comma_but_open_a_sentence_are_no_speaker() -> None:
    text = "Tom: Shall we?\nOla: So.\nWell, Tom: no.\nTom: Now?\nOla: So.\nWell, Tom: no.\n"
    assert speakers(text) == ["Tom", "Ola", "Tom", "Ola"]


def test_questions_and_answers_of_court_reporters_stand_beside_names() -> None:
    text = (
        "MR. BELL: We begin.\nQ Were you there?\nA I was. A friend\nA. was there too.\nQ Who?\n"
        "A Nia.\nMS. HALL: Objection.\nMR. BELL: Noted.\n"
    )
    assert speakers(text) == ["MR. BELL", "Q", "A", "Q", "A", "MS. HALL", "MR. BELL"]


@pytest.mark.parametrize("separator", [" ", ". ", "   ", "\t", ".  "])
def test_questions_and_answers_alone_are_a_dialogue(separator: str) -> None:
    text = "".join(f"Q{separator}Were you there?\nA{separator}Yes, I was.\n" for _ in range(3))
    assert speakers(text) == ["Q", "A"] * 3
    assert words(text) == ["Were you there?", "Yes, I was."] * 3


def test_lines_that_begin_with_the_article_a_are_no_answers() -> None:
    text = "Tom: What was it?\nA boat came.\nOla: When?\nTom: At noon.\nA boat came.\nOla: Oh.\n"
    assert speakers(text) == ["Tom", "Ola", "Tom", "Ola"]


def test_a_label_without_a_time_stands_beside_labels_with_one() -> None:
    text = "Nia Hall  00:05\nOne.\n\nTom  00:09\nTwo.\n\nNia Hall\nThree.\n\nTom  00:15\nFour.\n"
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert [(turn.speaker, turn.begins) for turn in recognition.turns] == [
        ("Nia Hall", 5.0),
        ("Tom", 9.0),
        ("Nia Hall", None),
        ("Tom", 15.0),
    ]


def test_a_bold_label_keeps_the_time_that_is_not_bold() -> None:
    text = "Nia  00:05\n\nOne.\n\nTom  00:09\n\nTwo.\n\nNia  00:12\n\nThree.\n\nTom\n\nFour."
    bold = tuple(
        Span(start, start + 3) for start in range(len(text)) if text.startswith(("Nia  ", "Tom"), start)
    )
    recognition = segmenters.recognise_turns(Transcript(text=text, bold=bold))
    assert [(turn.speaker, turn.begins) for turn in recognition.turns] == [
        ("Nia", 5.0),
        ("Tom", 9.0),
        ("Nia", 12.0),
        ("Tom", None),
    ]
    assert recognition.turns[0].body.of(text) == "One."


def test_a_heading_carries_a_label_that_is_known_elsewhere() -> None:
    text = "Nia: One.\n\nTom: Two.\n\n# Nia: Three\n\nand more.\n\nTom: Four.\n"
    start = text.index("#")
    headings = ((Span(start, text.index("\n", start)), 1),)
    assert speakers(text, headings=headings) == ["Nia", "Tom", "Nia", "Tom"]


def test_a_label_without_a_blank_after_its_colon_is_known_elsewhere() -> None:
    text = "Nia: One.\nTom: Two.\nNia:Three, see https://example.org at 10:30.\nTom: Four.\n"
    assert speakers(text) == ["Nia", "Tom", "Nia", "Tom"]


def test_labels_without_a_blank_after_the_colon_are_labels_if_all_are_so() -> None:
    assert speakers("Nia:One.\nTom:Two.\nNia:Three.\nTom:Four.\n") == ["Nia", "Tom"] * 2


@pytest.mark.parametrize(
    "layout",
    [
        "{} - {}\n",
        "**{}** {}\n\n",
        "**{}**\n\n{}\n\n",
        "*{}:* {}\n\n",
        "_{}_: {}\n\n",
        "- {}: {}\n",
        "> {}: {}\n\n",
    ],
)
def test_labels_in_the_ways_of_markdown_and_before_a_dash_are_recognised(layout: str) -> None:
    turns = [("Nia", "How?"), ("Tom", "So."), ("Nia", "And?"), ("Tom", "No.")]
    text = "".join(layout.format(*turn) for turn in turns)
    assert list(zip(speakers(text), words(text), strict=True)) == turns


@pytest.mark.parametrize("line", ["Ola:Three.", "Ola - Three."])
def test_a_third_voice_in_another_layout_than_the_others_recurs(line: str) -> None:
    text = f"Nia: One.\nTom: Two.\n{line}\nNia: Four.\n{line}\nTom: Five.\n"
    assert speakers(text) == ["Nia", "Tom", "Ola", "Nia", "Ola", "Tom"]


def test_speakers_in_capitals_stand_beside_questions_and_answers() -> None:
    text = (
        "MR. BELL: We begin.\nBY MR. BELL:\nQ Were you there?\nA I was.\nQ And?\nA So.\n"
        "THE COURT: Sustained.\nTHE WITNESS: I see.\nQ Then?\nA Left.\nTHE COURT: Break.\n"
    )
    assert speakers(text) == [
        *("MR. BELL", "MR. BELL", "Q", "A", "Q", "A", "THE COURT", "THE WITNESS", "Q", "A", "THE COURT")
    ]


def test_names_that_the_author_set_in_bold_are_speakers_though_each_speaks_once() -> None:
    speech = "The harbour was full of boats.\n\n" * 20
    text = f"**Chair**: First.\n\n**Mr Bell**: {speech}**Chair**: Next.\n\n**Nia Hall**: {speech}"
    assert speakers(text) == ["Chair", "Mr Bell", "Chair", "Nia Hall"]


@pytest.mark.parametrize("words", ["Paragraph 8", "Fourthly", "Eleventh", "Note", "Clause 3", "Policy"])
def test_words_before_a_colon_that_introduce_a_quotation_are_nobody(words: str) -> None:
    text = (
        f'**Nia**: It says this.\n\n{words}:\n\n"Boats pay."\n\n**Tom**: Yes.\n\n**Nia**: So?\n\n'
        f'{words}:\n\n"Boats pay."\n\n**Tom**: No.\n'
    )
    assert speakers(text) == ["Nia", "Tom"] * 2


def test_question_numbers_that_do_not_count_up_are_people() -> None:
    text = "Q1: How?\nR1: So.\nQ2: And?\nR2: No.\nQ1: Why?\nR1: Yes.\nQ2: Where?\nR1: Here.\n"
    assert speakers(text) == ["Q1", "R1", "Q2", "R2", "Q1", "R1", "Q2", "R1"]
    numbered = text.replace("Q1: Why", "Q3: Why").replace("Q2: Where", "Q4: Where")
    assert speakers(numbered) == ["Q", "R1", "Q", "R2", "Q", "R1", "Q", "R1"]


DIALOGUE = "Nia Hall: How?\nTom: So.\nNia Hall: And?\nTom: No.\n"


@pytest.mark.parametrize(
    "head",
    [
        "Interviewer: Nia Hall\nInterviewee: Tom Bell\n\n",
        "INTERVIEWEE: Tom\nINTERVIEWER: Nia Hall\nDATE: 3 May\n\n",
        "Transcript\n\nDate: 3 May\n\nInterviewer: Nia Hall (NH)\n\nParticipant: P07\n\n",
        "Interviewed by: Nia Hall\n\n",
        "Nia Hall: Interviewer\nTom: Participant\n\n",
        "Nia Hall = interviewer\n\n",
    ],
)
def test_a_head_is_no_dialogue_and_tells_roles(head: str) -> None:
    turns = segmenters.recognise_turns(Transcript(text=head + DIALOGUE)).turns
    assert [(turn.speaker, turn.role) for turn in turns] == [
        ("Nia Hall", Role.INTERVIEWER),
        ("Tom", Role.PARTICIPANT),
    ] * 2


def test_roles_at_the_top_are_no_turns_if_they_label_the_turns_too() -> None:
    text = "INTERVIEWEE: Tom Bell\nINTERVIEWER: Nia Hall\n\nINTERVIEWER: How?\nINTERVIEWEE: So.\n"
    assert words(text) == ["How?", "So."]


def test_a_dialogue_that_begins_with_a_greeting_has_no_head() -> None:
    text = "Interviewer: Hello\nInterviewee: Good morning\nInterviewer: How?\nInterviewee: So.\n"
    assert words(text) == ["Hello", "Good morning", "How?", "So."]


def test_records_with_the_same_fields_are_no_dialogue() -> None:
    text = "".join(f"Boat: {name}\nBerth: {name} quay\nSkipper: Nia\n\n" for name in ("Alma", "Bo", "Cy"))
    assert speakers(text) == [""] * 3


def test_a_label_that_is_not_taken_is_named_with_its_words_and_the_option() -> None:
    dialogue = ("Nia: One two.\n" + "It went on.\n\n" * 8 + "Tom: Three.\n\n") * 3
    text = dialogue + "Skipper: Four five six.\n\n" + dialogue
    warning = segmenters.recognise_turns(Transcript(text=text)).warnings[0]
    assert "'Skipper' (3 words counted as those of 'Tom')" in warning
    assert "--speaker Skipper" in warning
    assert "Skipper" in speakers(text, "skipper")


@pytest.mark.parametrize(
    "line", ["Skipper: aye", "Skipper - aye", "Skipper. aye", "[Skipper] aye", "Skipper\taye", "Skipper\naye"]
)
def test_a_speaker_that_the_user_names_is_found_in_any_layout(line: str) -> None:
    text = f"Nia: One.\nTom: Two.\nNia: Three.\nTom: Four.\n{line}\n"
    recognition = segmenters.recognise_turns(Transcript(text=text), named_speakers=["Skipper"])
    assert recognition.turns[-1].speaker == "Skipper"
    assert recognition.turns[-1].body.of(text) == "aye"


def test_a_named_speaker_that_is_not_in_the_file_is_said() -> None:
    recognition = segmenters.recognise_turns(Transcript(text=DIALOGUE), named_speakers=["Ola"])
    assert recognition.warnings == ("No line begins with the speaker 'Ola'.",)
