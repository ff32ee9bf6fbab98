import pytest

from qualcode import segmenters
from qualcode.errors import UsageError
from qualcode.model import Role, SourceKind, Span, Transcript, Turn


def document(text: str, **hints: object) -> tuple[Turn, ...]:
    return segmenters.recognise_turns(Transcript(text=text, **hints), kind=SourceKind.DOCUMENT).turns  # type: ignore[arg-type]


def bodies(text: str) -> list[str]:
    return [turn.body.of(text) for turn in document(text)]


def test_blank_lines_separate_paragraphs() -> None:
    assert bodies("\n\n one\ntwo \n \t\n\nthree\n\n") == ["one\ntwo", "three"]


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    assert bodies("one\ntwo\n") == ["one", "two"]


def test_a_single_blank_line_under_a_title_does_not_make_one_paragraph_of_the_rest() -> None:
    assert len(bodies("Title\n\n" + "line\n" * 50)) == 51


def test_a_text_without_words_has_no_turns() -> None:
    assert document("") == document(" \n \n") == ()


def test_a_document_has_no_speakers() -> None:
    (turn,) = document("Int: no interview\n")
    assert (turn.speaker, turn.role, turn.body.start) == ("", Role.NOBODY, 0)


def test_paragraphs_have_their_heading_and_page() -> None:
    text = "Before.\n\n# One\nFirst.\n\nSecond.\n\n## Two\n\nThird."
    headings = tuple(
        (Span(text.index(words), text.index(words) + len(words)), level)
        for words, level in (("# One", 1), ("## Two", 2))
    )
    turns = document(text, headings=headings, pages=(0, text.index("Second"), text.index("Third")))
    assert [(turn.body.of(text), turn.heading, turn.level, turn.page) for turn in turns] == [
        ("Before.", "", None, 1),
        ("# One", "# One", 1, 1),
        ("First.", "# One", None, 1),
        ("Second.", "# One", None, 2),
        ("## Two", "## Two", 2, 2),
        ("Third.", "## Two", None, 3),
    ]


def test_with_speakers_none_each_paragraph_is_a_turn() -> None:
    recognition = segmenters.recognise_turns(Transcript(text="Int: a\n\nAnna: b\n\nInt: c"), speakers="none")
    assert [turn.speaker for turn in recognition.turns] == ["", "", ""]
    assert recognition.warnings == ()


def test_the_users_pattern_finds_speakers_and_times() -> None:
    text = "title\n@anna 01:05> one\n@anna 01:15> two\n@bob> three\n"
    pattern = r"^@(?P<speaker>\w+)(?: (?P<time>[\d:]+))?> "
    turns = segmenters.recognise_turns(Transcript(text=text), speakers=pattern, interviewers=["bob"]).turns
    assert [(turn.speaker, turn.role, turn.begins, turn.body.of(text)) for turn in turns] == [
        ("anna", Role.PARTICIPANT, 65.0, "one"),
        ("anna", Role.PARTICIPANT, 75.0, "two"),
        ("bob", Role.INTERVIEWER, None, "three"),
    ]
    assert turns[0].span.start == text.index("@")


def test_a_pattern_without_matches_gives_paragraphs_and_a_warning() -> None:
    recognition = segmenters.recognise_turns(
        Transcript(text="Int: a\nAnna: b\n"), speakers="^@(?P<speaker>x)"
    )
    assert [turn.speaker for turn in recognition.turns] == ["", ""]
    assert recognition.warnings


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(?P<speaker>", "not a regular expression"),
        (r"^(\w+):", "no group named speaker"),
        (r"^(?P<speaker>\w+) (?P<time>\w+)", "matched 'b', which is not a time"),
    ],
)
def test_a_wrong_pattern_is_a_usage_error(pattern: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        segmenters.recognise_turns(Transcript(text="a b\nc d\n"), speakers=pattern)


def test_a_pattern_with_exponential_backtracking_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.segmenters.labels.candidates.custom_label_pattern._TIMEOUT", 0.2)
    text = "a" * 5_000 + "!"
    with pytest.raises(UsageError, match="takes longer than"):
        segmenters.recognise_turns(Transcript(text=text), speakers=r"^(?P<speaker>(a|a?a|b)+)+(c|d)$")
