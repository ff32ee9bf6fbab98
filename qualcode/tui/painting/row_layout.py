"""Layout of a source's text on rows of a given width in terminal cells.

A block is a span that is drawn together: the text before the first turn, or the text of a turn. The rows of a
block tile it, so that each character is drawn exactly once; white space at a row's end is on the row but not
drawn. An empty row follows each block. Rows, columns and cells are converted to offsets here only.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from qualcode.model import Span
from qualcode.text.graphemes import clusters, is_boundary, is_plain, next_boundary
from qualcode.text.visible import visible

_ROW_END_SPACE = " \t\r\n"
_WORD_AND_SPACE = re.compile(r"([^ \t\r\n]*)([ \t\r\n]*)")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)
"""Characters of two cells; a row may end before and after each."""


class LayoutRow(NamedTuple):
    """A row: its span, its block, and its number in the block."""

    start: int
    end: int
    block: int
    number: int
    """From 0 in the block."""
    spacer: bool
    """Whether this is the empty row after the block."""

    def drawn(self, text: str) -> Span:
        """Return the span that is drawn: all but the white space at the end."""
        drawn = text[self.start : self.end].rstrip(_ROW_END_SPACE)
        return Span(self.start, self.start + len(drawn))


class RowLayout:
    """The rows of a whole text at a width, with lookups by row and by offset."""

    def __init__(self, text: str, blocks: Sequence[Span], width: int) -> None:
        self.text = text
        self.width = max(width, 2)
        self._starts = array("q")
        self._ends = array("q")
        self._first_rows = array("q")
        """The number of the first row of each block; at the end, the number of rows."""
        for block in blocks:
            self._first_rows.append(len(self._starts))
            self._add_rows(block)
            self._starts.append(block.end)
            self._ends.append(block.end)
        self._first_rows.append(len(self._starts))

    def __len__(self) -> int:
        return len(self._starts)

    def row(self, number: int) -> LayoutRow:
        """Return a row by its number, from 0."""
        block = bisect_right(self._first_rows, number) - 1
        return LayoutRow(
            self._starts[number],
            self._ends[number],
            block,
            number - self._first_rows[block],
            spacer=self._first_rows[block + 1] == number + 1,
        )

    def block_rows(self, block: int) -> range:
        """Return the numbers of a block's rows, including the empty one after it."""
        return range(self._first_rows[block], self._first_rows[block + 1])

    def row_of(self, offset: int) -> int:
        """Return the number of the row of a character (or the nearest row before it)."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def rows_of(self, span: Span) -> range:
        """Return the numbers of the rows of a span (of its first character, if it is empty)."""
        if not len(self):
            return range(0)
        return range(self.row_of(span.start), self.row_of(max(span.start, span.end - 1)) + 1)

    def column_of(self, offset: int) -> int:
        """Return the number of cells before a character on its row."""
        row = self._starts[self.row_of(offset)]
        return cell_len(visible(self.text[row:offset]))

    def offset_at(self, row: int, column: int) -> int:
        """Return the offset of the character at a cell, or of the last one before it."""
        drawn = self.row(min(max(row, 0), len(self) - 1)).drawn(self.text)
        position, cells = drawn.start, 0
        for cluster in clusters(self.text, drawn.start, drawn.end):
            position = cluster.start
            cells += cell_len(visible(cluster.of(self.text)))
            if cells > column:
                break
        return position

    def _add_rows(self, block: Span) -> None:
        position = block.start
        while position < block.end:
            newline = self.text.find("\n", position, block.end)
            end = block.end if newline < 0 else newline + 1
            for start, stop in _rows(self.text, position, end, self.width):
                self._starts.append(start)
                self._ends.append(stop)
            position = end
        if block.start == block.end:
            self._starts.append(block.start)
            self._ends.append(block.end)


def _rows(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each row of a paragraph; its newline is on its last row."""
    if is_plain(text, start, end):
        for match in _row_pattern(width).finditer(text, start, end):
            yield match.span()
    else:
        yield from _rows_of_clusters(text, start, end, width)


@lru_cache(maxsize=32)
def _row_pattern(width: int) -> "re.Pattern[str]":
    return re.compile(rf"[^\n]{{1,{width}}}(?:[ \t\r]+\n?|\n|\Z)|[^\n]{{{width}}}|[^\n]*\n|[^\n]+")


def _rows_of_clusters(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each row of a paragraph with wide characters or clusters of several."""
    row_start, cells = start, 0
    for atom_start, size, spaces in _atoms(text, start, end, width):
        if cells + size > width and atom_start > row_start and is_boundary(text, atom_start):
            yield row_start, atom_start
            row_start, cells = atom_start, 0
        cells += size + spaces
    yield row_start, end


def _atoms(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int, int]]:
    """Yield what no row breaks: its start, its cells, and the cells of the white space after it."""
    for match in _WORD_AND_SPACE.finditer(text, start, end):
        word, space = match.groups()
        size = _cells(word)
        if size <= width and not _WIDE.search(word):
            yield match.start(), size, len(space)
            continue
        # Scripts without spaces, and words longer than a row, may be broken between any two clusters.
        position = match.start()
        while position < match.end(1):
            after = next_boundary(text, position)
            yield position, _cells(text[position:after]), len(space) if after >= match.end(1) else 0
            position = after


@lru_cache(maxsize=8192)
def _cells(text: str) -> int:
    return len(text) if is_plain(text, 0, len(text)) else cell_len(visible(text))
