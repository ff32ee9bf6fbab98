# ruff: noqa: RUF001 - the letters that look like others are the ones meant
from pathlib import Path

import pytest

from qualcode.errors import UnreadableSourceError
from tests.support.source_files import Line, column, pdf, read, read_file


def test_printed_lines_are_joined_to_paragraphs_with_page_offsets(tmp_path: Path) -> None:
    first = column(
        "Int: What do you think of multi-",
        "agency work, honestly, and com-",
        "puters? “Yes” – (it’s) a test of the",
        "computers.",
        "",
        "Anna: I think so, and what I would say",
        "about it is",
    )
    path = pdf(tmp_path / "a.pdf", [first, [], column("that we tried.", "Int: Right."), column("The end.")])
    transcript = read_file(path)
    assert transcript.text == (
        "Int: What do you think of multi-agency work, honestly, and computers? “Yes” – (it’s) a test of the "
        "computers.\n\nAnna: I think so, and what I would say about it is\n\n"
        "that we tried.\n\nInt: Right.\n\nThe end."
    )
    starts = [transcript.text[start:][:4] for start in transcript.pages]
    assert starts == ["Int:", "that", "that", "The "]


@pytest.mark.parametrize(
    "label",
    [
        "Ben Lee:",
        "BEN:",
        "R2:",
        "[00:01:23] Speaker 2:",
        "Speaker 2 (00:01:23):",
        "Ben [1:23]:",
        "#Ben:",
        "**Ben:**",
        "**Ben**:",
        "<v Ben>",
        "<v.loud Ben>",
    ],
)
def test_a_speakers_label_begins_a_paragraph(tmp_path: Path, label: str) -> None:
    path = pdf(tmp_path / "a.pdf", [column("Anna: it was there and", f"{label} words that go on", "and on.")])
    assert read_file(path).text == f"Anna: it was there and\n\n{label} words that go on and on."


def test_names_in_brackets_begin_paragraphs_if_frequent(tmp_path: Path) -> None:
    lines = column(
        "[Anna] So it was there and", "[Ben] It was,", "and there.", "{Anna} was not.", "[Ben] No."
    )
    assert read_file(pdf(tmp_path / "a.pdf", [lines])).text == (
        "[Anna] So it was there and\n\n[Ben] It was, and there.\n\n{Anna} was not.\n\n[Ben] No."
    )
    noise = column("Anna: we went there and", "[Laughter] and", *["so on and on and"] * 20)
    assert "there and [Laughter] and" in read_file(pdf(tmp_path / "b.pdf", [noise])).text


def test_a_name_with_a_time_stays_on_its_own_line(tmp_path: Path) -> None:
    lines = column(
        "Anna Lee  00:13", "we left home at 17:30", "Ben  1:02:13", "and came", "Back 17:45 or so."
    )
    assert read_file(pdf(tmp_path / "a.pdf", [lines])).text == (
        "Anna Lee 00:13\nwe left home at 17:30\n\nBen 1:02:13\nand came Back 17:45 or so."
    )
    large: list[Line] = [(*line[:3], 14 if "  " in line[2] else 11) for line in lines]
    assert read_file(pdf(tmp_path / "b.pdf", [large])).headings == ()


def test_a_paragraph_may_continue_on_the_next_page(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [column("words that go on and on"), column("to the next page and stop.")])
    transcript = read_file(path)
    assert transcript.text == "words that go on and on to the next page and stop."
    assert transcript.pages == (0, 24)


def test_lines_in_larger_type_are_headings(tmp_path: Path) -> None:
    first: list[Line] = [
        (72, 780, "A strategy", 20),
        (72, 756, "for everyone", 20),
        (72, 730, "1 Aims", 14),
        (72, 714, "We aim to do what we"),
        (72, 700, "can. Here and there."),
        (72, 684, "1.1 Means", 12),
        (72, 670, "Few."),
        (72, 655, "Int: Large?", 14),
        (72, 640, "Anna: Yes, as ever."),
    ]
    transcript = read_file(
        pdf(tmp_path / "a.pdf", [first, [(72, 780, "2 Ends", 14), (72, 764, "Good ones.")]])
    )
    assert transcript.text == (
        "A strategy for everyone\n\n1 Aims\n\nWe aim to do what we can. Here and there.\n\n1.1 Means\n\n"
        "Few.\n\nInt: Large?\n\nAnna: Yes, as ever.\n\n2 Ends\n\nGood ones."
    )
    assert [(span.of(transcript.text), level) for span, level in transcript.headings] == [
        ("A strategy for everyone", 1),
        ("1 Aims", 2),
        ("1.1 Means", 3),
        ("2 Ends", 2),
    ]


def test_a_long_paragraph_in_larger_type_is_no_heading(tmp_path: Path) -> None:
    large: list[Line] = [
        (72, 780 - 20 * number, f"{number} many words said in large letters", 16) for number in range(9)
    ]
    small: list[Line] = [
        (72, 580 - 14 * number, f"{number} and as many in small ones, and more") for number in range(12)
    ]
    assert read_file(pdf(tmp_path / "a.pdf", [large + small])).headings == ()


def test_running_heads_and_page_numbers_are_left_out_and_counted(tmp_path: Path) -> None:
    pages = [
        [(72, 800, f"Study of {number} things"), (72, 700, words), (290, 30, f"Page {number} of 3")]
        for number, words in enumerate(("One.", "Two.", "2014"), start=1)
    ]
    transcript = read_file(pdf(tmp_path / "a.pdf", pages))
    assert transcript.text == "One.\n\nTwo.\n\n2014"
    assert transcript.warnings == (
        "Left out: page numbers (3): page 1: “Page 1 of 3”; page 2: “Page 2 of 3”; page 3: “Page 3 of 3”.",
        (
            "Left out: running heads (3): page 1: “Study of 1 things”; page 2: “Study of 2 things”; "
            "page 3: “Study of 3 things”."
        ),
    )


def test_an_emoji_is_one_character(tmp_path: Path) -> None:
    plain = pdf(tmp_path / "a.pdf", [column("Anna: ok # yes.", "Int: Right.")]).read_bytes()
    mapped = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <23> <D83DDE00> endbfchar"
    cmap = b"9 0 obj << /Length %d >>\nstream\n%b\nendstream endobj\nxref" % (len(mapped), mapped)
    font = plain.replace(b"/WinAnsiEncoding", b"/WinAnsiEncoding /ToUnicode 9 0 R").replace(b"xref", cmap, 1)
    transcript = read(tmp_path, "b.pdf", font)
    assert transcript.text == "Anna: ok 😀 yes.\n\nInt: Right."
    assert transcript.warnings == ()


def test_a_scan_without_a_text_layer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="no text layer"):
        read_file(pdf(tmp_path / "a.pdf", [[], []]))


def test_a_malformed_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="not a PDF that can be read"):
        read(tmp_path, "a.pdf", b"%PDF-1.4 broken")


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = pdf(tmp_path / "a.pdf", [column("secret")]).read_bytes()
    key = b"<" + b"ab" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O %b /U %b >> /ID [%b %b]" % (key, key, key, key)
    with pytest.raises(UnreadableSourceError, match="has a password"):
        read(tmp_path, "a.pdf", locked.replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock))
