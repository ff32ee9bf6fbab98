"""What OpenDocument texts hide, anchor or embed: kept, or named with its first words."""

import zipfile
from pathlib import Path

import pytest

from qualcode.model import LeftOutKind, Transcript
from tests.support.source_files import odt, read_file

DRAW = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
HREF = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href'
MATH = 'xmlns:math="http://www.w3.org/1998/Math/MathML"'


def opendocument(folder: Path, body: str, **parts: str) -> Transcript:
    """Write an OpenDocument text and other parts, and read it, checking that every word is accounted for."""
    path = odt(folder / "a.odt", body)
    with zipfile.ZipFile(path, "a") as archive:
        for name, xml in parts.items():
            archive.writestr(f"{name.replace('_', '/')}.xml", xml)
    transcript = read_file(path)
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0), transcript.warnings
    return transcript


def row(*cells: str) -> str:
    inner = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
    return f"<table:table><table:table-row>{inner}</table:table-row></table:table>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            (
                f"<text:p>Ann: a <draw:frame {DRAW}><draw:text-box><text:p>inside</text:p></draw:text-box>"
                "</draw:frame>after.</text:p><text:p>Int: Well?</text:p>"
            ),
            "Ann: a after.\n\ninside\n\nInt: Well?",
        ),
        (f"<text:p>Ann:<draw:rect {DRAW}><text:p>a shape</text:p></draw:rect></text:p>", "Ann:\n\na shape"),
        (
            row("<text:p>Ann</text:p>", "<text:p>One.</text:p><text:p>Two.</text:p>"),
            "Ann\tOne.\nTwo.",
        ),
        (
            row("<text:p>outer</text:p>" + row("<text:p>Ann</text:p>", "<text:p>yes</text:p>")),
            "outer\nAnn\tyes",
        ),
        (
            (
                "<text:p>Ann: in <text:ruby><text:ruby-base>Kyo</text:ruby-base>"
                "<text:ruby-text>k</text:ruby-text></text:ruby>to</text:p>"
            ),
            "Ann: in Kyoto",
        ),
        (
            (
                f"<text:p>Ann: <draw:frame {DRAW}><draw:object><math:math {MATH}><math:mi>x</math:mi>"
                "<math:mn>2</math:mn></math:math></draw:object></draw:frame>yes</text:p>"
            ),
            "Ann:  x 2 yes",
        ),
        ("<text:p>A<text:tab/>B<text:s/>C<text:line-break/>D</text:p>", "A\tB C\nD"),
    ],
    ids=["box", "shape", "cell", "nested", "ruby", "equation", "spaces"],
)
def test_every_word_on_the_page_is_read(tmp_path: Path, body: str, text: str) -> None:
    assert opendocument(tmp_path, body).text == text


def test_an_equation_in_a_part_of_its_own_is_read_and_a_sheet_is_said(tmp_path: Path) -> None:
    frame = f'<draw:frame {DRAW}><draw:object {HREF}="./{{}}"/></draw:frame>'
    transcript = opendocument(
        tmp_path,
        f"<text:p>Ann: {frame.format('Formula')} and {frame.format('Sheet')}</text:p>",
        Formula_content=f"<math:math {MATH}><math:mi>y</math:mi>"
        "<math:annotation>y size 12</math:annotation></math:math>",
        Sheet_content="<sheet><cell>Budget 12</cell></sheet>",
    )
    assert transcript.text.split() == ["Ann:", "y", "and"]
    assert [(item.kind, item.text) for item in transcript.left_out] == [(LeftOutKind.EMBEDDED, "Budget 12")]


def test_what_is_not_on_the_page_is_left_out_by_kind(tmp_path: Path) -> None:
    transcript = opendocument(
        tmp_path,
        '<text:section text:display="none"><text:p>a hidden section</text:p></text:section>'
        "<text:table-of-content><text:p>Contents 1</text:p></text:table-of-content>"
        '<text:p>Ann: yes<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation>'
        "<text:note-body><text:p>A source.</text:p></text:note-body></text:note></text:p>",
        styles='<s xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><style:header>Interview 7'
        "</style:header><style:footer-left>Draft</style:footer-left></s>",
    )
    assert transcript.text == "Ann: yes"
    assert [(item.kind, item.text) for item in transcript.left_out] == [
        (LeftOutKind.HIDDEN, "a hidden section"),
        (LeftOutKind.CONTENTS, "Contents 1"),
        (LeftOutKind.ENDNOTES, "i A source."),
        (LeftOutKind.HEADERS, "Interview 7"),
        (LeftOutKind.HEADERS, "Draft"),
    ]


def test_bold_and_hidden_styles_are_named_in_either_part(tmp_path: Path) -> None:
    styles = (
        '<s xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
        '<style:style style:name="Base"><style:text-properties fo:font-weight="700"/></style:style>'
        '<style:style style:name="Name" style:parent-style-name="Base"/>'
        '<style:style style:name="Secret"><style:text-properties text:display="none"/></style:style></s>'
    )
    transcript = opendocument(
        tmp_path,
        '<text:p><text:span text:style-name="Name">Ann Lee</text:span> yes '
        '<text:span text:style-name="Secret">hidden</text:span> no</text:p>',
        styles=styles,
    )
    assert transcript.text == "Ann Lee yes  no"
    assert [span.of(transcript.text) for span in transcript.bold] == ["Ann Lee"]
    assert [(item.kind, item.text) for item in transcript.left_out] == [(LeftOutKind.HIDDEN, "hidden")]


@pytest.mark.parametrize(
    ("aside", "text"),
    [
        ('<text:span text:style-name="Gone">secret</text:span>', "Ann: beans"),
        ('<text:span text:style-name="Gone">top secret note</text:span>', "Ann: beans"),
        ('<text:span text:style-name="Gone">top secret </text:span>', "Ann: beans"),
        (f"<draw:custom-shape {DRAW}><text:p>a shape</text:p></draw:custom-shape>", "Ann: beans\n\na shape"),
        (f"<draw:rect {DRAW}><text:p>a shape</text:p></draw:rect>", "Ann: beans\n\na shape"),
    ],
)
def test_what_is_in_the_middle_of_a_word_does_not_cut_it(tmp_path: Path, aside: str, text: str) -> None:
    style = (
        '<style:style style:name="Gone" style:family="text"><style:text-properties text:display="none"/>'
        "</style:style>"
    )
    body = f"<office:automatic-styles>{style}</office:automatic-styles><text:p>Ann: be{aside}ans</text:p>"
    assert opendocument(tmp_path, body).text == text
