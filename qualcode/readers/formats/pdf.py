"""PDF files: the text layer, its printed lines joined to paragraphs, and the offset of each page.

A PDF has positioned glyphs, not paragraphs. pypdfium2 gives the glyphs in reading order; `printed_lines`
joins lines to paragraphs. There is no text recognition: a scan without a text layer is refused.
"""

from ctypes import byref, c_double
from math import hypot

import pypdfium2
from pypdfium2 import raw

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.decode_bytes import join_surrogates
from qualcode.readers.printed_lines import PrintedLine, join_printed_lines
from qualcode.readers.read_options import ReadOptions

_MAX_PAGES = 5_000
_MAX_CHARACTERS = 20_000_000
_PASSWORD = "password"  # noqa: S105 - a word in the library's message
_BREAKS, _HYPHENS = (0x0A, 0x0D), (0x02, 0xFFFE)
"""Code points at the end of a line; PDFium gives one for a hyphen and the line break after it."""


def read(data: bytes, options: ReadOptions) -> Transcript:  # noqa: ARG001 - the signature of all readers
    """Return a PDF's text, its headings, and the offsets at which its pages begin."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = _PASSWORD in str(error).lower()
        raise UnreadableSourceError(
            "The PDF has a password." if locked else f"This is not a PDF that can be read ({error}).",
            "Save it without one." if locked else "Open it in the program that made it and save it again.",
        ) from error
    with untrusted.refusing_malformed("a PDF"):
        try:
            pages = _pages(document)
        finally:
            document.close()
    if not any(pages):
        raise UnreadableSourceError(
            "The PDF has no text layer: it is probably a scan.",
            "Run text recognition on it first, for instance: ocrmypdf IN.pdf OUT.pdf",
        )
    return join_printed_lines(pages)


def _pages(document: pypdfium2.PdfDocument) -> list[list[PrintedLine]]:
    if len(document) > _MAX_PAGES:
        raise UnreadableSourceError(f"The PDF has {len(document)} pages, more than {_MAX_PAGES}.")
    pages: list[list[PrintedLine]] = []
    remaining = _MAX_CHARACTERS
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        remaining -= textpage.count_chars()
        if remaining < 0:
            raise UnreadableSourceError(f"The PDF has more than {_MAX_CHARACTERS} characters.")
        pages.append(_lines(textpage, number))
        textpage.close()
        page.close()
    return pages


def _lines(textpage: pypdfium2.PdfTextPage, page: int) -> list[PrintedLine]:
    """Return the lines of a page in reading order, split at PDFium's line breaks."""
    lines: list[PrintedLine] = []
    characters: list[str] = []
    first = 0
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code not in _BREAKS:
            characters.append("-" if code in _HYPHENS else chr(code))
        if code in _BREAKS or code in _HYPHENS:
            lines += _line(textpage, "".join(characters), first, page)
            characters, first = [], index + 1
    return [*lines, *_line(textpage, "".join(characters), first, page)]


def _line(textpage: pypdfium2.PdfTextPage, text: str, first: int, page: int) -> list[PrintedLine]:
    """Return the line whose first character has index `first`; an empty list if it is blank."""
    words = text.strip()
    if not words:
        return []
    first += len(text) - len(text.lstrip())
    left, baseline = _origin(textpage, first)
    last = first + len(words) - 1
    right, _ = _origin(textpage, last)
    size = min(_size(textpage, first), _size(textpage, last))
    return [
        PrintedLine(
            text=join_surrogates(words), page=page, left=left, right=right, baseline=baseline, size=size
        )
    ]


def _origin(textpage: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, byref(x), byref(y))
    return x.value, y.value


def _size(textpage: pypdfium2.PdfTextPage, index: int) -> float:
    """Return a character's size in points, with the page's scale and rotation applied."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, byref(matrix))
    return float(raw.FPDFText_GetFontSize(textpage, index)) * hypot(matrix.c, matrix.d)
