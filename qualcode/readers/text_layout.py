"""Build a text from a format's paragraphs, with the offsets of its headings and bold runs.

All formats that have paragraphs give this one form, with a blank line between two paragraphs, so that a
paragraph's end differs from a line break.
"""

from qualcode.model import LeftOut, LeftOutKind, Span, Transcript
from qualcode.readers.decode_bytes import with_line_ends

_PARAGRAPH_BREAK = "\n\n"


class TextBuilder:
    """A text under construction, paragraph by paragraph."""

    def __init__(self) -> None:
        self._strings: list[str] = []
        self._length = 0
        self._bold: list[Span] = []
        self._headings: list[tuple[Span, int]] = []
        self._left_out: list[LeftOut] = []

    def leave_out(self, kind: LeftOutKind, text: str, where: str = "") -> None:
        """Note all words of something that is in the file and is left out of the text on purpose."""
        self._left_out.append(LeftOut(kind=kind, text=text.strip(), where=where))

    def add(self, text: str, *, level: int | None = None, bold: int = 0) -> int:
        """Add a paragraph, or a heading if `level` is given; its first `bold` characters are bold.

        Returns its offset. A paragraph of white space alone is ignored.
        """
        text = with_line_ends(text)
        words = text.strip()
        if not words:
            return self._length
        bold -= len(text) - len(text.lstrip())
        if self._strings:
            self._strings.append(_PARAGRAPH_BREAK)
            self._length += len(_PARAGRAPH_BREAK)
        start = self._length
        self._strings.append(words)
        self._length += len(words)
        if level is not None:
            self._headings.append((Span(start, self._length), level))
        elif bold > 0:
            self._bold.append(Span(start, min(start + bold, self._length)))
        return start

    def transcript(
        self, *, encoding: str = "", pages: tuple[int, ...] = (), warnings: tuple[str, ...] = ()
    ) -> Transcript:
        """Return the text that was built, as a transcript without turns."""
        return Transcript(
            text="".join(self._strings),
            bold=tuple(self._bold),
            headings=tuple(self._headings),
            pages=pages,
            encoding=encoding,
            warnings=warnings,
            left_out=tuple(self._left_out),
        )


def leading_bold(runs: list[tuple[str, bool]]) -> int:
    """Return the number of bold characters at a paragraph's start, from its runs of text."""
    bold_length = length = 0
    for text, bold in runs:
        length += len(text)
        if text.strip():
            if not bold:
                break
            bold_length = length
    return bold_length
