"""What web pages hide or lay out: the visible words once, none glued together, the others named."""

from pathlib import Path

import pytest

from qualcode.model import LeftOutKind, Transcript
from tests.support.source_files import read


def web_page(folder: Path, body: str, style: str = "") -> Transcript:
    """Read a web page, after checking that every word of the file is accounted for."""
    page = f'<html><head><meta charset="utf-8"><style>{style}</style></head><body>{body}</body></html>'
    transcript = read(folder, "a.html", page)
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0), transcript.warnings
    return transcript


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<pre>Int: Well?\nAnn:\tYes.</pre>after", "Int: Well?\nAnn:\tYes.\n\nafter"),
        ('<div style="white-space: pre-wrap">Int: Well?\nAnn: Yes.</div>', "Int: Well?\nAnn: Yes."),
        ('<p class="lines">Int: Well?\nAnn: Yes.</p>', "Int: Well?\nAnn: Yes."),
        ("<p>Ann: It <del>never</del><ins>always</ins> went</p>", "Ann: It always went"),
        ("<p>Ann: go<del>ing</del>es well&shy;being<wbr>s</p>", "Ann: goes wellbeings"),
        ("<p>Ann: <ruby>Kyo<rp>(</rp><rt>k</rt><rp>)</rp>to</ruby></p>", "Ann: Kyoto"),
        ("<p>Ann: <math><mi>x</mi><mn>2</mn></math>yes</p>", "Ann: x 2 yes"),
        ("<p>one&emsp;two&nbsp;three&thinsp;four</p>", "one\u2003two\xa0three\u2009four"),
        ("<button>Yes</button><button>No</button><dl><dt>Ann<dd>yes</dl>", "Yes\n\nNo\n\nAnn\n\nyes"),
        ('<p>see <a href="http://example.invalid/">the page</a></p>', "see the page"),
        ("<table><tr><td><p>Ann</p></td><td><p>One.</p><p>Two.</p></td></tr></table>", "Ann\tOne.\nTwo."),
    ],
    ids=["pre", "pre-wrap", "class", "del", "in-word", "ruby", "math", "spaces", "blocks", "link", "cell"],
)
def test_every_visible_word_is_read(tmp_path: Path, body: str, text: str) -> None:
    assert web_page(tmp_path, body, ".x, p.lines { white-space: pre }").text == text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<span hidden>not shown</span>", LeftOutKind.HIDDEN),
        ('<div style="DISPLAY : none"><p>not shown</p></div>', LeftOutKind.HIDDEN),
        ('<span style="visibility:hidden">not shown</span>', LeftOutKind.HIDDEN),
        ('<span class="a off">not shown</span>', LeftOutKind.HIDDEN),
        ("<noscript>not shown</noscript>", LeftOutKind.HIDDEN),
        ("<textarea>not shown</textarea>", LeftOutKind.FORM_FIELDS),
        ("<select><option>not</option><option>shown</option></select>", LeftOutKind.FORM_FIELDS),
        ("<svg><text>not shown</text></svg>", LeftOutKind.DIAGRAMS),
        ("<del><b>not</b> shown</del>", LeftOutKind.DELETED),
    ],
)
def test_what_is_not_shown_is_named(tmp_path: Path, body: str, kind: LeftOutKind) -> None:
    transcript = web_page(tmp_path, f"<p>Ann: yes {body} and no</p>", ".off{display:none}")
    assert transcript.text.split() == ["Ann:", "yes", "and", "no"]
    assert [(item.kind, item.text) for item in transcript.left_out] == [(kind, "not shown")]
    assert transcript.warnings == (f"Left out: {kind} (1): “not shown”.",)


@pytest.mark.parametrize(
    "name", ['<span style="font-weight:600">{}</span>', '<span class="c1">{}</span>', "<strong>{}</strong>"]
)
def test_names_are_bold_by_element_style_or_class(tmp_path: Path, name: str) -> None:
    transcript = web_page(
        tmp_path,
        f"<p>{name.format('Ann Lee')} yes</p><p><b style='font-weight:normal'>No name</b> no</p>",
        ".c0{color:red}.c1{font-weight:700}",
    )
    assert [span.of(transcript.text) for span in transcript.bold] == ["Ann Lee"]


def test_a_comment_without_an_end_is_read_as_text(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.html",
        "<p>Nia: beans <!-- and peas</p>\n<p>Tom: <!-- no --> yes</p><!-- x <p>Nia: so</p>",
    )
    assert transcript.text == "Nia: beans yes\n\n<!-- x\n\nNia: so"
    [warning] = transcript.warnings
    assert "“x <p>Nia: so</p>”" in warning
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0)
