"""Qualified names in OpenDocument texts, and the text that is anywhere inside an element."""

import re
from collections.abc import Iterator

from lxml import etree

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
T, TABLE, OFFICE = f"{{{_OASIS}:text:1.0}}", f"{{{_OASIS}:table:1.0}}", f"{{{_OASIS}:office:1.0}}"
STYLE, FO, DRAW = (
    f"{{{_OASIS}:style:1.0}}",
    f"{{{_OASIS}:xsl-fo-compatible:1.0}}",
    f"{{{_OASIS}:drawing:1.0}}",
)
SVG, DC, META = (
    f"{{{_OASIS}:svg-compatible:1.0}}",
    "{http://purl.org/dc/elements/1.1/}",
    f"{{{_OASIS}:meta:1.0}}",
)
MATH, LINK = "{http://www.w3.org/1998/Math/MathML}", "{http://www.w3.org/1999/xlink}href"
_PARTED = {f"{T}p", f"{T}h", f"{T}tab", f"{T}s", f"{T}line-break", f"{T}note-citation"}
_BLANKS = re.compile(r"[ \t\r\n]+")


def collapsed(text: str | None) -> str:
    """Return the text with each run of white space as one blank, as in HTML."""
    return _BLANKS.sub(" ", text or "")


def text_of(element: etree._Element) -> str:
    """Return all text inside an element with a blank between paragraphs; not who wrote it and when."""
    return collapsed("".join(_strings(element)))


def equation_text(element: etree._Element) -> str:
    """Return the symbols of a MathML element in order, with blanks between; its source code is left out."""
    symbols = (
        (node.text or "").strip()
        for node in element.iter()
        if isinstance(node.tag, str) and not node.tag.endswith(("}annotation", "annotation-xml"))
    )
    return " ".join(filter(None, symbols))


def _strings(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not child.tag.startswith((DC, META)):
            yield from _strings(child)
            if child.tag in _PARTED:
                yield " "
        yield child.tail or ""
