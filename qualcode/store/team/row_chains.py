"""One row from the changes that several copies made to it: which version is the last, which are rivals.

A change follows another one if it replaced the value that the other wrote. Values that no later change
replaced are the last ones; if copies changed a row apart, there are several. The result depends only on the
set of changes, so that merging is commutative, associative and idempotent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.store.database import Cell, Record

ABSENT = object()
"""The value of every column of a row that does not exist."""

DERIVED = frozenset({"quote", "context_before", "context_after"})
"""Columns that follow from a span and the text."""

Value = object
"""A cell, a pair of offsets, or `ABSENT`."""


class Order(NamedTuple):
    """The place of a change in the history of all copies, and the time stamp of its act."""

    sequence: int
    act: str
    position: int
    at: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One change of a row: `before` is None if it was inserted, `after` if it was deleted."""

    order: Order
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalVersion:
    """A value that a coder wrote in one copy while another was written to the same column in another."""

    column: str
    order: Order
    value: Value
    kept: Value


@dataclass(frozen=True, slots=True)
class MergedRow:
    """The row (None if it is deleted) and the versions that lost against it."""

    row: Record | None
    rivals: tuple[RivalVersion, ...]


class _Step(NamedTuple):
    order: Order
    before: Value
    after: Value


def merge_row(changes: Iterable[RowChange]) -> MergedRow:
    """Return what all these changes of one row, of several copies, lead to.

    Of rival values the one written last is kept; a value always wins over a deletion that did not know it.
    """
    ordered = sorted({change.order: change for change in changes}.values(), key=lambda change: change.order)
    timelines: dict[str, list[_Step]] = {}
    deleted: Record = {}
    for change in ordered:
        if change.after is None and change.before is not None:
            deleted = change.before
        for column, before, after in _steps(change):
            timelines.setdefault(column, []).append(_Step(change.order, before, after))
    row: Record = {}
    rivals: list[RivalVersion] = []
    absent: list[str] = []
    for column, steps in timelines.items():
        winner, others = _winner(steps)
        rivals += (
            RivalVersion(column=column, order=step.order, value=step.after, kept=winner.after)
            for step in others
        )
        if winner.after is ABSENT:
            absent.append(column)
        else:
            row.update(_cells(column, winner.after))
    if not row:
        return MergedRow(None, tuple(rivals))
    for column in absent:
        row.update({name: deleted[name] for name in _names(column) if name in deleted})
    return MergedRow(row, tuple(rivals))


def _winner(steps: Sequence[_Step]) -> tuple[_Step, list[_Step]]:
    last = [
        step
        for position, step in enumerate(steps)
        if not any(later.before == step.after for later in steps[position + 1 :])
    ] or [steps[-1]]
    winner = max(last, key=lambda step: (step.after is not ABSENT, step.order))
    others: dict[Value, _Step] = {}
    for step in last:
        if step.after != winner.after:
            others[step.after] = step
    return winner, list(others.values())


def _steps(change: RowChange) -> Iterable[tuple[str, Value, Value]]:
    before, after = change.before, change.after
    for column in _columns(before, after):
        old = ABSENT if before is None else _value(before, column)
        new = ABSENT if after is None else _value(after, column)
        if old != new:
            yield column, old, new


def _columns(before: Record | None, after: Record | None) -> list[str]:
    names = [name for name in {**(before or {}), **(after or {})} if name not in DERIVED]
    if "start" in names and "end" in names:
        names = [*(name for name in names if name not in ("start", "end")), _SPAN]
    return names


_SPAN = "span"


def _value(record: Record, column: str) -> Value:
    return (record["start"], record["end"]) if column == _SPAN else record.get(column)


def _names(column: str) -> tuple[str, ...]:
    return ("start", "end") if column == _SPAN else (column,)


def _cells(column: str, value: Value) -> dict[str, Cell]:
    if column == _SPAN and isinstance(value, tuple):
        return {"start": value[0], "end": value[1]}
    return {column: value if isinstance(value, str | int | float) else None}
