"""Running heads and page numbers: lines at the edges of pages that recur and are no speaker's label.

A head may have several lines, and one wording on odd and another on even pages. In doubt a line is kept: it
is no head if it is a label elsewhere in the file, if it carries a time that changes, or if its number is not
that of pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from qualcode.readers.pages.printed_line import PrintedLine, is_colon_label, label_on_its_own
from qualcode.text.time_codes import TIME_CODE
from qualcode.text.whole_numbers import whole_number

_PAGE_NUMBER = re.compile(
    r"\W*+(?:(?:page|p\.)\W*+)?(\d{1,4})(?:[^\w/]*+(?:of|/)\W*+\d{1,4})?\W*+", re.IGNORECASE
)
_ROMAN = r"(?:[ivxlc]{1,8}|[IVXLC]{2,8})"
_ROMAN_PAGE_NUMBER = re.compile(rf"\W*+(?:(?:page|p\.)\W*+)?{_ROMAN}\W*+", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W\d_]*\d[\W\d_]*")
_TIME = re.compile(TIME_CODE)
_NUMBERS = re.compile(rf"\d+|(?:(?<=^)|(?<=^\W)|(?<=^\W\W)){_ROMAN}(?!\w)|(?<!\w){_ROMAN}(?=\W{{0,2}}$)")
"""Numbers of pages: digits anywhere, Roman ones at either end of a line."""
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_MAX_HEAD_LINES = 4
_MIN_PAGES = 3
_MAX_TITLES = 1
"""Lines in the text that may have the wording of a head: the title. With more, it is a speaker's label."""
_SAME_LINE = 1.5
"""Points by which the baselines of a head may differ from page to page."""
_APART = 1.2
"""The gap between a head and the text, as a multiple of a wide gap between lines of the text."""
_OTHER_SIZE = 0.04
_APART_FROM_TEXT = 1.25
"""The gap between the last line of a head and the text, as a multiple of the usual gap between lines."""
_USUAL_GAP, _WIDE_GAP = 0.25, 0.9
"""Quantiles of the gaps between two lines of a page."""

Page = Sequence[PrintedLine]


@dataclass(slots=True)
class HeadsLeftOut:
    """The pages without their running heads and page numbers, and these."""

    pages: list[list[PrintedLine]] = field(default_factory=list)
    heads: list[PrintedLine] = field(default_factory=list)
    page_numbers: list[PrintedLine] = field(default_factory=list)


def without_running_heads(pages: Sequence[Page]) -> HeadsLeftOut:
    """Return the pages without running heads and page numbers."""
    result = HeadsLeftOut()
    tops = _EdgeLines(pages, from_top=True)
    bottoms = _EdgeLines(pages, from_top=False)
    for number, page in enumerate(pages):
        left_out = tops.heads(number)
        left_out += [line for line in bottoms.heads(number) if line not in left_out]
        for line in left_out:
            is_number = any(
                pattern.fullmatch(line.text) for pattern in (_NO_LETTERS, _PAGE_NUMBER, _ROMAN_PAGE_NUMBER)
            )
            (result.page_numbers if is_number else result.heads).append(line)
        result.pages.append([line for line in page if line not in left_out])
    return result


class _EdgeLines:
    """The lines at the top (or at the bottom) of all pages, the outermost first."""

    def __init__(self, pages: Sequence[Page], *, from_top: bool) -> None:
        self._sign = 1 if from_top else -1
        self._pages = [sorted(page, key=lambda line: -self._sign * line.baseline) for page in pages]
        gaps = _sorted_gaps(pages)
        self._line_gap = gaps[int(_USUAL_GAP * (len(gaps) - 1))] if gaps else 0.0
        self._wide_gap = gaps[int(_WIDE_GAP * (len(gaps) - 1))] if gaps else 0.0
        self._size = _usual_size(pages)
        self._middle = max((line.baseline for page in pages for line in page), default=0.0) / 2
        self._wordings = Counter(_wording(line) for page in pages for line in page)
        self._labels = Counter(
            name for page in pages for line in page if (name := label_on_its_own(line.text))
        )
        by_wording: dict[str, list[PrintedLine]] = defaultdict(list)
        for page in self._pages:
            for line in {_wording(line): line for line in page[:_MAX_HEAD_LINES]}.values():
                by_wording[_wording(line)].append(line)
        self._running: set[int] = set()
        heads: list[PrintedLine] = []
        remaining = [_at_recurring_positions(of_wording) for of_wording in by_wording.values()]
        for _ in range(_MAX_HEAD_LINES):  # a line is known by the line between it and the text
            recurring = [lines for lines in remaining if self._recurs(lines)]
            if not recurring:
                break
            heads += [line for lines in recurring for line in lines]
            self._running |= set(map(id, heads))
            remaining = [lines for lines in remaining if lines not in recurring]
        self._positions = {(round(line.size, 1), line.baseline) for line in heads if self._is_apart(line)}

    def heads(self, number: int) -> list[PrintedLine]:
        """Return the running heads and the page number at this edge of a page, the outermost first.

        A gap or another type size is between them and the text; only a single line may be without, if the
        next one does not recur.
        """
        page = self._pages[number]
        running = [self._is_running(line) for line in page[: _MAX_HEAD_LINES + 1]]
        count = running.index(False) if False in running else len(running)
        count = min(count, _MAX_HEAD_LINES, max(1, len(page) - 1))
        while count and not self._gap_after(page[count - 1]) > _APART_FROM_TEXT * self._line_gap:
            if count == 1 and not any(running[1:2]):
                break
            count -= 1
        return page[:count]

    def _is_running(self, line: PrintedLine) -> bool:
        page_number = _PAGE_NUMBER.fullmatch(line.text)
        return self._sign * (line.baseline - self._middle) > 0 and (
            id(line) in self._running
            or (page_number is not None and int(page_number[1]) == line.page + 1)
            or self._is_in_place_of_head(line)
        )

    def _recurs(self, lines: Sequence[PrintedLine]) -> bool:
        """Whether lines of the same wording, one on each of several pages, are a running head."""
        if not lines or not _are_page_numbered(lines) or _carry_changing_time(lines) or self._is_label(lines):
            return False
        wording = _wording(lines[0])
        if self._wordings[wording] - len(lines) > _MAX_TITLES and not _NO_LETTERS.fullmatch(lines[0].text):
            return False
        if len(lines) >= max(_MIN_PAGES, len(self._pages) // 2 + 1):
            return True
        return (
            len(lines) > 1
            and len(self._pages) >= _MIN_PAGES
            and _on_most_pages_of_a_side(lines, len(self._pages))
            and all(self._is_apart(line) or self._is_above_head(line) for line in lines)
        )

    def _is_label(self, lines: Sequence[PrintedLine]) -> bool:
        """Whether the line is a speaker's label: `Name:`, or a name that is on lines of its own elsewhere."""
        text = lines[0].text
        names = {label_on_its_own(line.text) for line in lines}
        if "" in names:
            return False
        if is_colon_label(text):
            return True
        elsewhere = sum(self._labels[name] for name in names) - len(lines)
        return elsewhere > _MAX_TITLES or (elsewhere > 0 and _TIME.search(text) is not None)

    def _is_apart(self, line: PrintedLine) -> bool:
        """Whether a line is set apart from the text by its type size or by a gap wider than most."""
        return self._gap_after(line) > _APART * self._wide_gap

    def _is_above_head(self, line: PrintedLine) -> bool:
        """Whether the next line away from the edge is a line of a running head that is set apart."""
        page = self._pages[line.page]
        position = next(index for index, other in enumerate(page) if other is line)
        following = page[position + 1] if position + 1 < len(page) else None
        return following is not None and id(following) in self._running and self._is_apart(following)

    def _gap_after(self, line: PrintedLine) -> float:
        """Return the distance to the next line away from the edge; infinite if the type size is another."""
        if abs(line.size - self._size) > _OTHER_SIZE * self._size:
            return inf
        following = (
            self._sign * (line.baseline - other.baseline)
            for other in self._pages[line.page]
            if self._sign * (line.baseline - other.baseline) > _SAME_LINE
        )
        return min(following, default=0.0)

    def _is_in_place_of_head(self, line: PrintedLine) -> bool:
        """Whether a line stands where other pages have their running head, in the same type size."""
        return (
            self._is_apart(line)
            and not is_colon_label(line.text)
            and not _TIME.search(line.text)
            and self._labels[label_on_its_own(line.text)] <= _MAX_TITLES
            and any(
                size == round(line.size, 1) and abs(baseline - line.baseline) < _SAME_LINE
                for size, baseline in self._positions
            )
        )


def _at_recurring_positions(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines that stand as high on another page, in the same type size."""
    return [
        line
        for line in lines
        if any(
            line is not other and line.size == other.size and abs(line.baseline - other.baseline) < _SAME_LINE
            for other in lines
        )
    ]


def _on_most_pages_of_a_side(lines: Sequence[PrintedLine], page_count: int) -> bool:
    """Whether the lines are on most odd pages, or on most even ones."""
    odd = sum(line.page % 2 for line in lines)
    return odd > page_count // 2 / 2 or len(lines) - odd > (page_count + 1) // 2 / 2


def _are_page_numbered(lines: Sequence[PrintedLine]) -> bool:
    """Whether each number in the lines is the same on all pages, or mostly grows by one from page to page."""
    numbers = [[_value(number) for number in _NUMBERS.findall(line.text)] for line in lines]
    pages = [line.page for line in lines]
    for column in zip(*numbers, strict=False):
        even_steps = sum(
            lower - upper == after - before
            for (upper, lower), (before, after) in zip(pairwise(column), pairwise(pages), strict=True)
        )
        if len(set(column)) > 1 and even_steps <= (len(column) - 1) / 2:
            return False
    return True


def _carry_changing_time(lines: Iterable[PrintedLine]) -> bool:
    return len({tuple(_TIME.findall(line.text)) for line in lines}) > 1


def _sorted_gaps(pages: Sequence[Page]) -> list[float]:
    """Return the distances between two lines of a page, one below the other."""
    return sorted(
        gap
        for page in pages
        for upper, lower in pairwise(sorted(page, key=lambda line: -line.baseline))
        if (gap := upper.baseline - lower.baseline) > _SAME_LINE
    )


def _usual_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def _wording(line: PrintedLine) -> str:
    return _NUMBERS.sub("#", line.text)


def _value(number: str) -> int:
    """Return the value of a number in digits, or of a Roman one."""
    if number.isdecimal():
        return whole_number(number) or 0
    values = [_ROMAN_VALUES[letter] for letter in number.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(value if value >= later else -value for value, later in pairs)
