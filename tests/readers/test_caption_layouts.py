"""Layouts of subtitle files: rolling captions, marks of speakers, blank lines, tags and comments."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from qualcode import segmenters
from qualcode.model import Transcript
from tests.support.source_files import read

every_suffix = pytest.mark.parametrize("suffix", [".vtt", ".srt"])
Cues = Sequence[str]


def captions(
    suffix: str, cues: Cues, *, after_time: str = "", between: str = "\n", numbered: bool = True
) -> str:
    """Return a subtitle file of cues of two seconds."""
    point = "." if suffix == ".vtt" else ","
    strings = ["WEBVTT\n\n"] if suffix == ".vtt" else []
    for number, words in enumerate(cues, start=1):
        begins, ends = (
            f"00:{second // 60:02}:{second % 60:02}{point}000" for second in (2 * number, 2 * number + 2)
        )
        name = f"{number}\n" if numbered else ""
        strings.append(f"{name}{begins} --> {ends}\n{after_time}{words}\n{between}")
    return "".join(strings)


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0)
    turns = segmenters.recognise_turns(transcript).turns
    return [(turn.speaker, turn.body.of(transcript.text)) for turn in turns]


@every_suffix
@pytest.mark.parametrize("after_time", ["", "\n", " \n", "\t\n"])
@pytest.mark.parametrize("between", ["\n", "", "\n\n", " \n"])
@pytest.mark.parametrize("numbered", [True, False])
def test_blank_lines_lose_no_words(
    tmp_path: Path,
    suffix: str,
    after_time: str,
    between: str,
    numbered: bool,
) -> None:
    cues = ["We had 3 boats.", "All of them sank,\n2", "but one."]
    content = captions(suffix, cues, after_time=after_time, between=between, numbered=numbered)
    assert spoken(read(tmp_path, f"a{suffix}", content)) == [
        ("", "We had 3 boats."),
        ("", "All of them sank, 2 but one."),
    ]


@every_suffix
@pytest.mark.parametrize("between", ["\n", ""])
def test_an_empty_cue_does_not_take_in_the_number_of_the_next(
    tmp_path: Path, suffix: str, between: str
) -> None:
    content = captions(suffix, ["One.", "", "Three."], between=between)
    assert read(tmp_path, f"a{suffix}", content).text == "One.\nThree.\n"


@every_suffix
@pytest.mark.parametrize(
    "cues",
    [
        ["we went down", "we went down\nto the river", "to the river\nand the boats", "and the boats"],
        ["we went down", "we went down to the river", "to the river and the boats"],
        ["we", "we went", "we went down to", "we went down to the river", "to the river and the boats"],
        ["we went down", "we went down\nto the river", "we went down\nto the river\nand the boats"],
        [
            "we went<00:00:02.500><c> down</c>",
            "we went down",
            "we went down\nto <c>the</c> river",
            "to the river and the boats",
        ],
    ],
)
def test_rolling_captions_have_each_word_once(tmp_path: Path, suffix: str, cues: Cues) -> None:
    transcript = read(tmp_path, f"a{suffix}", captions(suffix, cues))
    assert spoken(transcript) == [("", "we went down to the river and the boats")]
    assert "Left out: repeated captions" in transcript.warnings[0]


@every_suffix
def test_words_said_twice_stay(tmp_path: Path, suffix: str) -> None:
    cues = ["No.", "No.", "It was,", "it was,", "It was late.", "Late, yes.", "Yes, we left."]
    transcript = read(tmp_path, f"a{suffix}", captions(suffix, cues))
    assert transcript.text.split() == " ".join(cues).split()


@every_suffix
@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("I went to <inaudible> then", "I went to <inaudible> then"),
        ("if a<b and c>d", "if a<b and c>d"),
        ("if a <b and c> d", "if a <b and c> d"),
        ("<laughs> so <unclear 00:12>", "<laughs> so <unclear 00:12>"),
        ("<i>so</i> <b.loud>we</b> <u>went</u>", "so we went"),
        ('<font color="#fff">so</font> <FONT>we</FONT>', "so we"),
        ("<lang en-GB>so</lang> <ruby>we<rt>us</rt></ruby>", "so we"),
        ("<c.yellow.bg_blue>so</c> <00:00:02.100>we", "so we"),
        (r"{\an8}so<br>we<br/>went", "so we went"),
        ("rock &amp; roll &lt;b&gt;", "rock & roll <b>"),
    ],
)
def test_only_tags_of_the_format_are_markup(tmp_path: Path, suffix: str, written: str, words: str) -> None:
    assert spoken(read(tmp_path, f"a{suffix}", captions(suffix, [written]))) == [("", words)]


DIALOGUE = [("NORA", "Who sold the boat?"), ("BEN", "We did."), ("NORA", "Why did you?"), ("BEN", "It sank.")]


@every_suffix
@pytest.mark.parametrize(
    "label",
    ["({})\n", "({}) ", "[{}]\n", "{}: ", "{}:\n", ">> {}: ", ">>{}: ", ">>> {}:\n", "- {}: ", "-{}: "],
)
def test_labels_of_speakers(tmp_path: Path, suffix: str, label: str) -> None:
    cues = [label.format(name) + words for name, words in DIALOGUE]
    assert spoken(read(tmp_path, f"a{suffix}", captions(suffix, cues))) == DIALOGUE


@every_suffix
@pytest.mark.parametrize("label", ["({})\n", "{}: ", "{}:\n", ">> {}: "])
def test_two_people_in_one_cue(tmp_path: Path, suffix: str, label: str) -> None:
    both = [
        "\n".join(label.format(name) + words for name, words in pair) for pair in (DIALOGUE[:2], DIALOGUE[2:])
    ]
    assert spoken(read(tmp_path, f"a{suffix}", captions(suffix, both))) == DIALOGUE


@every_suffix
@pytest.mark.parametrize("label", ["({})\n", "{}: ", ">> {}: "])
def test_a_label_holds_until_the_next(tmp_path: Path, suffix: str, label: str) -> None:
    cues = []
    for name, words in DIALOGUE:
        cues += [label.format(name) + words, f"And {name.lower()} went on,", "to the end."]
    turns = spoken(read(tmp_path, f"a{suffix}", captions(suffix, cues)))
    assert [(name, " ".join(words.split())) for name, words in turns] == [
        (name, f"{words} And {name.lower()} went on, to the end.") for name, words in DIALOGUE
    ]


@every_suffix
def test_a_label_may_be_a_cue_of_its_own(tmp_path: Path, suffix: str) -> None:
    cues = [cue for name, words in DIALOGUE * 2 for cue in (f"{name}:", words)]
    assert spoken(read(tmp_path, f"a{suffix}", captions(suffix, cues))) == DIALOGUE * 2


@every_suffix
@pytest.mark.parametrize("mark", [">> ", ">>", "- ", "-", "– "])  # noqa: RUF001 - a dash is meant
def test_marks_without_names_begin_turns(tmp_path: Path, suffix: str, mark: str) -> None:
    cues = [f"{mark}Who sold\n{mark}We did", f"{mark}Oh", "well"]
    assert [words for _, words in spoken(read(tmp_path, f"a{suffix}", captions(suffix, cues)))] == [
        "Who sold",
        "We did",
        "Oh well",
    ]


@every_suffix
def test_a_mark_without_a_name_is_not_the_speakers_before(tmp_path: Path, suffix: str) -> None:
    cues = [">> NORA: Who sold it?", ">> We did.", ">> NORA: Why?", ">> It sank. >> NORA: I see."]
    assert spoken(read(tmp_path, f"a{suffix}", captions(suffix, cues))) == [
        ("NORA", "Who sold it?"),
        ("", "We did."),
        ("NORA", "Why?"),
        ("", "It sank."),
        ("NORA", "I see."),
    ]


@every_suffix
def test_sounds_in_brackets_are_nobody(tmp_path: Path, suffix: str) -> None:
    cues = ["(Laughter)\nSo we left.", "[Music]\nThen it rained.", "(Laughter)\nAnd so on.", "[Music]\nEnd."]
    turns = spoken(read(tmp_path, f"a{suffix}", captions(suffix, cues)))
    assert {speaker for speaker, _ in turns} == {""}
    assert sum(words.count("(Laughter)") for _, words in turns) == 2


def test_comments_and_styles_are_named(tmp_path: Path) -> None:
    content = (
        "WEBVTT - a title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE checked by Ida\n\n"
        "00:01.000 --> 00:02.000\nYes.\n\nNOTE\nsecond note\n\n00:02.000 --> 00:03.000\nNo.\n"
    )
    transcript = read(tmp_path, "a.vtt", content)
    assert spoken(transcript) == [("", "Yes."), ("", "No.")]
    assert transcript.warnings == (
        (
            "Left out: notes (3): line 4: “STYLE ::cue { color: red }”; line 7: “NOTE checked by Ida”; "
            "line 12: “NOTE second note”."
        ),
    )


def test_a_note_is_only_one_in_webvtt(tmp_path: Path) -> None:
    content = captions(".srt", ["So\n\nNOTE that it rained.", "Yes."])
    assert spoken(read(tmp_path, "a.srt", content))[0] == ("", "So NOTE that it rained.")


def test_text_before_the_first_cue_is_named(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.srt", "A talk about boats\n\n" + captions(".srt", ["Yes."]))
    assert transcript.text == "Yes.\n"
    assert transcript.warnings == ("Left out: notes (1): line 1: “A talk about boats”.",)
