"""Lines as printed on pages, rejoined into the paragraphs they were broken from.

A new paragraph shows in a wider gap, in a line that stops short after a full stop, or in a speaker's label.
What is set larger than most of the text is a heading; the larger, the higher.
Running heads and page numbers belong to the paper, not to the text, and are left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

from qualcode.model import Span, Transcript
from qualcode.text.time_codes import TIME_CODE

_LABEL = re.compile(
    rf"(?:[\[(]?{TIME_CODE}[\])]?\s+)?(?:\*\*|#)?[A-Z](?:[\w.’'()/-]+ ?){{0,5}}"  # noqa: RUF001
    rf"(?:\*\*|\s?[\[(]{TIME_CODE}[\])])?:(?:\*\*)?(?:\s|$)|<v(?:\.\S*)?\s[^>]+>"
)
_ON_ITS_OWN = re.compile(rf"(?:[A-Z][\w.’'()/-]*\s+){{1,4}}{TIME_CODE}")  # noqa: RUF001
"""A speaker with a time, as Otter writes it; the words are on the lines after."""
_IN_BRACKETS = re.compile(r"[\[{][A-Z][^\]}]{0,62}[\]}](?:\s|$)")
_SENTENCE_END = re.compile(r"""[.?!:…]["'”’)\]]*$""")  # noqa: RUF001 - typographic quotation marks are meant
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\W*(\d{1,4})(?:\W*(?:of|/)\W*\d{1,4})?\W*", re.IGNORECASE)
_WIDER = 1.3
"""A gap this many times the usual one parts paragraphs."""
_SHORT = 0.8
"""A line that reaches less far than this share of the page's width stops short."""
_LARGER = 1.05
"""A heading is this many times as large as most of the text."""
_LONGEST_HEADING = 200
_HEADING_GAP = 1.6
"""Lines of one heading lie no further apart than this many times their size."""
_MANY_BRACKETS = 0.1
"""From this share of the lines on, what stands in brackets first is a name and no `[Laughter]`."""
_FEWEST_PAGES = 3
_SAME_LINE = 1.0
"""Points by which two pieces of one line may differ in height."""
_BETWEEN = "\n\n"
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line's words, its place and its size: the page, from 0, and points from its lower left corner."""

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float


def paragraphs(pages: Sequence[Sequence[PrintedLine]]) -> Transcript:
    """Return the text of all pages, a blank line between paragraphs, and the offsets at which pages begin."""
    kept = _without_running_heads(pages)
    lines = [line for page in kept for line in page]
    paper = _Paper(lines)
    pieces: list[str] = []
    starts: list[int] = []
    headings: list[tuple[Span, int]] = []
    length = begins = 0
    for line, following in zip_longest(lines, lines[1:]):
        starts.append(length)
        pieces.append(line.text if following is None else paper.joined(line, following))
        length += len(pieces[-1])
        if following is None or pieces[-1].endswith(_BETWEEN):
            span, level = Span(begins, starts[-1] + len(line.text)), paper.level(line)
            if level and len(span) <= _LONGEST_HEADING:
                headings.append((span, level))
            begins = length
    dropped = sum(map(len, pages)) - len(lines)
    return Transcript(
        text="".join(pieces),
        pages=_page_starts(kept, starts, length),
        headings=tuple(headings),
        warnings=(f"Running heads and page numbers are left out ({dropped} lines).",) if dropped else (),
    )


def _page_starts(pages: Sequence[Sequence[PrintedLine]], starts: list[int], length: int) -> tuple[int, ...]:
    """Return where each page begins; an empty one where the next does."""
    before = accumulate(map(len, pages), initial=0)
    return tuple(
        starts[index] if index < len(starts) else length for index, _ in zip(before, pages, strict=False)
    )


class _Paper:
    """How a document is set: how far its lines lie apart and reach, how large they are, its words."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        gaps = sorted(
            gap
            for upper, lower in pairwise(lines)
            if upper.page == lower.page and (gap := upper.baseline - lower.baseline) > _SAME_LINE
        )
        # Not the median: where most paragraphs have one line, most gaps are those between paragraphs.
        self._gap = gaps[len(gaps) // 4] if gaps else 0.0
        self._left = min((line.left for line in lines), default=0.0)
        self._right = max((line.right for line in lines), default=0.0)
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[_rounded(line.size)] += len(line.text)
        usual = max(sizes, key=sizes.__getitem__, default=0.0)
        self._larger = sorted((size for size in sizes if size > _LARGER * usual), reverse=True)
        bracketed = sum(1 for line in lines if _IN_BRACKETS.match(line.text))
        self._names_in_brackets = bracketed > _MANY_BRACKETS * len(lines)
        self._words = frozenset(word for line in lines for word in _WORD.findall(line.text))

    def level(self, line: PrintedLine) -> int:
        """Return the level of the heading that the line is or is part of, from 1; 0 where it is none."""
        size = _rounded(line.size)
        return self._larger.index(size) + 1 if size in self._larger and not self._is_label(line.text) else 0

    def joined(self, line: PrintedLine, following: PrintedLine) -> str:
        """Return a line's text with what parts it from the following one."""
        if _ON_ITS_OWN.fullmatch(line.text):
            return line.text + "\n"
        if self._parts(line, following):
            return line.text + _BETWEEN
        if not line.text.endswith("-"):
            return line.text + " "
        before, after = _WORD.findall(line.text[:-1])[-1:], _WORD.match(following.text)
        # A hyphen is only taken for the printer's where the whole word stands elsewhere in the document.
        if before and after and before[0] + after[0] in self._words:
            return line.text[:-1]
        return line.text if after and line.text[-2:-1].isalnum() else line.text + " "

    def _is_label(self, text: str) -> bool:
        if self._names_in_brackets and _IN_BRACKETS.match(text):
            return True
        return bool(_LABEL.match(text) or _ON_ITS_OWN.fullmatch(text))

    def _parts(self, line: PrintedLine, following: PrintedLine) -> bool:
        if self._is_label(following.text) or self.level(line) != self.level(following):
            return True
        stops_short = line.right - self._left < _SHORT * (self._right - self._left)
        ended = bool(_SENTENCE_END.search(line.text))
        if line.page != following.page:
            return stops_short or ended
        if self.level(line):
            return line.baseline - following.baseline > _HEADING_GAP * line.size
        return line.baseline - following.baseline > _WIDER * self._gap or (stops_short and ended)


def _without_running_heads(pages: Sequence[Sequence[PrintedLine]]) -> list[Sequence[PrintedLine]]:
    """Leave out page numbers, and what stands first or last on most pages with at most its number changed."""
    edges = Counter(edge for page in pages for edge in {_masked(line) for line in (*page[:1], *page[-1:])})
    enough = max(_FEWEST_PAGES, len(pages) // 2 + 1)
    running = {text for text, count in edges.items() if count >= enough}

    def runs(line: PrintedLine) -> bool:
        number = _PAGE_NUMBER.fullmatch(line.text)
        return _masked(line) in running or (number is not None and int(number[1]) == line.page + 1)

    kept = []
    for page in pages:
        first = 1 if page and runs(page[0]) else 0
        last = len(page) - 1 if len(page) > first and runs(page[-1]) else len(page)
        kept.append(page[first:last])
    return kept


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _masked(line: PrintedLine) -> str:
    return _DIGITS.sub("#", line.text)
