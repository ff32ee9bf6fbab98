"""What Rich Text hides, anchors or encodes in its own way: kept, or named with its first words."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import UnreadableSourceError
from qualcode.model import LeftOutKind, Transcript
from tests.support.source_files import read

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rich_text(folder: Path, body: str) -> Transcript:
    """Read Rich Text, after checking that every word of the file is accounted for."""
    transcript = read(folder, "a.rtf", rf"{{\rtf1\ansi\ansicpg1252 {body}}}".encode("latin-1"))
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0), transcript.warnings
    return transcript


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\trowd\intbl Ann\cell One.\par Two.\cell\row", "Ann\tOne.\nTwo."),
        (
            r"\trowd\intbl Ann\cell A {B\nestcell C\nestcell{\*\nesttableprops\trowd\nestrow}}D\cell\row",
            "Ann\tA B\tC\tD",
        ),
        (r"\trowd\intbl Int\cell Well?\cell\row\pard After.\par", "Int\tWell?\n\nAfter."),
        (
            (
                r"Ann: before {\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt \pard boxed\par again\par}}"
                r"{\shprslt{\*\do\dptxbx{\dptxbxtext \pard boxed\par again\par}}}}after\par Int: Well?\par"
            ),
            "Ann: before after\n\nboxed\n\nagain\n\nInt: Well?",
        ),
        (r'{\field{\*\fldinst{HYPERLINK "x"}}{\fldrslt a link}} here', "a link here"),
        (r"{\moMath{\mr x}{\*\mmathPr hidden}{\msup{\mr  2}}} yes", "x 2 yes"),
        (r"A\tab B\emspace C\~D\_E\line F\- G", "A\tB\u2003C\xa0D\u2011E\nF G"),
        (r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 caf\'e9 \f1\'c4\'e0", "café Да"),
        (r"\uc2 \u8217\'92xs \uc0\u233 t\'e9", "’s été"),  # noqa: RUF001 - the apostrophe is meant
        (r"{\pict\bin4 }{}\ }Ann: yes", "Ann: yes"),
        (r"{\object{\*\objdata 00}{\result Ann: yes}}", "Ann: yes"),
        (r"{\upr{ascii}{\*\ud{unicode}}}", "unicode"),
    ],
    ids=[
        "cell",
        "nested",
        "after",
        "shape",
        "link",
        "equation",
        "spaces",
        "fonts",
        "unicode",
        "bin",
        "object",
        "upr",
    ],
)
def test_every_word_on_the_page_is_read(tmp_path: Path, body: str, text: str) -> None:
    assert rich_text(tmp_path, body).text == text


def test_deleted_parts_of_words_never_come_back(tmp_path: Path) -> None:
    transcript = rich_text(tmp_path, r"Ann: I go{\deleted ing}es {\deleted\par}home.\par Int: Well?\par")
    assert transcript.text == "Ann: I goes home.\n\nInt: Well?"
    assert [(item.kind, item.text) for item in transcript.left_out] == [(LeftOutKind.DELETED, "ing")]


def test_notes_comments_headers_and_numbers_are_left_out_by_kind(tmp_path: Path) -> None:
    transcript = rich_text(
        tmp_path,
        r"{\header\pard Interview 7\par}{\footerf\pard Draft\par}{\listtext 1.\tab}Ann: yes"
        r"{\footnote\pard See the map.\par}{\footnote\ftnalt\pard A source.\par}"
        r"{\*\atnid B}{\*\annotation\pard Ask {\b again}\par}\par",
    )
    assert transcript.text == "Ann: yes"
    assert [(item.kind, item.text) for item in transcript.left_out] == [
        (LeftOutKind.HEADERS, "Interview 7"),
        (LeftOutKind.HEADERS, "Draft"),
        (LeftOutKind.LIST_NUMBERS, "1."),
        (LeftOutKind.FOOTNOTES, "See the map."),
        (LeftOutKind.ENDNOTES, "A source."),
        (LeftOutKind.COMMENTS, "Ask again"),
    ]
    assert not any("1." in warning for warning in transcript.warnings)


def test_bold_names_and_outline_levels_are_read(tmp_path: Path) -> None:
    transcript = rich_text(tmp_path, r"\outlinelevel1 Part\par\pard{\b Ann Lee} yes\par\plain\b0 No\par")
    assert [span.of(transcript.text) for span in transcript.bold] == ["Ann Lee"]
    assert [(span.of(transcript.text), level) for span, level in transcript.headings] == [("Part", 2)]


CONTROLS = (
    r"\par \cell \row \intbl \b \deleted \v \footnote \shptxt \u-1? \'e9 \* \fonttbl \plain \bin3 \line"
)
TOKENS = ["{", "{", "}", "}", "word ", *(f"{control} " for control in CONTROLS.split())]


@FEW
@given(st.lists(st.sampled_from(TOKENS), max_size=30))
def test_any_sequence_of_groups_is_read_or_refused(tmp_path: Path, tokens: list[str]) -> None:
    try:
        transcript = read(tmp_path, "a.rtf", ("{\\rtf1 start " + "".join(tokens)).encode("latin-1"))
    except UnreadableSourceError as error:
        assert "no words" in error.message  # noqa: PT017 - all of it was left out
        return
    left_out = sum(item.text.count("word") for item in transcript.left_out)
    assert transcript.text.count("word") + left_out <= "".join(tokens).count("word")


@pytest.mark.parametrize(
    ("aside", "text"),
    [
        (r"{\v secret}", "Ann: beans"),
        (r"{\v top secret note}", "Ann: beans"),
        (r"{\footnote \pard a note\par}", "Ann: beans"),
        (r"{\*\annotation \pard a remark\par}", "Ann: beans"),
        (r"{\shp{\*\shpinst{\shptxt \pard boxed\par}}}", "Ann: beans\n\nboxed"),
        (r"{\deleted never}", "Ann: beans"),
    ],
)
def test_what_is_in_the_middle_of_a_word_does_not_cut_it(tmp_path: Path, aside: str, text: str) -> None:
    assert rich_text(tmp_path, rf"Ann: be{aside}ans\par").text == text
