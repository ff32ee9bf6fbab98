"""Build a text from a format's paragraphs, with the offsets of its headings and bold runs.

All formats that have paragraphs give this one form, with a blank line between two paragraphs, so that a
paragraph's end differs from a line break.
"""

from qualcode.model import LeftOut, LeftOutKind, Span, Transcript
from qualcode.output_formats import NoteUse
from qualcode.readers.decode_bytes import with_line_ends

WITHOUT_MARK = "without a mark in the text"
"""Where a note stands that the text does not refer to."""
_PARAGRAPH_BREAK = "\n\n"


class TextBuilder:
    """A text under construction, paragraph by paragraph."""

    def __init__(self, note_use: NoteUse = NoteUse.LEAVE) -> None:
        self._note_use = note_use
        self._waiting_notes: list[str] = []
        self._notes: list[Span] = []
        self._strings: list[str] = []
        self._length = 0
        self._bold: list[Span] = []
        self._headings: list[tuple[Span, int]] = []
        self._left_out: list[LeftOut] = []

    def leave_out(self, kind: LeftOutKind, text: str, where: str = "") -> None:
        """Note all words of something that is in the file and is left out of the text on purpose."""
        self._left_out.append(LeftOut(kind=kind, text=text.strip(), where=where))

    def note(self, kind: LeftOutKind, text: str, number: str = "") -> str:
        """Take a footnote or an endnote; return the words that it has where its mark is.

        `number` is its mark if that is a word of the file; it is never in the text.
        """
        words = " ".join(text.split())
        if self._note_use is NoteUse.LEAVE:
            if number or words:
                self.leave_out(kind, f"{number} {words}")
            return ""
        if number:
            self.leave_out(LeftOutKind.NOTE_NUMBERS, number)
        if words and self._note_use is NoteUse.INLINE:
            return f" [{words}]"
        if words:
            self._waiting_notes.append(words)
        return ""

    def add(self, text: str, *, level: int | None = None, bold: int = 0) -> int:
        """Add a paragraph, or a heading if `level` is given; its first `bold` characters are bold.

        Returns its offset. A paragraph of white space alone is ignored. Notes with a mark in it follow.
        """
        start = self._add_paragraph(text, level, bold)
        while self._waiting_notes:
            note = self._waiting_notes.pop(0)
            note_start = self._add_paragraph(note, None, 0)
            self._notes.append(Span(note_start, self._length))
        return start

    def _add_paragraph(self, text: str, level: int | None, bold: int) -> int:
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
            notes=tuple(self._notes),
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
