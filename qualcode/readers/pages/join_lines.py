"""Join printed lines of pages to the paragraphs that they were broken from.

A paragraph begins after a wider gap, after a line that ends short with a full stop, and at a speaker's label.
Lines in larger type than most of the text are headings; the larger the type, the higher the level. Running
heads and page numbers are left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise, zip_longest

from qualcode.model import LeftOut, LeftOutKind, Span, Transcript
from qualcode.readers.pages.margin_numbers import without_margin_numbers
from qualcode.readers.pages.printed_line import (
    PrintedLine,
    begins_with_brackets,
    is_colon_label,
    is_name_with_time,
    is_voice,
    with_tabs,
)
from qualcode.readers.pages.running_heads import without_running_heads
from qualcode.text.labels.recurring_labels import RecurringLabels
from qualcode.text.labels.time_marks import time_line

_SENTENCE_END = re.compile(r"""[.?!:…]["'”’)\]]*$""")  # noqa: RUF001 - typographic quotation marks are meant
_PARAGRAPH_GAP = 1.3
"""A gap of more than this many usual gaps ends a paragraph."""
_SHORT_LINE = 0.8
"""A line shorter than this share of the text's width ends short."""
_HEADING_SIZE = 1.05
"""A heading's type size, as a multiple of that of most of the text."""
_MAX_HEADING_LENGTH = 200
_HEADING_GAP = 1.6
"""Largest distance between two lines of one heading, as a multiple of their size."""
_NAMES_IN_BRACKETS_SHARE = 0.1
"""If more than this share of the lines begins with brackets, they hold names and not `[Laughter]`."""
_SAME_LINE = 1.0
"""Points by which the baselines of one line's fragments may differ."""
_PARAGRAPH_BREAK = "\n\n"
_WORD = re.compile(r"\w+(?:-\w+)*")


def join_printed_lines(pages: Sequence[Sequence[PrintedLine]]) -> Transcript:
    """Return the text of all pages, a blank line between paragraphs, its headings and page offsets."""
    numberless_pages, line_numbers = without_margin_numbers(pages)
    body = without_running_heads(numberless_pages)
    labels = RecurringLabels(with_tabs(line) for page in body.pages for line in page)
    lines = [_with_label_tab(line, labels) for page in body.pages for line in page]
    metrics = _PageMetrics(lines, labels)
    strings: list[str] = []
    starts: list[int] = []
    headings: list[tuple[Span, int]] = []
    length = paragraph_start = 0
    for line, following in zip_longest(lines, lines[1:]):
        starts.append(length)
        strings.append(line.text if following is None else metrics.with_separator(line, following))
        length += len(strings[-1])
        if following is None or strings[-1].endswith(_PARAGRAPH_BREAK):
            span, level = Span(paragraph_start, starts[-1] + len(line.text)), metrics.level(line)
            if level and len(span) <= _MAX_HEADING_LENGTH:
                headings.append((span, level))
            paragraph_start = length
    return Transcript(
        text="".join(strings),
        pages=_page_starts(body.pages, starts, length),
        headings=tuple(headings),
        left_out=(
            *left_out_lines(LeftOutKind.RUNNING_HEADS, body.heads),
            *left_out_lines(LeftOutKind.PAGE_NUMBERS, body.page_numbers),
            *left_out_lines(LeftOutKind.LINE_NUMBERS, line_numbers),
        ),
    )


def left_out_lines(kind: LeftOutKind, lines: Sequence[PrintedLine]) -> list[LeftOut]:
    """Return lines as left out, with their pages; glued numbers as the one word that they are in the PDF."""
    left_out: list[LeftOut] = []
    for line in lines:
        if line.is_glued and left_out:
            left_out[-1] = left_out[-1]._replace(text=left_out[-1].text + line.text)
        else:
            left_out.append(LeftOut(kind=kind, text=line.text, where=f"page {line.page + 1}"))
    return left_out


def _with_label_tab(line: PrintedLine, labels: RecurringLabels) -> PrintedLine:
    """Return the line with a tab after the label that it begins with, if its blank is as wide as a tab."""
    return replace(line, text=with_tabs(line)) if line.tabs and labels.begin(with_tabs(line)) else line


def _page_starts(pages: Sequence[Sequence[PrintedLine]], starts: list[int], length: int) -> tuple[int, ...]:
    """Return the offset of each page; an empty page has that of the next one."""
    before = accumulate(map(len, pages), initial=0)
    return tuple(
        starts[index] if index < len(starts) else length for index, _ in zip(before, pages, strict=False)
    )


class _PageMetrics:
    """Typographic measures of a document: usual gap, margins, heading sizes, and its vocabulary."""

    def __init__(self, lines: Sequence[PrintedLine], labels: RecurringLabels) -> None:
        gaps = sorted(
            gap
            for upper, lower in pairwise(lines)
            if upper.page == lower.page and (gap := upper.baseline - lower.baseline) > _SAME_LINE
        )
        # First quartile, not the median: if most paragraphs have one line, most gaps are between paragraphs.
        self._gap = gaps[len(gaps) // 4] if gaps else 0.0
        self._left = min((line.left for line in lines), default=0.0)
        self._right = max((line.right for line in lines), default=0.0)
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[_rounded(line.size)] += len(line.text)
        text_size = max(sizes, key=sizes.__getitem__, default=0.0)
        self._heading_sizes = sorted(
            (size for size in sizes if size > _HEADING_SIZE * text_size), reverse=True
        )
        bracketed = sum(1 for line in lines if begins_with_brackets(line.text))
        self._labels = labels
        self._names_in_brackets = bracketed > _NAMES_IN_BRACKETS_SHARE * len(lines)
        self._words = frozenset(word for line in lines for word in _WORD.findall(line.text))

    def level(self, line: PrintedLine) -> int:
        """Return the level, from 1, of the heading that the line belongs to; 0 if it is no heading."""
        size = _rounded(line.size)
        return (
            self._heading_sizes.index(size) + 1
            if size in self._heading_sizes and not self._is_label(line.text)
            else 0
        )

    def with_separator(self, line: PrintedLine, following: PrintedLine) -> str:
        """Return a line's text with the separator before the following line; a hyphen may be removed."""
        if is_name_with_time(line.text):
            return line.text + "\n"
        if self._is_alone(line.text) and not self.level(line):
            return line.text + "\n"
        if self._ends_paragraph(line, following):
            return line.text + _PARAGRAPH_BREAK
        if not line.text.endswith("-"):
            return line.text + " "
        before, after = _WORD.findall(line.text[:-1])[-1:], _WORD.match(following.text)
        # The hyphen is removed only if the word occurs without it elsewhere in the document.
        if before and after and before[0] + after[0] in self._words:
            return line.text[:-1]
        return line.text if after and line.text[-2:-1].isalnum() else line.text + " "

    def _is_label(self, text: str) -> bool:
        if self._names_in_brackets and begins_with_brackets(text):
            return True
        return (
            is_colon_label(text)
            or is_name_with_time(text)
            or is_voice(text)
            or time_line(text) is not None
            or self._labels.begin(text)
        )

    def _is_alone(self, text: str) -> bool:
        """Whether a line is a time, or a label without words."""
        return time_line(text) is not None or self._labels.are_all_of(text)

    def _ends_paragraph(self, line: PrintedLine, following: PrintedLine) -> bool:
        if self._is_label(following.text) or self.level(line) != self.level(following):
            return True
        ends_short = line.right - self._left < _SHORT_LINE * (self._right - self._left)
        ends_sentence = bool(_SENTENCE_END.search(line.text))
        if line.page != following.page:
            return ends_short or ends_sentence
        if self.level(line):
            return line.baseline - following.baseline > _HEADING_GAP * line.size
        return line.baseline - following.baseline > _PARAGRAPH_GAP * self._gap or (
            ends_short and ends_sentence
        )


def _rounded(size: float) -> float:
    return round(2 * size) / 2
