"""PDF files: the text layer, its printed lines joined to paragraphs, and the offset of each page.

A PDF has positioned glyphs, not paragraphs. pypdfium2 gives the glyphs in reading order; `printed_lines`
joins lines to paragraphs. There is no text recognition: a scan without a text layer is refused.
"""

import re
from collections.abc import Iterator
from ctypes import byref, c_double, c_ushort
from dataclasses import replace
from itertools import islice
from math import hypot, inf

import pypdfium2
from pypdfium2 import raw

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import LeftOutKind, Transcript
from qualcode.readers.decode_bytes import join_surrogates
from qualcode.readers.pages.join_lines import join_printed_lines, left_out_lines
from qualcode.readers.pages.margin_numbers import LEADING_NUMBER, TRAILING_NUMBER
from qualcode.readers.pages.printed_line import PrintedLine
from qualcode.readers.read_options import ReadOptions

_MAX_PAGES = 5_000
_MAX_CHARACTERS = 20_000_000
_PASSWORD = "password"  # noqa: S105 - a word in the library's message
_NUMBERS = re.compile(r"\d[\d\s]*")
_WORD = re.compile(r"\S+")
_BLANKS = re.compile(r"(?<=\S)[ \u00a0]+(?=\S)")
_MAX_LABEL_LENGTH = 60
_MAX_LABEL_BLANKS = 5
_TAB_WIDTH = 1.0
"""The width from which a blank is taken for a tab, as a multiple of the type size."""
_SAME_LINE = 1.5
"""Points by which the baselines of one line's digits may differ."""
_LINE = re.compile("[^\n\r\x02\ufffe]*[\x02\ufffe]|[^\n\r\x02\ufffe]+")
"""A line up to its break; PDFium gives U+0002 or U+FFFE for a hyphen and the line break after it."""


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
    if not any(page.lines for page in pages):
        raise UnreadableSourceError(
            "The PDF has no text layer: it is probably a scan.",
            "Run text recognition on it first, for instance: ocrmypdf IN.pdf OUT.pdf",
        )
    transcript = join_printed_lines([page.lines for page in pages])
    outside = left_out_lines(LeftOutKind.OUTSIDE_PAGE, [line for page in pages for line in page.outside])
    return replace(transcript, left_out=(*transcript.left_out, *outside))


def _pages(document: pypdfium2.PdfDocument) -> list["_PageLines"]:
    if len(document) > _MAX_PAGES:
        raise UnreadableSourceError(f"The PDF has {len(document)} pages, more than {_MAX_PAGES}.")
    pages: list[_PageLines] = []
    remaining = _MAX_CHARACTERS
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        remaining -= textpage.count_chars()
        if remaining < 0:
            raise UnreadableSourceError(f"The PDF has more than {_MAX_CHARACTERS} characters.")
        pages.append(_PageLines(textpage, number, page.get_cropbox()))
        textpage.close()
        page.close()
    return pages


class _PageLines:
    """The lines of a page in reading order, split at PDFium's line breaks, and those outside the page."""

    def __init__(
        self, textpage: pypdfium2.PdfTextPage, number: int, box: tuple[float, float, float, float]
    ) -> None:
        self.lines: list[PrintedLine] = []
        self.outside: list[PrintedLine] = []
        self._textpage = textpage
        self._number = number
        self._box = box
        for match in _LINE.finditer(_characters(textpage)):
            self._add(match[0].replace("\x02", "-").replace("\ufffe", "-"), match.start())

    def _add(self, text: str, first: int) -> None:
        """Add the line whose first character has index `first`, unless it is blank."""
        words = text.strip()
        if not words:
            return
        first += len(text) - len(text.lstrip())
        if len(words) > 1 and _NUMBERS.fullmatch(words):
            self._add_numbers(words, first)
            return
        line = self._line(words, first)
        if self._is_inside(line.left, line) and self._is_inside(line.right, line):
            self.lines.append(line)
        else:
            self._add_partly_outside(words, first, line)

    def _line(self, words: str, first: int) -> PrintedLine:
        last = first + len(words) - 1
        left, baseline = _origin(self._textpage, first)
        right, _ = _origin(self._textpage, last)
        size = min(_size(self._textpage, first), _size(self._textpage, last))
        leading = LEADING_NUMBER.match(words) if words[0].isdecimal() else None
        trailing = TRAILING_NUMBER.search(words) if words[-1].isdecimal() else None
        return PrintedLine(
            text=join_surrogates(words),
            page=self._number,
            left=left,
            right=right,
            baseline=baseline,
            size=size,
            tabs=tuple(self._tabs(words, first, size)),
            text_left=_origin(self._textpage, first + leading.end())[0] if leading else None,
            text_right=_origin(self._textpage, first + trailing.start() - 1)[0] if trailing else None,
        )

    def _tabs(self, words: str, first: int, size: float) -> Iterator[int]:
        """Yield the offsets of the first blanks of a line that are as wide as a tab."""
        for blanks in islice(_BLANKS.finditer(words, 0, _MAX_LABEL_LENGTH), _MAX_LABEL_BLANKS):
            start, end = blanks.span()
            width = _origin(self._textpage, first + end)[0] - _origin(self._textpage, first + start)[0]
            if width > _TAB_WIDTH * size:
                yield start

    def _add_numbers(self, words: str, first: int) -> None:
        """Add a line of digits and blanks, or several: numbers in a margin are one below the other."""
        baselines = [_origin(self._textpage, first + index)[1] for index in range(len(words))]
        start = 0
        for index, baseline in enumerate([*baselines[1:], inf], start=1):
            is_last = index == len(words)
            if is_last or (words[index].isdecimal() and abs(baseline - baselines[start]) > _SAME_LINE):
                line = self._line(words[start:index].rstrip(), first + start)
                line = replace(line, is_glued=start > 0 and words[start - 1].isdecimal())
                (self.lines if self._is_inside(line.left, line) else self.outside).append(line)
                start = index

    def _add_partly_outside(self, words: str, first: int, line: PrintedLine) -> None:
        """Add the words that begin inside the page as lines, and those outside of it."""
        is_run_inside, run_start = True, 0
        for match in _WORD.finditer(words):
            is_inside = self._is_inside(_origin(self._textpage, first + match.start())[0], line)
            if is_inside is not is_run_inside:
                self._add_run(words[run_start : match.start()], first + run_start, inside=is_run_inside)
                is_run_inside, run_start = is_inside, match.start()
        self._add_run(words[run_start:], first + run_start, inside=is_run_inside)

    def _add_run(self, words: str, first: int, *, inside: bool) -> None:
        if words.strip():
            (self.lines if inside else self.outside).append(self._line(words.rstrip(), first))

    def _is_inside(self, left: float, line: PrintedLine) -> bool:
        """Whether a character with this left edge is, at least in part, inside the page."""
        box_left, bottom, box_right, top = self._box
        return box_left - line.size / 2 < left < box_right and bottom - line.size / 2 < line.baseline < top


def _characters(textpage: pypdfium2.PdfTextPage) -> str:
    """Return the characters of a page, one for each of PDFium's indexes: surrogate pairs are not joined."""
    count = textpage.count_chars()
    units = (c_ushort * (count + 1))()
    if raw.FPDFText_GetText(textpage, 0, count, units) == count + 1:
        return "".join(map(chr, units[:count]))
    return "".join(chr(raw.FPDFText_GetUnicode(textpage, index)) for index in range(count))


def _origin(textpage: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, byref(x), byref(y))
    return x.value, y.value


def _size(textpage: pypdfium2.PdfTextPage, index: int) -> float:
    """Return a character's size in points, with the page's scale and rotation applied."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, byref(matrix))
    return float(raw.FPDFText_GetFontSize(textpage, index)) * hypot(matrix.c, matrix.d)
