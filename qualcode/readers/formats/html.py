"""Web pages: the visible words, one paragraph for each block element; no link is followed."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.text_layout import TextBuilder, leading_bold

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OWN_ENTITIES = re.compile(r"<!DOCTYPE[^<>\[]{0,500}\[", re.IGNORECASE)
_HIDDEN = {
    "script",
    "style",
    "head",
    "template",
    "noscript",
    "svg",
    "math",
    "iframe",
    "object",
    "select",
    "textarea",
}
# fmt: off
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot",
    "thead", "tr", "ul",
])
# fmt: on
_HEADING = re.compile(r"h([1-6])")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINE_BREAKS = re.compile(r" *\n\s*")


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return a web page's paragraphs, headings and table rows."""
    stated = _CHARSET.search(data[:4096])
    has_mark = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    encoding = options.encoding or (stated[1].decode("ascii") if stated and not has_mark else "")
    decoded = decode(data, encoding)
    if _OWN_ENTITIES.search(decoded.text[:4096]):
        raise UnreadableSourceError("The page declares entities of its own, which web pages never do.")
    with untrusted.refusing_malformed("a web page"):
        parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
        page = document_fromstring(_DECLARATION.sub("", decoded.text), parser=parser)
        layout = _PageWalk(page).layout
    return layout.transcript(encoding=decoded.encoding, warnings=decoded.warnings)


class _PageWalk:
    """Builds the layout of a page, element by element; iterative, since a hostile page may nest deeply."""

    def __init__(self, root: HtmlElement) -> None:
        self.layout = TextBuilder()
        self._runs: list[tuple[str, bool]] = []
        self._bold = 0
        self._cells: list[int] = []
        """For each open table cell, the index of its first run."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
            elif element.tag in _HIDDEN:
                walker.skip_subtree()
            else:
                self._enter(element)

    def _enter(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._end_paragraph()
        self._bold += tag in ("b", "strong")
        if tag in ("td", "th"):
            self._cells.append(len(self._runs))
        if tag == "br":
            self._runs.append(("\n", bool(self._bold)))
        self._add_text(element.text)

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        if tag not in _HIDDEN:
            self._bold -= tag in ("b", "strong")
            if tag in ("td", "th"):
                self._end_cell()
            elif tag in _BLOCKS:
                heading = _HEADING.fullmatch(str(tag))
                self._end_paragraph(level=int(heading[1]) if heading else None)
        self._add_text(element.tail)

    def _end_cell(self) -> None:
        first = self._cells.pop()
        words = "".join(text for text, _ in self._runs[first:]).strip()
        bold = all(bold for text, bold in self._runs[first:] if text.strip())
        self._runs[first:] = [(_LINE_BREAKS.sub("\n", words), bold), ("\t", False)]

    def _add_text(self, text: str | None) -> None:
        if text:
            self._runs.append((_BLANKS.sub(" ", text), bool(self._bold)))

    def _end_paragraph(self, level: int | None = None) -> None:
        """End a paragraph, or inside a table cell a line."""
        if self._cells:
            self._runs.append(("\n", False))
            return
        text = "".join(text for text, _ in self._runs)
        self.layout.add(text, level=level, bold=leading_bold(self._runs))
        self._runs.clear()
