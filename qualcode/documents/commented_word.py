"""A text as a Word document in which each comment is on exactly its words.

A line of the text is a paragraph. What is added to the text (title, times, a list at the end) has styles of
its own, by which it is known as no part of it when the document comes back.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor

from qualcode.documents.word import document_bytes, new_document
from qualcode.text.visible import one_line, printable

ADDED_RUN = "qualcode added"
ADDED_PARAGRAPH = "qualcode note"
"""Names of the styles of what is not the text."""
_GREY = RGBColor(0x59, 0x59, 0x59)
_TINT = 0.35
"""Share of a colour in the shade behind words; the rest is white, so that they stay readable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextComment:
    """A comment on the code points `[start, end)` of the text."""

    start: int
    end: int
    author: str
    made_at: str
    text: str
    color: str = ""
    """`#RRGGBB` to shade the words with; empty for none."""


def commented_document(
    title: str,
    text: str,
    comments: Sequence[TextComment],
    *,
    added: Mapping[int, str] | None = None,
    closing: Sequence[str] = (),
) -> bytes:
    """Return a .docx with the text and its comments.

    `added` are words to show at offsets that begin a line; `closing` are paragraphs after the text.
    """
    document = new_document("")
    _add_styles(document)
    _add_note(document, title)
    _store_comments(document, comments)
    section = document.element.body[-1]
    writer = _BodyWriter(text, comments)
    offset = 0
    for line in text.split("\n"):
        prefix = _added_run((added or {}).get(offset, ""))
        paragraph = writer.paragraph(offset, offset + len(line))
        section.addprevious(parse_xml(f"<w:p {nsdecls('w')}>{prefix}{paragraph}</w:p>"))
        offset += len(line) + 1
    for paragraph_text in closing:
        _add_note(document, paragraph_text)
    return document_bytes(document)


def _add_styles(document: WordDocument) -> None:
    run = document.styles.add_style(ADDED_RUN, WD_STYLE_TYPE.CHARACTER)
    run.font.color.rgb = _GREY
    paragraph = document.styles.add_style(ADDED_PARAGRAPH, WD_STYLE_TYPE.PARAGRAPH)
    paragraph.base_style = document.styles["Normal"]
    paragraph.font.color.rgb = _GREY


def _add_note(document: WordDocument, text: str) -> None:
    document.add_paragraph(style=ADDED_PARAGRAPH).add_run(one_line(text))


def _store_comments(document: WordDocument, comments: Sequence[TextComment]) -> None:
    """Add the comments' texts; the number of each is its position in the sequence."""
    for comment in comments:
        initials = "".join(word[0] for word in comment.author.split())[:3]
        stored = document.comments.add_comment(
            printable(comment.text), author=one_line(comment.author), initials=one_line(initials)
        )
        if comment.made_at:
            stored._comment_elm.set(qn("w:date"), comment.made_at[:19] + "Z")  # noqa: SLF001 - no other access


class _BodyWriter:
    """Writes paragraphs in order, with the markers of comments at the offsets where they begin and end."""

    def __init__(self, text: str, comments: Sequence[TextComment]) -> None:
        self._text = text
        self._colors = [comment.color for comment in comments]
        self._starts: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}
        for number, comment in enumerate(comments):
            self._starts.setdefault(comment.start, []).append(number)
            self._ends.setdefault(comment.end, []).append(number)
        self._offsets = sorted({*self._starts, *self._ends})
        self._open: dict[int, None] = {}
        """The numbers of the comments that have begun and not ended, in the order in which they began."""

    def paragraph(self, start: int, end: int) -> str:
        """Return the content of the paragraph of a line, as XML."""
        first, last = bisect_right(self._offsets, start), bisect_left(self._offsets, end)
        cuts = [start, *self._offsets[first:last], *([end] if end > start else [])]
        parts: list[str] = []
        for cut, next_cut in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
            parts.append(self._markers(cut))
            if next_cut > cut:
                parts.append(_run(self._text[cut:next_cut], self._shade()))
        return "".join(parts)

    def _markers(self, offset: int) -> str:
        ending, beginning = self._ends.get(offset, ()), self._starts.get(offset, ())
        for number in ending:
            self._open.pop(number, None)
        self._open.update(dict.fromkeys(beginning))
        closing = "".join(
            f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
            for number in ending
        )
        return closing + "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in beginning)

    def _shade(self) -> str:
        """Return the colour behind the words here: that of the open comment that began last."""
        colors = [self._colors[number] for number in self._open if self._colors[number]]
        return _tinted(colors[-1]) if colors else ""


def _tinted(color: str) -> str:
    parts = (int(color[index : index + 2], 16) for index in (1, 3, 5))
    return "".join(f"{round(255 - _TINT * (255 - part)):02X}" for part in parts)


def _run(words: str, shade: str) -> str:
    if not words:
        return ""
    properties = f'<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="{shade}"/></w:rPr>' if shade else ""
    content = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(printable(part))}</w:t>' if part else ""
        for part in words.split("\t")
    )
    return f"<w:r>{properties}{content}</w:r>"


def _added_run(words: str) -> str:
    if not words:
        return ""
    style = f'<w:rPr><w:rStyle w:val="{ADDED_RUN.replace(" ", "")}"/></w:rPr>'
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(printable(words))}</w:t></w:r>'
