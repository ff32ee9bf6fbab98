# ruff: noqa: RUF001 - the letters that look like others are the ones meant
import pytest

from qualcode import segmenters
from qualcode.model import Role, SourceKind, Span, Transcript, Turn

INT, PART = Role.INTERVIEWER, Role.PARTICIPANT


def speakers_and_words(text: str, **options: object) -> list[tuple[str, str]]:
    """Return the recognised speakers and their words, white space replaced by single blanks."""
    recognition = segmenters.recognise_turns(Transcript(text=text), **options)  # type: ignore[arg-type]
    return [(turn.speaker, " ".join(turn.body.of(text).split())) for turn in recognition.turns]


def roles(text: str, *interviewers: str) -> dict[str, Role]:
    recognition = segmenters.recognise_turns(Transcript(text=text), interviewers=interviewers)
    return {turn.speaker: turn.role for turn in recognition.turns}


@pytest.mark.parametrize(
    "text",
    [
        "Anna: one two\nBen: three\n",
        "ANNA: one two\nBEN: three\n",
        "  Anna :  one two\n\tBen:three and\nBen: three\n".replace("Ben:three and\n", ""),
        "[00:01:23] Anna: one two\n[00:01:29] Ben: three\n",
        "00:01:23 Anna: one two\n00:01:29 Ben: three\n",
        "(1:23) - Anna: one two\n(1:29) - Ben: three\n",
        "Anna (00:00:12): one two\nBen (00:00:20): three\n",
        "Anna [00:00:12.5]: one two\nBen [00:00:20,5]: three\n",
        "Anna  00:13\none two\n\nBen  1:02:13\nthree\n",
        "00:13 Anna\none two\n\n01:15 Ben\nthree\n",
        "**Anna:** one two\n\n**Ben:** three\n",
        "**Anna**: one two\n\n**Ben**: three\n",
        "[Anna] one two\n[Ben] three\n",
        "[Anna]: one two\n[Ben]: three\n",
        "{Anna} one two\n{Ben} three\n",
        "#Anna: one two\n#Ben: three\n",
        "<v Anna>one two\n<v.loud Ben>three\n",
        "Anna\tone two\nBen\tthree\n",
        "1\tAnna\tone two\n2\tBen\tthree\n",
        "Anna:\tone two\nBen:\tthree\n",
        "00:01\tAnna\tone two\n00:05\tBen\tthree\n",
        "1. Anna: one two\n2. Ben: three\n",
        "Anna:\none two\n\nBen:\nthree\n",
        "Anna：one two\nBen：three\n",
    ],
)
def test_every_usual_style_of_label_is_recognised(text: str) -> None:
    twice = text + text
    expected = [("anna", "one two"), ("ben", "three")]
    assert [(speaker.lower(), words) for speaker, words in speakers_and_words(text)] == expected
    assert [(speaker.lower(), words) for speaker, words in speakers_and_words(twice)] == expected * 2


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("I", "I"),
        ("R1", "R1"),
        ("Q12 Chair", "Chair"),
        ("Q3", "Q"),
        ("Speaker 2", "Speaker 2"),
        ("SPEAKER_01", "SPEAKER_01"),
        ("Dr d'Aquin", "Dr d'Aquin"),
        ("Professor van Zoonen", "Professor van Zoonen"),
        ("J. Smith", "J. Smith"),
        ("Prof. O'Brien-Jones", "Prof. O'Brien-Jones"),
        ("Det. Insp. Lee", "Det. Insp. Lee"),
        ("Ch. Supt. Ward", "Ch. Supt. Ward"),
        ("Cllr. Shah", "Cllr. Shah"),
        ("PC O’Neill (Northtown)", "PC O’Neill (Northtown)"),
        ("FG1-P3", "FG1-P3"),
        ("Åsa", "Åsa"),
        ("مصطفى", "مصطفى"),
        ("佐藤", "佐藤"),
    ],
)
def test_names_of_every_kind_are_recognised(label: str, speaker: str) -> None:
    text = f"{label}: one\nAnna: two\n{label}: three\nAnna: four\n"
    assert [name for name, _ in speakers_and_words(text)] == [speaker, "Anna", speaker, "Anna"]


INTERVIEW = "Int: How was it?\n\nAnna: Well.\n\nInt: And then?\n\nAnna: {}\n\nInt: Thanks.\n"


@pytest.mark.parametrize(
    "words",
    [
        "17:30 we left.\n17:45 we were there.",
        "So.\nhttp://example.org is where.\nhttp: they say.",
        "So.\nNote: this is off the record.\nNote: this too.\nNote: and this.",
        "So.\nHe said: no way.\nHe said: no.\nHe said: never.",
        "So.\nMum Said: no.\nMum Said: never.",
        "So.\nThe one thing that I would always say to people: leave.",
        "So.\nAnd the thing is: it does not work.",
        "So.\nHonestly: it does not.\nHonestly: no.",
        "So.\nThree things. First: money.\nFirst: money.",
        "So.\nStep 1: knock.\nStep 2: wait.\nStep 3: leave.",
        "So.\n[Laughter] yes\n[Laughter] no\n[Town] is far.",
        "So.\nItem\t3\nItem\t4",
        "So.\nAt home\n17:30\nthen",
        "So.\nYes, sir: no.\nYes, sir: no.",
        "So.\n12: a dozen\n12: a dozen",
        "So.\nWhy? Because: of you",
        "So.\nIt Rained. Outside: no.\nIt Rained. Outside: no.",
        "So.\n" + "A" * 64 + ": too long for a name\n" + "A" * 64 + ": again",
    ],
)
def test_words_before_a_colon_that_are_no_names_are_not_speakers(words: str) -> None:
    text = INTERVIEW.format(words)
    assert [speaker for speaker, _ in speakers_and_words(text)] == ["Int", "Anna", "Int", "Anna", "Int"]


def test_a_name_has_at_most_sixty_three_characters() -> None:
    long = "B" * 63
    assert [name for name, _ in speakers_and_words(f"Int: a\n{long}: b\nInt: c\n{long}: d\n")] == [
        "Int",
        long,
        "Int",
        long,
    ]


def test_a_name_that_occurs_once_is_a_speaker_if_most_paragraphs_have_labels() -> None:
    assert [name for name, _ in speakers_and_words(INTERVIEW.format("Yes.\n\nCarol: I was there too."))] == [
        *("Int", "Anna", "Int", "Anna", "Carol", "Int")
    ]


def test_names_at_the_top_of_the_page_are_no_turns() -> None:
    text = "Interviewer: Jane Smith\nInterviewee: Anna\nDate: today\n\n" + INTERVIEW.format("Yes. " * 50)
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert recognition.turns[0].span.start == text.index("Int: How")
    assert recognition.warnings == ()


def test_a_title_in_the_style_of_a_label_does_not_make_a_document_an_interview() -> None:
    recognition = segmenters.recognise_turns(
        Transcript(text="Strategy: a paper.\n\nWords.\n\nMore words.\n\nEnd.\n")
    )
    assert [turn.speaker for turn in recognition.turns] == [""] * 4
    [warning] = recognition.warnings
    assert warning.startswith("No speaker was recognised: each paragraph is a turn. ")


def test_one_name_before_most_paragraphs_is_a_speaker() -> None:
    recognition = segmenters.recognise_turns(Transcript(text="Zed: a\n\nZed: b\n\nand c\n\nZed: d\n"))
    assert [turn.speaker for turn in recognition.turns] == ["Zed"] * 3
    assert recognition.warnings == ("Only 'Zed' has a label: the words of others count as 'Zed' too.",)


def test_words_in_lower_case_are_speakers_if_they_recur() -> None:
    text = "police officer: yes\ninterviewer: and?\n" * 4
    assert roles(text) == {"police officer": PART, "interviewer": INT}


def test_two_spellings_of_a_name_are_one_speaker() -> None:
    assert [name for name, _ in speakers_and_words("Anna  B: a\nInt: b\nANNA B: c\nInt: d\n")] == [
        "Anna  B",
        "Int",
        "Anna  B",
        "Int",
    ]


def test_usual_labels_are_interviewers_and_others_participants() -> None:
    for label in ("I", "INT", "Interviewer 2", "Q", "Chair", "Researcher", "moderator", "Facilitator"):
        assert roles(f"{label}: a\nAnna: b\n{label}: c\nAnna: d\n") == {label: INT, "Anna": PART}


def test_the_user_may_name_interviewers() -> None:
    assert roles("Zed: a\nAnna: b\nZed: c\nAnna: d\n", "zed") == {"Zed": INT, "Anna": PART}
    assert roles("Jo smith: a\nAnna: b\nAnna: c\nWords.\n\n", "jo SMITH") == {"Jo smith": INT, "Anna": PART}


def test_a_speaker_with_question_numbers_is_an_interviewer() -> None:
    text = (
        "Q1 Mr Heath: a\nDr Elliot: b\nQ2 Mr Heath: c\nDr Elliot: d\nMr Heath: e\nQ3 Dr Elliot: f\n"
        + "Dr Elliot: g\n" * 3
    )
    assert roles(text) == {"Mr Heath": INT, "Dr Elliot": PART}


def test_if_only_the_interviewer_has_labels_the_rest_is_the_participants() -> None:
    text = "Reading the task.\nStill.\n\nMODERATOR: Yes?\n\nI see.\n\nNow this.\n\nMODERATOR: Go on.\n"
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert [(turn.speaker, turn.role, turn.body.of(text)) for turn in recognition.turns] == [
        ("", PART, "Reading the task.\nStill."),
        ("MODERATOR", INT, "Yes?"),
        ("", PART, "I see.\n\nNow this."),
        ("MODERATOR", INT, "Go on."),
    ]
    assert "count as the participant's" in recognition.warnings[0]


def test_times_in_labels_are_seconds() -> None:
    text = "[01:02:03.5] Anna: a\n[01:02:05] Int: b\nAnna (61:00): c\n"
    recognition = segmenters.recognise_turns(Transcript(text=text))
    assert [turn.begins for turn in recognition.turns] == [3723.5, 3725.0, 3660.0]
    assert recognition.duration == 3725.0


def test_names_in_bold_are_labels() -> None:
    text = "Anna one two\n\nBen - three\n\nreally important\n\nAnna\n\nfour"
    starts = [text.index("Anna"), text.index("Ben"), text.index("really"), text.rindex("Anna")]
    bold = tuple(Span(start, start + len(text[start:].split(maxsplit=1)[0])) for start in starts)
    recognition = segmenters.recognise_turns(Transcript(text=text, bold=bold))
    assert [(turn.speaker, turn.body.of(text)) for turn in recognition.turns] == [
        ("Anna", "one two"),
        ("Ben", "three\n\nreally important"),
        ("Anna", "four"),
    ]


def test_turns_that_the_format_states_are_kept_and_given_roles() -> None:
    text = "How?\nWell: so.\n"
    turns = (
        Turn(number=1, span=Span(0, 5), body=Span(0, 4), speaker="Int", begins=0.0, ends=1.0),
        Turn(number=2, span=Span(5, 15), body=Span(5, 14), speaker="Anna", begins=1.0, ends=2.0),
    )
    transcript = Transcript(text=text, turns=turns)
    recognised = segmenters.recognise_turns(transcript).turns
    assert [(turn.speaker, turn.role, turn.ends) for turn in recognised] == [
        ("Int", INT, 1.0),
        ("Anna", PART, 2.0),
    ]
    without_speakers = segmenters.recognise_turns(transcript, kind=SourceKind.DOCUMENT).turns
    assert [(turn.speaker, turn.role, turn.ends) for turn in without_speakers] == [
        ("", Role.NOBODY, 1.0),
        ("", Role.NOBODY, 2.0),
    ]


def test_labels_in_cues_have_the_times_of_the_cues() -> None:
    lines = ["Int: How?", "And why?", "Anna: So.", "Int: Right.", "Anna: Yes."]
    text, turns = "", []
    for number, line in enumerate(lines):
        span = Span(len(text), len(text) + len(line) + 1)
        turns.append(
            Turn(
                number=number + 1,
                span=span,
                body=Span(span.start, span.end - 1),
                begins=number,
                ends=number + 1,
            )
        )
        text += line + "\n"
    recognised = segmenters.recognise_turns(Transcript(text=text, turns=tuple(turns))).turns
    assert [(turn.speaker, turn.begins, turn.ends) for turn in recognised] == [
        ("Int", 0, 2),
        ("Anna", 2, 3),
        ("Int", 3, 4),
        ("Anna", 4, 5),
    ]


def test_comment_lines_below_utterances_are_warned_about() -> None:
    text = (
        "*NIA:\thow are they?\n%com:\tpoints at beans\n*TOM:\tfine\n%com:\tlaughs\n*NIA:\tand 5 % of peas?\n"
    )
    [warning] = segmenters.recognise_turns(Transcript(text=text)).warnings
    assert warning.startswith("Counted as said by who speaks before: 2 lines with %com: (4 words).")
    assert not segmenters.recognise_turns(Transcript(text=text.replace("%com:\t", ""))).warnings
