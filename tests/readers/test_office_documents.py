# ruff: noqa: RUF001 - the letters that look like others are the ones meant
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers import ReadOptions
from tests.support.source_files import archive, odt, read, read_file


def bold(transcript: Transcript) -> list[str]:
    return [span.of(transcript.text) for span in transcript.bold]


def headings(transcript: Transcript) -> list[tuple[str, int]]:
    return [(span.of(transcript.text), level) for span, level in transcript.headings]


def test_word_paragraphs_tables_bold_names_and_headings(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Interview 3", 0)
    document.add_heading("Background", 2)
    paragraph = document.add_paragraph()
    paragraph.add_run("  ")
    paragraph.add_run("Int").bold = True
    paragraph.add_run("erviewer:").bold = True
    paragraph.add_run(" Hello.\tHow are you?\nWell?")
    document.add_paragraph("   ")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Int", "Hello\nyou"
    table.cell(1, 0).text, table.cell(1, 1).text = "Anna", "Yes"
    document.add_paragraph("After the table, é 😀")
    document.save(str(tmp_path / "a.docx"))

    transcript = read_file(tmp_path / "a.docx")
    assert transcript.text == (
        "Interview 3\n\nBackground\n\nInterviewer: Hello.\tHow are you?\nWell?\n\n"
        "Int\tHello\nyou\n\nAnna\tYes\n\nAfter the table, é 😀"
    )
    assert headings(transcript) == [("Interview 3", 1), ("Background", 2)]
    assert bold(transcript) == ["Interviewer:"]
    assert transcript.turns == ()


def test_word_changes_are_read_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Anna: ")
    for xml in (
        "<w:ins {}><w:r><w:t>new </w:t></w:r></w:ins>",
        "<w:del {}><w:r><w:delText>old </w:delText></w:r></w:del>",
        "<w:moveFrom {}><w:r><w:t>gone </w:t></w:r></w:moveFrom>",
        "<w:sdt {}><w:sdtPr/><w:sdtContent><w:r><w:t>controlled</w:t></w:r></w:sdtContent></w:sdt>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))  # noqa: SLF001 - the way to write what Word writes
    document.add_comment(paragraph.runs, text="A comment", author="B")
    document.save(str(tmp_path / "a.docx"))

    transcript = read_file(tmp_path / "a.docx")
    assert transcript.text == "Anna: new controlled"
    assert transcript.warnings == (
        "Left out: comments (1): “A comment”. To keep what they say, write it as memos: qualcode memo --help",
        "Left out: deleted text (2): “old”; “gone”.",
    )


def test_a_table_in_a_table_cell_is_read_in_document_order(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "outer"
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Anna", "yes"
    document.save(str(tmp_path / "a.docx"))
    assert read_file(tmp_path / "a.docx").text == "outer\nAnna\tyes"


def test_a_style_based_on_a_heading_is_a_heading(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("Our heading", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 3"]
    document.add_paragraph("Deep", style="Our heading")
    document.save(str(tmp_path / "a.docx"))
    assert headings(read_file(tmp_path / "a.docx")) == [("Deep", 3)]


def test_opendocument_paragraphs_lists_tables_and_headings(tmp_path: Path) -> None:
    path = odt(
        tmp_path / "a.odt",
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">Part</text:h>'
        '<text:p><text:span text:style-name="Strong">Int:</text:span> one\n   two<text:s text:c="3"/>x'
        "<text:tab/>y"
        "<text:line-break/>z<office:annotation><text:p>a comment</text:p></office:annotation> end</text:p>"
        "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Anna</text:p></table:table-cell><table:table-cell>"
        "<text:p>first</text:p><text:p>second</text:p></table:table-cell></table:table-row></table:table>",
    )
    transcript = read_file(path)
    assert transcript.text == "Part\n\nInt: one two   x\ty\nz end\n\nitem\n\nAnna\tfirst\nsecond"
    assert headings(transcript) == [("Part", 2)]
    assert bold(transcript) == ["Int:"]


def test_archives_without_an_opendocument_text_are_refused(tmp_path: Path) -> None:
    empty = archive(tmp_path / "a.odt", {"content.xml": "<x/>"})
    with pytest.raises(UnreadableSourceError, match="not an OpenDocument text"):
        read_file(empty)
    with pytest.raises(UnreadableSourceError, match=r"cannot be read as an OpenDocument text"):
        read_file(archive(tmp_path / "b.odt", {"other.xml": "<x/>"}))


def test_rich_text(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.rtf",
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl\f0 Arial;}{\b Int:} Caf\'e9 \'93x\'94 \u8217?s\par Anna: yes\par"
        rb"\trowd Int:\cell words\cell\row}",
    )
    assert transcript.text == "Int: Café “x” ’s\n\nAnna: yes\n\nInt:\twords"
    assert transcript.encoding == "cp1252"


def test_rich_text_distinguishes_paragraphs_and_line_breaks(tmp_path: Path) -> None:
    words = rb"Int: one\line two\par\par Anna: a\linex{} \\line b\par Int: three"
    transcript = read(tmp_path, "a.rtf", rb"{\rtf1\ansi " + words + b"}")
    assert transcript.text == "Int: one\ntwo\n\nAnna: a \\line b\n\nInt: three"


def test_an_emoji_in_rich_text_is_one_character(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.rtf", rb"{\rtf1\ansi Anna: yes \u-10179?\u-8704? or \u-10179? no}")
    assert transcript.text == "Anna: yes 😀 or \ufffd no"
    assert transcript.warnings == (
        "1 characters that cannot be stored (NUL or half a character) are shown as \ufffd.",
    )


def test_files_that_are_not_rich_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="not Rich Text"):
        read(tmp_path, "a.rtf", b"hello")


def test_a_web_page(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.html",
        '<?xml version="1.0" encoding="utf-8"?>'
        '<html><head><meta charset="utf-8"><title>t</title>'
        "<script>bad</script></head><body><h2>Part</h2>"
        "<p><b>Int:</b> hello\n  there<br>you</p><!-- no -->tail"
        "<style>no</style><ul><li>item</ul><table><tr><td>Anna<td><p>one</p>"
        "<p>two</p></tr></table>"
        '<img src="http://example.invalid/x.png">é 😀</body>',
    )
    assert transcript.text == "Part\n\nInt: hello there\nyou\n\ntail\n\nitem\n\nAnna\tone\ntwo\n\né 😀"
    assert headings(transcript) == [("Part", 2)]
    assert bold(transcript) == ["Int:"]


def test_a_web_page_with_entities_of_its_own_is_refused(tmp_path: Path) -> None:
    page = (
        '<?xml version="1.0"?>\n<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<p>Anna: &e;</p>'
    )
    with pytest.raises(UnreadableSourceError, match="declares entities of its own"):
        read(tmp_path, "a.html", page)
    doctype = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/TR/xhtml1.dtd"><p>[yes]</p>'
    )
    assert read(tmp_path, "b.html", doctype).text == "[yes]"


def test_a_web_page_may_state_its_encoding(tmp_path: Path) -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>café’s'
    transcript = read(tmp_path, "a.htm", page.encode("cp1252"))
    assert (transcript.text, transcript.encoding, transcript.warnings) == ("café’s", "windows-1252", ())
    named = read(tmp_path, "a.htm", page.encode("cp1252"), ReadOptions(encoding="mac_roman"))
    assert named.encoding == "mac_roman"
