"""The right margin: a bracket and a key for every coding and suggestion that touches a block of rows.

Marks that share a row stand in lanes beside one another. The n-th bracket of a row that carries a key
(`[`, `┌`, `├`, `┴`) belongs to the n-th key written on that row, so that any number of nested and
overlapping codings can be told apart without colour.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from rich.cells import cell_len

from qualcode.model import CodeKey, Span

_LABEL_WIDTH = 9
"""The fewest cells that keys get: lanes that would leave less are only counted."""


class MarkKind(Enum):
    """What a mark is; each has brackets of its own shape."""

    CODING = "coding"
    OTHER = "another coder's coding"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Shape:
    """The signs that make up a bracket; those that carry a key differ from those that do not."""

    single: str
    start: str
    tee: str
    last: str
    silent_start: str
    through: str
    silent_end: str


SHAPES = {
    MarkKind.CODING: Shape("[", "┌", "├", "┴", "╷", "│", "└"),
    MarkKind.OTHER: Shape("◂", "╓", "╟", "╨", "╥", "║", "╙"),
    MarkKind.SUGGESTION: Shape("(", "╭", "╞", "╧", "╌", "┊", "╰"),
}


@dataclass(frozen=True, slots=True)
class Bracket:
    """A code on a span, as the margin shows it."""

    span: Span
    code: CodeKey
    kind: MarkKind
    label: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One lane of one row."""

    lane: int
    sign: str
    mark: Bracket


@dataclass(frozen=True, slots=True)
class MarginRow:
    """What stands in the margin of one row; `uncounted` marks found no lane of their own."""

    edges: tuple[Edge, ...] = ()
    labels: tuple[tuple[str, Bracket], ...] = ()
    lanes: int = 0
    hidden: int = 0


@dataclass(slots=True)
class _Placed:
    mark: Bracket
    first: int
    last: int
    begins: bool
    ends: bool
    lane: int = 0
    labelled_at: int = -1

    def sign(self, row: int) -> str:
        shape = SHAPES[self.mark.kind]
        carries = row == self.labelled_at
        if self.first == self.last and self.begins and self.ends and carries:
            return shape.single
        if row == self.first and self.begins:
            return shape.start if carries else shape.silent_start
        if row == self.last and self.ends:
            return shape.last if carries else shape.silent_end
        return shape.tee if carries else shape.through


def margin_rows(
    rows: range, marks: Sequence[Bracket], row_of: Callable[[int], int], width: int
) -> list[MarginRow]:
    """Return the margin of each row of a block; every mark that touches the block is in it or counted."""
    placed = _in_lanes(rows, marks, row_of)
    most = max(1, width - _LABEL_WIDTH)
    lanes = min(max((one.lane for one in placed), default=-1) + 1, most)
    shown = [one for one in placed if one.lane < most]
    found = []
    for row in rows:
        here = [one for one in shown if one.first <= row <= one.last]
        hidden = sum(one.first <= row <= one.last for one in placed) - len(here)
        labels = _labels(row, here, width - lanes - 1 - (len(f"+{hidden}") + 1 if hidden else 0))
        edges = tuple(Edge(one.lane, one.sign(row), one.mark) for one in here)
        found.append(MarginRow(edges, labels, lanes, hidden))
    return found


def _in_lanes(rows: range, marks: Sequence[Bracket], row_of: Callable[[int], int]) -> list[_Placed]:
    lanes: list[int] = []
    placed = []
    for mark in sorted(marks, key=lambda one: (one.span.start, -one.span.end, one.kind.value, one.code)):
        first, last = row_of(mark.span.start), row_of(max(mark.span.start, mark.span.end - 1))
        one = _Placed(
            mark,
            max(first, rows.start),
            min(last, rows.stop - 1),
            begins=first >= rows.start,
            ends=last < rows.stop,
        )
        free = (lane for lane, busy_until in enumerate(lanes) if busy_until < one.first)
        one.lane = next(free, len(lanes))
        lanes[one.lane : one.lane + 1] = [one.last]
        placed.append(one)
    return sorted(placed, key=lambda one: one.lane)


def _labels(row: int, here: list[_Placed], room: int) -> tuple[tuple[str, Bracket], ...]:
    """Choose the keys written on a row: those whose last chance it is, then as many as there is room for."""
    waiting = sorted((one for one in here if one.labelled_at < 0), key=lambda one: (one.last, one.lane))
    chosen: list[_Placed] = []
    used = 0
    for one in waiting:
        size = cell_len(one.mark.label) + (1 if chosen else 0)
        if one.last == row or not chosen or used + size <= room:
            chosen.append(one)
            used += size
            one.labelled_at = row
    chosen.sort(key=lambda one: one.lane)
    return tuple(
        zip(
            _fitted([one.mark.label for one in chosen], room),
            [one.mark for one in chosen],
            strict=True,
        )
    )


def _fitted(labels: list[str], room: int) -> list[str]:
    """Shorten the longest labels until all fit on the row, a space between them."""
    limit = max((cell_len(label) for label in labels), default=0)
    while limit > 1 and sum(min(cell_len(label), limit) + 1 for label in labels) - 1 > room:
        limit -= 1
    return [label if cell_len(label) <= limit else _cut(label, limit) for label in labels]


def _cut(label: str, cells: int) -> str:
    """Shorten a label, but leave a suggestion its score where there is room for any of its key."""
    key, _, score = label.rpartition(" ")
    if score.endswith("%") and cells > len(score) + len("?a… "):
        return f"{_cut(key, cells - len(score) - 1)} {score}"
    kept = label
    while kept and cell_len(kept) > cells - 1:
        kept = kept[:-1]
    return f"{kept}…"
