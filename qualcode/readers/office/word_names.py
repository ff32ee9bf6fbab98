"""Qualified names of elements in a Word document, and the text that is anywhere inside an element."""

from lxml import etree

from qualcode.documents.word_archive import MATH_NAMESPACE, WORD_NAMESPACE
from qualcode.model import LeftOutKind

W, MATH = f"{{{WORD_NAMESPACE}}}", f"{{{MATH_NAMESPACE}}}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VALUE = f"{W}val"
OFF = ("0", "false", "off")

PARAGRAPH_STYLE = f"{W}pPr/{W}pStyle"
TEXT, DELETED_TEXT, MATH_TEXT = f"{W}t", f"{W}delText", f"{MATH}t"
FIELD_CODES = {f"{W}instrText", f"{W}delInstrText"}
MARKS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
NOTE_MARKS = {
    f"{W}footnoteReference": LeftOutKind.FOOTNOTES,
    f"{W}endnoteReference": LeftOutKind.ENDNOTES,
}
NOTE_ID, OWN_MARK = f"{W}id", f"{W}customMarkFollows"
NoteKey = tuple[LeftOutKind, str]
"""A footnote or an endnote by its number in the file."""
_TEXTS = {TEXT, DELETED_TEXT, f"{DRAWING}t", *FIELD_CODES}
_ENDS = {f"{W}p", f"{DRAWING}p", f"{DRAWING}br", f"{W}tab", f"{W}ptab", f"{W}br", f"{W}cr"}


def is_on(mark: etree._Element | None) -> bool:
    """Whether a property that is on or off (bold, hidden …) is present and not switched off."""
    return mark is not None and mark.get(VALUE, "true") not in OFF


def text_of(element: etree._Element) -> str:
    """Return all text inside an element, deleted text and field codes too, a blank between its paragraphs."""
    strings: list[str] = []
    for node in element.iter():
        if node.tag in _TEXTS:
            strings.append(node.text or "")
        elif node.tag == MATH_TEXT:
            strings += (node.text or "", " ")
        elif node.tag in _ENDS:
            strings.append(" ")
    return "".join(strings)
