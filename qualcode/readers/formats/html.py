"""Web pages: the visible words, one paragraph for each block element; no link is followed."""

import re

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import LeftOutKind, Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.markup.css_rules import CssRules, Declarations
from qualcode.readers.markup.linked_notes import LinkedNotes, note_kind
from qualcode.readers.markup.open_comment import find_open_comment, warn_of_open_comment
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.text_layout import WITHOUT_MARK, TextBuilder, leading_bold

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OWN_ENTITIES = re.compile(r"<!DOCTYPE[^<>\[]{0,500}\[", re.IGNORECASE)
_NO_WORDS = {"script", "style", "head", "template"}
_LEFT_OUT = {
    "del": LeftOutKind.DELETED,
    "noscript": LeftOutKind.HIDDEN,
    "iframe": LeftOutKind.EMBEDDED,
    "object": LeftOutKind.EMBEDDED,
    "svg": LeftOutKind.DIAGRAMS,
    "select": LeftOutKind.FORM_FIELDS,
    "datalist": LeftOutKind.FORM_FIELDS,
    "textarea": LeftOutKind.FORM_FIELDS,
    "rt": LeftOutKind.RUBY,
    "rp": LeftOutKind.ALTERNATIVES,
    "annotation": LeftOutKind.ALTERNATIVES,
    "annotation-xml": LeftOutKind.ALTERNATIVES,
}
# fmt: off
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "optgroup",
    "option", "p", "pre", "search", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
])
# fmt: on
_EQUATION_SYMBOLS = {"mi", "mn", "mo", "ms", "mtext"}
_HEADING = re.compile(r"h([1-6])")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINE_BREAKS = re.compile(r" *\n\s*")
_SOFT_HYPHEN = "\xad"


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return a web page's paragraphs, headings and table rows."""
    stated = _CHARSET.search(data[:4096])
    has_mark = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    encoding = options.encoding or (stated[1].decode("ascii") if stated and not has_mark else "")
    decoded = decode(data, encoding, language=options.language, keep_separators=True)
    if _OWN_ENTITIES.search(decoded.text[:4096]):
        raise UnreadableSourceError("The page declares entities of its own, which web pages never do.")
    with untrusted.refusing_malformed("a web page"):
        parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
        text, warnings = decoded.text, decoded.warnings
        if (offset := find_open_comment(text)) >= 0:
            warnings = (*warnings, warn_of_open_comment(text, offset))
            text = f"{text[:offset]}&lt;{text[offset + 1 :]}"
        page = document_fromstring(_DECLARATION.sub("", text), parser=parser)
        css = CssRules(sheet.text or "" for sheet in page.iter("style"))
        layout = TextBuilder(options.notes)
        for note in _PageWalk(page, css, LinkedNotes(page), layout).unread_notes:
            layout.leave_out(note_kind(note), " ".join(map(str, note.itertext())), WITHOUT_MARK)
    return layout.transcript(encoding=decoded.encoding, warnings=warnings)


class _PageWalk:
    """Builds the layout of a page, element by element; iterative, since a hostile page may nest deeply."""

    def __init__(self, root: etree._Element, css: CssRules, notes: LinkedNotes, layout: TextBuilder) -> None:
        self._root = root
        self._css = css
        self._notes = notes
        self._layout = layout
        self.unread_notes = list(notes.blocks)
        """Those of which no mark has been read."""
        self._runs: list[tuple[str, bool]] = []
        self._bold = [False]
        """For each open element, whether its characters are bold."""
        self._preformatted = [False]
        self._cells: list[int] = []
        """For each open table cell, the index of its first run."""
        skipped: etree._Element | None = None
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                if element is not skipped:
                    self._leave(element)
                if element is not root:
                    self._add_text(element.tail)
            elif self._leave_out(element):
                skipped = element
                walker.skip_subtree()
            else:
                self._enter(element)
        self._end_paragraph()

    def _leave_out(self, element: etree._Element) -> bool:
        """Leave out an element that is not on the page by its kind; whether it is such an element."""
        tag = element.tag
        if tag in _NO_WORDS or (element in self._notes.blocks and element is not self._root):
            return True
        if self._take_note(element):
            return True
        kind = _LEFT_OUT.get(str(tag))
        if kind is None and (element.get("hidden") is not None or self._declarations(element).is_hidden):
            kind = LeftOutKind.HIDDEN
        if kind is None:
            return False
        if tag in _BLOCKS:
            self._end_paragraph()
        has_blocks = next(element.iter("td", "th", "br", *_BLOCKS), None) is not None
        if (text := (" " if has_blocks else "").join(map(str, element.itertext()))).strip():
            self._layout.leave_out(kind, text)
        return True

    def _take_note(self, element: etree._Element) -> bool:
        """Take the note of a mark, or leave out a note's link back to it; whether it is one of these."""
        block = self._notes.of_mark(element)
        if block is None and not self._notes.is_back_link(element):
            return False
        self._layout.leave_out(LeftOutKind.NOTE_NUMBERS, "".join(map(str, element.itertext())))
        if block is not None and block in self.unread_notes:
            self.unread_notes.remove(block)
            inner = TextBuilder()
            _PageWalk(block, self._css, self._notes, inner)
            note = inner.transcript()
            for item in note.left_out:
                self._layout.leave_out(item.kind, item.text)
            self._runs.append((self._layout.note(note_kind(block), note.text), False))
        return True

    def _declarations(self, element: etree._Element) -> Declarations:
        return self._css.declarations(element.get("class", ""), element.get("style", ""))

    def _enter(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._end_paragraph()
        declarations = self._declarations(element)
        is_bold = declarations.is_bold
        self._bold.append((self._bold[-1] or tag in ("b", "strong")) if is_bold is None else is_bold)
        self._preformatted.append(
            self._preformatted[-1] or tag in ("pre", "listing", "xmp") or declarations.is_preformatted
        )
        if tag in ("td", "th"):
            self._cells.append(len(self._runs))
        if tag == "br":
            self._runs.append(("\n", self._bold[-1]))
        self._add_text(element.text)

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        self._bold.pop()
        self._preformatted.pop()
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in _EQUATION_SYMBOLS:
            self._runs.append((" ", False))
        elif tag in _BLOCKS:
            heading = _HEADING.fullmatch(str(tag))
            self._end_paragraph(level=int(heading[1]) if heading else None)

    def _end_cell(self) -> None:
        first = self._cells.pop()
        words = "".join(text for text, _ in self._runs[first:]).strip()
        bold = all(bold for text, bold in self._runs[first:] if text.strip())
        self._runs[first:] = [(_LINE_BREAKS.sub("\n", words), bold), ("\t", False)]

    def _add_text(self, text: str | None) -> None:
        if text:
            text = text.replace(_SOFT_HYPHEN, "")
            if not self._preformatted[-1]:
                text = _BLANKS.sub(" ", text)
            self._runs.append((text, self._bold[-1]))

    def _end_paragraph(self, level: int | None = None) -> None:
        """End a paragraph, or inside a table cell a line."""
        if self._cells:
            self._runs.append(("\n", False))
            return
        text = "".join(text for text, _ in self._runs)
        self._layout.add(text, level=level, bold=leading_bold(self._runs))
        self._runs.clear()
