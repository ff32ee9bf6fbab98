"""Paragraphs put one after another, a blank line between them, with what the format says of each.

Formats with paragraphs of their own all end up in this one form, which tells a paragraph from a line break.
"""

from qualcode.model import Span, Transcript

_BETWEEN = "\n\n"


class TextBuilder:
    """A text in the making."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._bold: list[Span] = []
        self._headings: list[tuple[Span, int]] = []

    def add(self, text: str, *, level: int | None = None, bold: int = 0) -> int:
        """Add a paragraph, a heading if it has a level, whose first `bold` characters are set in bold.

        Returns the offset at which it begins. Nothing but white space is no paragraph.
        """
        words = text.strip()
        if not words:
            return self._length
        bold -= len(text) - len(text.lstrip())
        if self._pieces:
            self._pieces.append(_BETWEEN)
            self._length += len(_BETWEEN)
        start = self._length
        self._pieces.append(words)
        self._length += len(words)
        if level is not None:
            self._headings.append((Span(start, self._length), level))
        elif bold > 0:
            self._bold.append(Span(start, min(start + bold, self._length)))
        return start

    def transcript(
        self, *, encoding: str = "", pages: tuple[int, ...] = (), warnings: tuple[str, ...] = ()
    ) -> Transcript:
        """Return what was laid out."""
        return Transcript(
            text="".join(self._pieces),
            bold=tuple(self._bold),
            headings=tuple(self._headings),
            pages=pages,
            encoding=encoding,
            warnings=warnings,
        )


def leading_bold(runs: list[tuple[str, bool]]) -> int:
    """Return how many characters at a paragraph's start are bold, given its runs of text."""
    count = held = 0
    for text, bold in runs:
        held += len(text)
        if text.strip():
            if not bold:
                break
            count = held
    return count
