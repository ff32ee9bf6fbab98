"""The right margin: a bracket and a label for every coding, suggestion and memo on a block of rows.

Brackets that share a row are drawn in lanes side by side. The n-th bracket of a row with a labelled sign
(`[`, `┌`, `├`, `┴`, `✎`) belongs to the n-th label of that row, so that any number of nested and overlapping
codings can be told apart without colour.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from rich.cells import cell_len

from qualcode.model import CodeKey, Span
from qualcode.tui.painting.shortened_labels import distinct_names
from qualcode.tui.painting.terminal_cells import shortened

_SHORTEST_LABEL = 2
"""Cells of the shortest label: a letter and an ellipsis."""
_SHORTEST_KEY = 3
"""Cells of a shortened key beside which a score or the name of a coder is kept."""
_LABEL_WIDTH = 9
"""Minimum cells for labels: brackets in lanes that would leave less are only counted."""


class MarkKind(Enum):
    """The kind of a bracket; each has its own signs."""

    CODING = "coding"
    OTHER = "another coder's coding"
    SUGGESTION = "suggestion"
    MEMO = "memo on words"


class Shape(NamedTuple):
    """The signs of a bracket; labelled signs differ from unlabelled ones."""

    labelled_only_row: str
    labelled_start: str
    labelled_middle: str
    labelled_end: str
    start: str
    middle: str
    end: str


SHAPES = {
    MarkKind.CODING: Shape("[", "┌", "├", "┴", "╷", "│", "└"),
    MarkKind.OTHER: Shape("◂", "╓", "╟", "╨", "╥", "║", "╙"),
    MarkKind.SUGGESTION: Shape("(", "╭", "╞", "╧", "╌", "┊", "╰"),
    MarkKind.MEMO: Shape("✎", "✎", "✎", "✎", "╎", "╎", "╎"),
}


class Bracket(NamedTuple):
    """A code or a memo on a span, as shown in the margin; the code of a memo is empty."""

    span: Span
    code: CodeKey
    kind: MarkKind
    label: str
    short_ending: str = ""
    """What ends a label that has no room for a coder's name: `·b` for `·ben`."""


class Edge(NamedTuple):
    """The sign of a bracket in a lane of a row."""

    lane: int
    sign: str
    bracket: Bracket


class MarginRow(NamedTuple):
    """The margin of a row; `hidden` is the number of brackets for which there was no lane.

    `unlabelled` is the number of brackets that end on the row and had no room for a label.
    """

    edges: tuple[Edge, ...] = ()
    labels: tuple[tuple[str, Bracket], ...] = ()
    lanes: int = 0
    hidden: int = 0
    unlabelled: int = 0


@dataclass(slots=True)
class _LanedBracket:
    bracket: Bracket
    first: int
    last: int
    begins: bool
    ends: bool
    lane: int = 0
    labelled_row: int = -1

    def sign(self, row: int) -> str:
        shape = SHAPES[self.bracket.kind]
        is_labelled = row == self.labelled_row
        if self.first == self.last and self.begins and self.ends and is_labelled:
            return shape.labelled_only_row
        if row == self.first and self.begins:
            return shape.labelled_start if is_labelled else shape.start
        if row == self.last and self.ends:
            return shape.labelled_end if is_labelled else shape.end
        return shape.labelled_middle if is_labelled else shape.middle


def margin_rows(
    rows: range,
    brackets: Sequence[Bracket],
    row_of: Callable[[int], int],
    width: int,
    codes: tuple[CodeKey, ...] = (),
) -> list[MarginRow]:
    """Return the margin of each row of a block; every bracket that touches it is shown or counted.

    The keys of `codes` that are shortened in the same way on all rows stay distinct from each other.
    """
    laned = _in_lanes(rows, brackets, row_of)
    max_lanes = max(1, width - _LABEL_WIDTH)
    lanes = min(max((item.lane for item in laned), default=-1) + 1, max_lanes)
    touching: defaultdict[int, list[_LanedBracket]] = defaultdict(list)
    for item in laned:
        for row in range(item.first, item.last + 1):
            touching[row].append(item)
    margins = [MarginRow(lanes=lanes)] * len(rows)  # most rows of a long block have no bracket
    for row in sorted(touching):
        on_row = [item for item in touching[row] if item.lane < max_lanes]
        hidden = len(touching[row]) - len(on_row)
        labels, unlabelled = _labels(row, on_row, width - lanes - 1, hidden, codes)
        edges = tuple(Edge(item.lane, item.sign(row), item.bracket) for item in on_row)
        margins[row - rows.start] = MarginRow(edges, labels, lanes, hidden, unlabelled)
    return margins


def _in_lanes(rows: range, brackets: Sequence[Bracket], row_of: Callable[[int], int]) -> list[_LanedBracket]:
    last_rows: list[int] = []  # of each lane, the last row that is taken
    laned = []
    order = sorted(
        brackets, key=lambda item: (item.span.start, -item.span.end, item.kind.value, item.code, item.label)
    )
    for bracket in order:
        first, last = row_of(bracket.span.start), row_of(max(bracket.span.start, bracket.span.end - 1))
        item = _LanedBracket(
            bracket,
            max(first, rows.start),
            min(last, rows.stop - 1),
            begins=first >= rows.start,
            ends=last < rows.stop,
        )
        free = (lane for lane, last_row in enumerate(last_rows) if last_row < item.first)
        item.lane = next(free, len(last_rows))
        last_rows[item.lane : item.lane + 1] = [item.last]
        laned.append(item)
    return sorted(laned, key=lambda item: item.lane)


def _labels(
    row: int, on_row: list[_LanedBracket], width: int, hidden: int, codes: tuple[CodeKey, ...]
) -> tuple[tuple[tuple[str, Bracket], ...], int]:
    """Choose the labels of a row: those of brackets that end on it, then as many as fit.

    Return also the number of brackets that end on it and have no label, because not even two cells are left.
    """
    unlabelled = sorted(
        (item for item in on_row if item.labelled_row < 0), key=lambda item: (item.last, item.lane)
    )
    room = width - _count_cells(hidden)
    chosen: list[_LanedBracket] = []
    used = 0
    for item in unlabelled:
        size = cell_len(item.bracket.label) + (1 if chosen else 0)
        if item.last == row or not chosen or used + size <= room:
            chosen.append(item)
            used += size
    chosen.sort(key=lambda item: item.lane)
    left_out = 0
    if len(chosen) > _most_labels(room):
        room = width - _count_cells(hidden + len(chosen))
        left_out = sum(item.last == row for item in chosen[_most_labels(room) :])
        del chosen[_most_labels(room) :]
    for item in chosen:
        item.labelled_row = row
    shown = [item.bracket for item in chosen]
    return tuple(zip(_fitted(shown, room, codes), shown, strict=True)), left_out


def _count_cells(count: int) -> int:
    """Return the cells of a count such as ` +3`, which is shown where something is left out."""
    return len(f" +{count}") if count else 0


def _most_labels(room: int) -> int:
    return max((room + 1) // (_SHORTEST_LABEL + 1), 1)


def _fitted(brackets: list[Bracket], room: int, codes: tuple[CodeKey, ...]) -> list[str]:
    """Return the labels, the longest shortened until all fit on the row, with a space between them."""
    widths = [cell_len(bracket.label) for bracket in brackets]
    limit = max(widths, default=0)
    while limit > 1 and sum(min(width, limit) + 1 for width in widths) - 1 > room:
        limit -= 1
    return [
        bracket.label if width <= limit else _cut(bracket, limit, codes)
        for bracket, width in zip(brackets, widths, strict=True)
    ]


def _cut(bracket: Bracket, cells: int, codes: tuple[CodeKey, ...]) -> str:
    """Return a shorter label, which differs from that of any other of the codes.

    A suggestion keeps its score, and another coder's coding the name or what tells it from other coders'
    names, if there is room for any of the key.
    """
    if not bracket.code:
        room = cells - cell_len(bracket.short_ending)
        ending = bracket.short_ending if room >= _SHORTEST_LABEL else ""
        return f"{shortened(bracket.label, cells - cell_len(ending))}{ending}"
    before, key, ending = bracket.label.partition(bracket.code)
    room = cells - cell_len(before)
    endings = ((ending, _SHORTEST_KEY), (bracket.short_ending, _SHORTEST_LABEL))
    after = next((each for each, least in endings if room - cell_len(each) >= least), "")
    room -= cell_len(after)
    if room < 1 or (cell_len(key) <= room and not after):
        return shortened(bracket.label, cells)
    if cell_len(key) > room:
        key = distinct_names(codes, room).get(bracket.code) or shortened(key, room)
    return f"{before}{key}{after}"
