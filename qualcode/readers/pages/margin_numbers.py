"""Numbers of lines in the margin: a column of numbers beside the text that counts on from line to line.

PDFium gives such a number as the first (or last) word of its line, or as a line of its own anywhere in the
page's text. It is one of the margin if it is beside all other text, and if the numbers count in even steps.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.readers.pages.printed_line import PrintedLine

LEADING_NUMBER = re.compile(r"(\d{1,4})\s+(?=\S)")
TRAILING_NUMBER = re.compile(r"(?<=\S)\s+(\d{1,4})$")
_NUMBER = re.compile(r"\d{1,4}")
_MIN_NUMBERS = 4
_EVEN_SHARE = 0.8
"""Of the steps from one number to the next on a page: so many are equal."""
_MIN_COVERAGE = 0.5
"""Of the lines: so many are counted by the numbers, at least. Numbers of paragraphs are fewer."""
_OUTLIERS = 0.05
"""Of the lines: so many may stick out of the text into the margin."""


@dataclass(frozen=True, slots=True)
class _MarginNumber:
    """A number that may be one of the margin."""

    value: int
    left: float
    line: PrintedLine


def without_margin_numbers(
    pages: Sequence[Sequence[PrintedLine]],
) -> tuple[list[list[PrintedLine]], list[PrintedLine]]:
    """Return the pages without the numbers in their margins, and these numbers as lines."""
    body = [line for page in pages for line in page if not _NUMBER.fullmatch(line.text)]
    numbers, without_number = _in_left_margin(pages, body), _without_leading_number
    if not _count_lines(numbers, len(body)):
        numbers, without_number = _in_right_margin(pages, body), _without_trailing_number
        if not _count_lines(numbers, len(body)):
            return [list(page) for page in pages], []
    numbered = {id(number.line) for number in numbers}
    remaining = [
        [
            without_number(line) if id(line) in numbered else line
            for line in page
            if id(line) not in numbered or not _NUMBER.fullmatch(line.text)
        ]
        for page in pages
    ]
    return remaining, [replace(number.line, text=str(number.value)) for number in numbers]


def _in_left_margin(
    pages: Iterable[Sequence[PrintedLine]], body: Sequence[PrintedLine]
) -> list[_MarginNumber]:
    lefts = sorted(line.left if line.text_left is None else line.text_left for line in body)
    if not lefts:
        return []
    edge = lefts[int(_OUTLIERS * len(lefts))]
    numbers = []
    for page in pages:
        for line in page:
            match = _NUMBER.fullmatch(line.text) or (
                line.text_left is not None and LEADING_NUMBER.match(line.text)
            )
            right = line.right if line.text_left is None else line.left
            if match and right < edge - line.size / 2 and (line.text_left is None or line.text_left >= edge):
                numbers.append(_MarginNumber(int(match[0]), line.left, line))
    return numbers


def _in_right_margin(
    pages: Iterable[Sequence[PrintedLine]], body: Sequence[PrintedLine]
) -> list[_MarginNumber]:
    rights = sorted(line.right if line.text_right is None else line.text_right for line in body)
    if not rights:
        return []
    edge = rights[len(rights) - 1 - int(_OUTLIERS * len(rights))]
    numbers = []
    for page in pages:
        for line in page:
            match = _NUMBER.fullmatch(line.text)
            if match is None and line.text_right is not None:
                match = TRAILING_NUMBER.search(line.text)
            if match and (line.left if line.text_right is None else line.right) > edge + line.size:
                numbers.append(_MarginNumber(int(match[0]), line.right, line))
    return numbers


def _count_lines(numbers: Sequence[_MarginNumber], line_count: int) -> bool:
    """Whether the numbers count in even steps, from the top of each page, and count most lines."""
    in_order = sorted(numbers, key=lambda number: (number.line.page, -number.line.baseline))
    steps = Counter(
        lower.value - upper.value for upper, lower in pairwise(in_order) if upper.line.page == lower.line.page
    )
    if len(numbers) < _MIN_NUMBERS or not steps:
        return False
    [(step, count)] = steps.most_common(1)
    return (
        step > 0
        and count >= _EVEN_SHARE * steps.total()
        and len(numbers) * step >= _MIN_COVERAGE * line_count
    )


def _without_leading_number(line: PrintedLine) -> PrintedLine:
    text = LEADING_NUMBER.sub("", line.text, count=1)
    removed = len(line.text) - len(text)
    return replace(
        line,
        text=text,
        left=line.left if line.text_left is None else line.text_left,
        tabs=tuple(tab - removed for tab in line.tabs if tab > removed),
    )


def _without_trailing_number(line: PrintedLine) -> PrintedLine:
    text = TRAILING_NUMBER.sub("", line.text)
    return replace(
        line,
        text=text,
        right=line.right if line.text_right is None else line.text_right,
        tabs=tuple(tab for tab in line.tabs if tab < len(text)),
    )
