"""What Markdown holds beside words: comments, deletions, notes and addresses are no words of anybody."""

from pathlib import Path

import pytest

from qualcode.model import LeftOutKind, Transcript
from tests.support.source_files import read


def markdown(folder: Path, text: str) -> Transcript:
    """Read a Markdown file, checking that every word of the file is accounted for."""
    transcript = read(folder, "a.md", text)
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0), transcript.warnings
    return transcript


@pytest.mark.parametrize(
    ("marked", "text", "kinds"),
    [
        ("Nia: by <!-- ask\nagain --> the wall", "Nia: by  the wall", [LeftOutKind.COMMENTS]),
        ("Nia: by ~~never~~ the wall", "Nia: by  the wall", [LeftOutKind.DELETED]),
        ("Nia: be~~never said~~ans", "Nia: beans", [LeftOutKind.DELETED]),
        ("Nia: be<!--x-->ans", "Nia: beans", [LeftOutKind.COMMENTS]),
        ("Nia: by <del>never</del> the wall", "Nia: by  the wall", [LeftOutKind.DELETED]),
        ("Nia: by <s>never</s> the wall", "Nia: by  the wall", [LeftOutKind.DELETED]),
        (
            'Nia: see [the plan](https://example.org/a_(b)?c=d "the title").',
            "Nia: see the plan.",
            [LeftOutKind.MARKUP],
        ),
        ("Nia: see [the plan](plans/garden.pdf).", "Nia: see the plan.", [LeftOutKind.MARKUP]),
        ("[Nia](mailto:nia@example.org): here", "Nia: here", [LeftOutKind.MARKUP]),
        ("Nia: here ![a wall](wall.png) it is", "Nia: here  it is", [LeftOutKind.NOTES]),
        (
            "Nia: beans[^1], peas\n\n[^1]: A note\n    of two lines.\n",
            "Nia: beans, peas\n\n",
            [LeftOutKind.NOTE_NUMBERS, LeftOutKind.NOTE_NUMBERS, LeftOutKind.FOOTNOTES],
        ),
        ("<b>Nia:</b> be<i>an</i>s", "Nia: beans", [LeftOutKind.MARKUP] * 2),
    ],
)  # fmt: skip
def test_what_nobody_says_is_left_out_of_markdown(
    tmp_path: Path, marked: str, text: str, kinds: list[LeftOutKind]
) -> None:
    transcript = markdown(tmp_path, marked)
    assert transcript.text == text
    assert [item.kind for item in transcript.left_out] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Nia: [laughs](quietly) yes",
        "[Nia](00:12) yes",
        r"Nia: \[00:12\] yes ~ no ~~ no",
        "<v Nia>yes",
        "<Nia> yes",
        "Nia: 3 < 4 and 5 > 4",
        "[Nia]: yes\n[1]: no",
        "## Nia\n\n**yes** and *no* & __maybe__",
    ],
)
def test_what_people_may_say_stays_in_markdown(tmp_path: Path, text: str) -> None:
    assert markdown(tmp_path, text).text == text


def test_what_was_left_out_of_markdown_is_said(tmp_path: Path) -> None:
    transcript = markdown(tmp_path, "# Garden\n\nNia: ~~never~~ [plan](https://example.org)\n")
    assert transcript.warnings == ("Left out: deleted text (1): “~~never~~”.",)
    assert [span.of(transcript.text) for span, _ in transcript.headings] == ["# Garden"]


def test_a_comment_without_an_end_is_read_as_words(tmp_path: Path) -> None:
    transcript = markdown(tmp_path, "Nia: beans <!-- and peas\n\nTom: no\n")
    assert transcript.text == "Nia: beans <!-- and peas\n\nTom: no\n"
    [warning] = transcript.warnings
    assert warning.startswith("A comment begins in line 1 of the file (<!--) and has no end (-->)")
    assert "“and peas Tom: no”" in warning
