"""What Word hides, anchors or wraps: kept, or named with its first words."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from qualcode.model import LeftOutKind, Transcript
from tests.support.source_files import archive, read_file

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def word(folder: Path, body: str, **parts: str) -> Transcript:
    """Write a Word document with the XML of its body and of other parts, and read it."""
    entries = {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"}
    for name, xml in parts.items():
        entries[f"word/{name}.xml"] = f"<w:{name} {NAMESPACES}>{xml}</w:{name}>"
    return read_file(archive(folder / "a.docx", entries))


def left_out(transcript: Transcript) -> list[tuple[LeftOutKind, str]]:
    """Return what was left out, after checking that every word of the file is accounted for."""
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0)
    assert account.in_file == account.kept + sum(words for _, _, words in account.left_out)
    return [(item.kind, item.text) for item in transcript.left_out]


CONTROL = "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (CONTROL.format(paragraph(run("Ann: In a control."))), "Ann: In a control."),
        (
            "<w:tbl>"
            + row(paragraph(run("Int")), paragraph(run("Well?")))
            + CONTROL.format(CONTROL.format(row(paragraph(run("Ann")), paragraph(run("Yes.")))))
            + "</w:tbl>",
            "Int\tWell?\n\nAnn\tYes.",
        ),
        (
            "<w:tbl><w:tr>"
            + CONTROL.format(f"<w:tc>{paragraph(run('Ann'))}</w:tc>")
            + f"<w:tc>{paragraph(run('One.'))}{paragraph(run('Two.'))}</w:tc></w:tr></w:tbl>",
            "Ann\tOne.\nTwo.",
        ),
        (
            paragraph(run("Ann: before "), BOX.format(paragraph(run("in the box"))), run("after"))
            + paragraph(run("Int: Well?")),
            "Ann: before after\n\nin the box\n\nInt: Well?",
        ),
        (
            paragraph(
                run("Ann:"),
                "<w:r><w:drawing><a:txBody><a:p><a:r><a:t>a shape</a:t></a:r></a:p></a:txBody>",
                "</w:drawing></w:r>",
            ),
            "Ann:\n\na shape",
        ),
        (
            paragraph(
                run("Ann: in "),
                "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>kyo</w:t></w:r></w:rt><w:rubyBase>",
                run("Kyoto"),
                "</w:rubyBase></w:ruby></w:r>",
            ),
            "Ann: in Kyoto",
        ),
        (
            paragraph(
                run("Ann: it is "),
                "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e>",
                "<m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
                run("then"),
            ),
            "Ann: it is x 2 then",
        ),
        (
            paragraph(
                "<w:r><w:t>Ann:</w:t><w:tab/><w:t>one</w:t><w:ptab/><w:t>two</w:t><w:cr/><w:t>three</w:t>",
                "<w:noBreakHyphen/><w:t>four</w:t></w:r>",
            ),
            "Ann:\tone\ttwo\nthree-four",
        ),
    ],
    ids=["control", "row-in-control", "cell-in-control", "box", "shape", "ruby", "equation", "tabs"],
)
def test_every_word_on_the_page_is_read(tmp_path: Path, body: str, text: str) -> None:
    transcript = word(tmp_path, body)
    assert transcript.text == text
    assert all(kind is LeftOutKind.RUBY for kind, _ in left_out(transcript))


def test_deletions_never_come_back(tmp_path: Path) -> None:
    transcript = word(
        tmp_path,
        paragraph(
            run("Ann: I "),
            "<w:del><w:r><w:delText>nev</w:delText></w:r><w:r><w:delText>er</w:delText></w:r></w:del>",
            "<w:ins>",
            run("always"),
            "</w:ins>",
            f"<w:moveFrom>{run(' there')}</w:moveFrom>",
            run(" went"),
            "<w:del><w:r><w:delText>ing</w:delText></w:r></w:del>",
            run("."),
        )
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        + f"<w:tc>{paragraph(run('gone'))}</w:tc></w:tr></w:tbl>",
    )
    assert transcript.text == "Ann: I always went."
    assert left_out(transcript) == [
        (LeftOutKind.DELETED, "never"),
        (LeftOutKind.DELETED, "there"),
        (LeftOutKind.DELETED, "ing"),
        (LeftOutKind.DELETED, "gone"),
    ]
    assert transcript.warnings == ("Left out: deleted text (4): “never”; “there”; “ing” ….",)


def test_a_paragraph_whose_end_was_deleted_continues(tmp_path: Path) -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = paragraph(mark, run("Ann: one ")) + paragraph(run("two")) + paragraph(run("Int: Well?"))
    assert word(tmp_path, body).text == "Ann: one two\n\nInt: Well?"


def test_hidden_text_and_field_codes_are_left_out(tmp_path: Path) -> None:
    transcript = word(
        tmp_path,
        paragraph(
            run("Ann: a "),
            run("sec", "<w:vanish/>"),
            run("ret ", "<w:vanish/>"),
            "<w:r><w:instrText> HYPERLINK ex</w:instrText></w:r><w:r><w:instrText>ample </w:instrText></w:r>",
            run("link "),
            run("shown", '<w:vanish w:val="0"/>'),
        ),
    )
    assert transcript.text == "Ann: a link shown"
    assert left_out(transcript) == [
        (LeftOutKind.HIDDEN, "secret"),
        (LeftOutKind.FIELD_CODES, "HYPERLINK example"),
    ]
    assert transcript.warnings == ("Left out: hidden text (1): “secret”.",)


def test_of_alternative_contents_the_first_is_read(tmp_path: Path) -> None:
    box = BOX.format(paragraph(run("boxed"))).removeprefix("<w:r>").removesuffix("</w:r>")
    choices = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    transcript = word(
        tmp_path,
        paragraph(run("Ann:"), f"<w:r><mc:AlternateContent>{choices}</mc:AlternateContent></w:r>"),
    )
    assert transcript.text == "Ann:\n\nboxed"
    assert left_out(transcript) == [(LeftOutKind.ALTERNATIVES, "boxed")]
    assert transcript.warnings == ()


def test_notes_comments_and_headers_are_said_with_their_number(tmp_path: Path) -> None:
    transcript = word(
        tmp_path,
        paragraph(run("Ann: yes")),
        footnotes="<w:footnote/>" + f"<w:footnote>{paragraph(run('See the map.'))}</w:footnote>",
        endnotes=f"<w:endnote>{paragraph(run('A source.'))}</w:endnote>",
        comments="".join(
            f"<w:comment>{paragraph(run(words))}</w:comment>" for words in ("Ask again", "Why?")
        ),
        header1=paragraph(run("Interview 7")),
    )
    assert transcript.text == "Ann: yes"
    assert len(left_out(transcript)) == 5
    assert transcript.warnings == (
        (
            "Left out: comments (2): “Ask again”; “Why?”. "
            "To keep what they say, write it as memos: qualcode memo --help"
        ),
        "Left out: endnotes (1): without a mark in the text: “A source.”.",
        "Left out: footnotes (1): without a mark in the text: “See the map.”.",
        "Left out: headers and footers (1): “Interview 7”.",
    )


def test_embedded_documents_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("Ann: yes")
    document.save(str(path))
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("word/embeddings/Budget.xlsx", b"x")
    assert read_file(path).warnings == ("Left out: embedded documents (1): Budget.xlsx.",)


def test_words_in_an_unknown_part_are_a_warning(tmp_path: Path) -> None:
    transcript = word(tmp_path, paragraph(run("Ann: yes")), novelty=paragraph(run("never seen before")))
    assert transcript.word_account is not None
    assert transcript.word_account.lost == 3
    assert "word/novelty.xml, paragraph 1: “never seen before”" in transcript.warnings[0]


@pytest.mark.parametrize("kind", [WD_STYLE_TYPE.CHARACTER, WD_STYLE_TYPE.PARAGRAPH])
def test_names_bold_by_a_style_are_bold(tmp_path: Path, kind: WD_STYLE_TYPE) -> None:
    document = docx.Document()
    strong = document.styles.add_style("Name", kind)
    strong.font.bold = True
    derived = document.styles.add_style("Speaker", kind)
    derived.base_style = strong
    if kind is WD_STYLE_TYPE.CHARACTER:
        line = document.add_paragraph()
        line.add_run("Ann Lee", style=derived)
        line.add_run(" It was fine.")
    else:
        line = document.add_paragraph(style=derived)
        line.add_run("Ann Lee")
        line.add_run(" It was fine.").bold = False
    document.save(str(tmp_path / "a.docx"))
    transcript = read_file(tmp_path / "a.docx")
    assert [span.of(transcript.text) for span in transcript.bold] == ["Ann Lee"]


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    body = f"<w:document {NAMESPACES}><w:body>{paragraph(run('Ann: yes'))}</w:body></w:document>"
    strict = body.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read_file(archive(tmp_path / "a.docx", {"word/document.xml": strict})).text == "Ann: yes"
