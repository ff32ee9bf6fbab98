# ruff: noqa: RUF001 - the letters that look like others are the ones meant
from pathlib import Path

import pytest

from qualcode import readers
from qualcode.errors import UnreadableSourceError
from tests.readers.made import column, pdf, read


def test_printed_lines_become_paragraphs_and_pages_are_known(tmp_path: Path) -> None:
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
    transcript = readers.read(path)
    assert transcript.text == (
        "Int: What do you think of multi-agency work, honestly, and computers? “Yes” – (it’s) a test of the "
        "computers.\n\nAnna: I think so, and what I would say about it is\n\n"
        "that we tried.\n\nInt: Right.\n\nThe end."
    )
    starts = [transcript.text[start:][:4] for start in transcript.pages]
    assert starts == ["Int:", "that", "that", "The "]


def test_a_paragraph_may_go_on_over_the_page(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [column("words that go on and on"), column("to the next page and stop.")])
    transcript = readers.read(path)
    assert transcript.text == "words that go on and on to the next page and stop."
    assert transcript.pages == (0, 24)


def test_running_heads_and_page_numbers_are_left_out_and_counted(tmp_path: Path) -> None:
    pages = [
        [(72, 800, f"Study of {number} things"), (72, 700, words), (290, 30, f"Page {number} of 3")]
        for number, words in enumerate(("One.", "Two.", "2014"), start=1)
    ]
    transcript = readers.read(pdf(tmp_path / "a.pdf", pages))
    assert transcript.text == "One.\n\nTwo.\n\n2014"
    assert transcript.warnings == ("Running heads and page numbers are left out (6 lines).",)


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
        readers.read(pdf(tmp_path / "a.pdf", [[], []]))


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="not a PDF that can be read"):
        read(tmp_path, "a.pdf", b"%PDF-1.4 broken")


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = pdf(tmp_path / "a.pdf", [column("secret")]).read_bytes()
    key = b"<" + b"ab" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O %b /U %b >> /ID [%b %b]" % (key, key, key, key)
    with pytest.raises(UnreadableSourceError, match="has a password"):
        read(tmp_path, "a.pdf", locked.replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock))
