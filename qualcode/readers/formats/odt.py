"""OpenDocument texts: the paragraphs of `content.xml`, without comments, notes and deleted text."""

import re
from collections.abc import Iterator

from lxml import etree

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.text_layout import TextBuilder, leading_bold

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_T, _TABLE, _OFFICE = f"{{{_OASIS}:text:1.0}}", f"{{{_OASIS}:table:1.0}}", f"{{{_OASIS}:office:1.0}}"
_STYLE, _FO = f"{{{_OASIS}:style:1.0}}", f"{{{_OASIS}:xsl-fo-compatible:1.0}}"
_HIDDEN = {
    f"{_T}tracked-changes",
    f"{_T}table-of-content",
    f"{_T}note",
    f"{_T}sequence-decls",
    f"{_OFFICE}annotation",
    f"{_OFFICE}annotation-end",
    f"{_OFFICE}forms",
    f"{{{_OASIS}:drawing:1.0}}frame",
}
_BLANKS = re.compile(r"[ \t\r\n]+")
_MAX_BLANKS = 1_000


def read(data: bytes, options: ReadOptions) -> Transcript:  # noqa: ARG001 - the signature of all readers
    """Return an OpenDocument text's paragraphs, and its tables' rows with tabs between the cells."""
    with (
        untrusted.check_archive(data, ".odt") as archive,
        untrusted.refusing_malformed("an OpenDocument text"),
    ):
        root = etree.fromstring(archive.read("content.xml"), untrusted.xml_parser())
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableSourceError("This is not an OpenDocument text.")
    bold_styles = _bold_styles(root)
    layout = TextBuilder()
    for block in _blocks(body):
        if block.tag == f"{_TABLE}table-row":
            layout.add("\t".join(_cell_text(cell) for cell in block if cell.tag == f"{_TABLE}table-cell"))
        else:
            runs = list(_runs(block, bold_styles))
            layout.add("".join(text for text, _ in runs), level=_level(block), bold=leading_bold(runs))
    has_notes = body.find(f".//{_T}note") is not None
    return layout.transcript(warnings=("Notes are left out.",) if has_notes else ())


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs, headings and table rows in document order, also inside lists and sections."""
    for child in parent:
        if child.tag in (f"{_T}p", f"{_T}h", f"{_TABLE}table-row"):
            yield child
        elif child.tag not in _HIDDEN:
            yield from _blocks(child)


def _cell_text(cell: etree._Element) -> str:
    lines = ("".join(text for text, _ in _runs(block, set())) for block in _blocks(cell))
    return "\n".join(lines).strip()


def _runs(parent: etree._Element, bold_styles: set[str], *, bold: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield each run's text and whether it is bold; white space collapses as in HTML."""
    yield _BLANKS.sub(" ", parent.text or ""), bold
    for child in parent:
        if child.tag == f"{_T}s":
            yield " " * _blank_count(child), bold
        elif child.tag == f"{_T}tab":
            yield "\t", bold
        elif child.tag == f"{_T}line-break":
            yield "\n", bold
        elif isinstance(child.tag, str) and child.tag not in _HIDDEN:
            yield from _runs(child, bold_styles, bold=bold or child.get(f"{_T}style-name") in bold_styles)
        yield _BLANKS.sub(" ", child.tail or ""), bold


def _blank_count(element: etree._Element) -> int:
    count = element.get(f"{_T}c", "1")
    return min(int(count), _MAX_BLANKS) if count.isdecimal() and len(count) < len(str(_MAX_BLANKS)) + 1 else 1


def _level(paragraph: etree._Element) -> int | None:
    if paragraph.tag != f"{_T}h":
        return None
    level = paragraph.get(f"{_T}outline-level", "1")
    return int(level) if re.fullmatch(r"[1-9]\d?", level) else 1


def _bold_styles(root: etree._Element) -> set[str]:
    names = set()
    for properties in root.iter(f"{_STYLE}text-properties"):
        style = properties.getparent()
        if properties.get(f"{_FO}font-weight") == "bold" and style is not None:
            names.add(style.get(f"{_STYLE}name", ""))
    return names
