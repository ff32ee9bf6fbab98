"""One row from the changes that several copies made to it: which version is the last, which are rivals.

Column by column, the changes that no other change knew are the last ones: one, if the copies changed the row
one after the other, and several, if they changed it apart (`act_order` tells which change knew which). Of
several, those that lead back to what the row was before the copies parted say nothing: the act was undone, or
the value was set back. What remains are rivals, of which the one written last is kept; a value is kept rather
than a removal. An act that removes a row and inserts it again has only changed it.

The result depends only on the set of changes, so that merging is commutative, associative and idempotent;
and a change that knows all others prevails, so that a copy holds what its own history leads to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.store.act_order import KnownActs, Order
from qualcode.store.database import Cell, Record
from qualcode.store.row_changes import TABLES

ABSENT = object()
"""The value of every column of a row that does not exist."""

DERIVED = frozenset({"quote", "context_before", "context_after"})
"""Columns that follow from a span and the text."""

Key = tuple[Cell, ...]
"""The cells that identify a row of a table."""

Value = object
"""A cell, a pair of offsets, or `ABSENT`."""


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


def by_key(table: str, change: RowChange) -> list[tuple[Key, RowChange]]:
    """Return a change with the key of its row.

    A change that gives the row another key is a deletion and an insertion.
    """
    keys = [
        None if side is None else tuple(side[name] for name in TABLES[table].key)
        for side in (change.before, change.after)
    ]
    if None not in keys and keys[0] != keys[1]:
        sides = (RowChange(change.order, change.before, None), RowChange(change.order, None, change.after))
        return [(key, side) for key, side in zip(keys, sides, strict=True) if key is not None]
    return [(key, change) for key in keys[:1] if key is not None] or [
        (key, change) for key in keys[1:] if key is not None
    ]


def chains_by(column: str, changes: Iterable[RowChange]) -> dict[Cell, list[RowChange]]:
    """Return the changes of each row of a table that one column identifies."""
    chains: dict[Cell, list[RowChange]] = {}
    for change in changes:
        chains.setdefault(((change.after or change.before) or {}).get(column), []).append(change)
    return chains


class _Step(NamedTuple):
    order: Order
    before: Value
    after: Value


def merge_row(changes: Iterable[RowChange], known: KnownActs) -> MergedRow:
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
        winner, others = _winner(_of_acts(steps), known)
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


def lasting_row(changes: Iterable[RowChange], known: KnownActs) -> Record | None:
    """Return what a row is that stays although a change removed it, since something still refers to it."""
    several = list(changes)
    kept = merge_row(several, known).row
    if kept is not None:
        return kept
    return merge_row([change for change in several if change.after is not None], known).row


def _of_acts(steps: Sequence[_Step]) -> list[_Step]:
    """Return one step for all those of an act, none for an act that left the value as it was."""
    of_acts: dict[str, _Step] = {}
    for step in steps:
        first = of_acts.get(step.order.act, step)
        of_acts[step.order.act] = _Step(step.order, first.before, step.after)
    return [step for step in of_acts.values() if step.before != step.after] or list(of_acts.values())[-1:]


def _winner(steps: Sequence[_Step], known: KnownActs) -> tuple[_Step, list[_Step]]:
    """Return the step whose value is kept, and those of the rivals."""
    last = [step for step in steps if not any(_replaces(later, step, known) for later in steps)]
    base = _base(steps, last, known)
    changed = [step for step in last if step.after != base] or last
    winner = max(changed, key=lambda step: (step.after is not ABSENT, step.order))
    others: dict[Value, _Step] = {}
    for step in changed:
        if step.after != winner.after:
            others[step.after] = step
    return winner, list(others.values())


def _replaces(later: _Step, step: _Step, known: KnownActs) -> bool:
    if later is step:
        return False
    if later.order.copy or step.order.copy:
        return known.knew(later.order, step.order)
    return later.order > step.order and later.before == step.after  # no copy of them is known


def _base(steps: Sequence[_Step], last: Sequence[_Step], known: KnownActs) -> Value:
    """Return the value before the copies parted."""
    if len(last) < 2:  # noqa: PLR2004 - nothing was changed apart
        return _NO_BASE
    common = [step for step in steps if all(_replaces(each, step, known) for each in last)]
    return _winner(common, known)[0].after if common else steps[0].before


_NO_BASE = object()


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
