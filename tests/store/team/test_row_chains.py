"""One row that several copies change: what a copy holds is always what its own history leads to."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.store.act_order import KnownActs, Order
from qualcode.store.database import Record
from qualcode.store.team.row_chains import MergedRow, RowChange, merge_row

Event = tuple[int, str, int]
"""The copy that acts, what it does, and the copy that it merges."""

DOES = ("write x", "write y", "star", "remove", "remove and insert", "undo", "redo", "merge")
EVENTS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([*DOES, "undo", "merge"]), st.integers(0, 2)), max_size=14
)
FIRST: Record = {"id": "c1", "memo": "", "starred": 0}


@dataclass
class RowCopy:
    """A copy of a study with one row: its acts by UUID (their changes, and what they say of others)."""

    name: str
    acts: dict[str, tuple[list[RowChange], str]] = field(default_factory=dict)
    row: Record | None = None
    knows_others: bool = False
    undoable: list[Record | None] = field(default_factory=list)
    undone: list[Record | None] = field(default_factory=list)

    def change(self, after: Record | None, *, anew: bool = False) -> None:
        """Make this the row, as one act; `anew` removes the row and inserts it again."""
        before = self.row
        if before == after and not anew:
            return
        orders = [changes[0].order for changes, _ in self.acts.values()]
        sequence = 1 + max((order.sequence for order in orders), default=0)
        latest: dict[str, int] = {}
        for order in orders if not self.knows_others else ():
            latest[order.copy] = max(order.sequence, latest.get(order.copy, 0))
        knows = "" if self.knows_others else json.dumps(latest)
        uuid = f"{self.name}-{len(self.acts)}"
        sides = [(before, None), (None, after)] if anew else [_changed_columns(before, after)]
        changes = [
            RowChange(Order(sequence, uuid, position, "", self.name), *both)
            for position, both in enumerate(sides)
        ]
        self.acts[uuid] = (changes, knows)
        self.row, self.knows_others = after, True

    def merge(self, *others: "RowCopy") -> MergedRow:
        """Know the acts of others too, and hold what all of them lead to."""
        known = KnownActs()
        for other in others:
            self.acts |= other.acts
        known.add(
            (acts[0].order.copy, acts[0].order.sequence, knows) for acts, knows in self.acts.values() if knows
        )
        merged = merge_row([change for changes, _ in self.acts.values() for change in changes], known)
        self.row, self.knows_others, self.undoable, self.undone = merged.row, False, [], []
        return merged

    def copied(self, name: str) -> "RowCopy":
        """Return a copy of it."""
        return RowCopy(name, dict(self.acts), self.row)

    def do(self, kind: str) -> None:
        """Do or undo something with the row."""
        before = self.row
        if kind == "undo" and self.undoable:
            self.undone.append(before)
            self.change(self.undoable.pop())
        elif kind == "redo" and self.undone:
            self.undoable.append(before)
            self.change(self.undone.pop())
        elif before is not None and kind in AFTER:
            self.undoable.append(before)
            self.undone = []
            self.change(AFTER[kind](before), anew=kind == "remove and insert")


def _changed_columns(before: Record | None, after: Record | None) -> tuple[Record | None, Record | None]:
    if before is None or after is None:
        return before, after
    names = ["id", *(name for name in before if before[name] != after[name])]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _starred(row: Record) -> Record:
    return {**row, "starred": 1 - int(row["starred"] or 0)}


AFTER: dict[str, Callable[[Record], Record | None]] = {
    "write x": lambda row: {**row, "memo": "x"},
    "write y": lambda row: {**row, "memo": "y"},
    "write z": lambda row: {**row, "memo": "z"},
    "star": _starred,
    "remove": lambda _: None,
    "remove and insert": _starred,
}


def three_copies() -> list[RowCopy]:
    """Return three copies of a study with one row."""
    begin = RowCopy("begin")
    begin.change(FIRST)
    return [begin.copied(name) for name in ("one", "two", "three")]


def after(copies: Sequence[RowCopy], *order: int) -> MergedRow:
    """Return the row after merging copies into the first of this order."""
    [first, *others] = [copies[number] for number in order]
    return first.copied("merged").merge(*others)


def apart(*kinds: Sequence[str]) -> MergedRow:
    """Return what three copies lead to that did this apart, which is the same in every order."""
    copies = three_copies()
    for copy, of_copy in zip(copies, kinds, strict=False):
        for kind in of_copy:
            copy.do(kind)
    [merged] = {
        repr(after(copies, *order)): after(copies, *order) for order in permutations(range(3))
    }.values()
    return merged


def check_copies(events: Sequence[Event]) -> None:
    copies = three_copies()
    for number, kind, other in events:
        if kind == "merge":
            copies[number].merge(copies[other])
        else:
            copies[number].do(kind)
            assert copies[number].copied("again").merge().row == copies[number].row
    rows = [after(copies, *order).row for order in permutations(range(3))]
    rows += [after([copies[0].copied("0"), copies[1], copies[2]], 0, 2, 1).row]
    assert all(row == rows[0] for row in rows)


@settings(max_examples=60)
@given(EVENTS)
def test_a_copy_holds_what_its_history_leads_to_in_any_order(events: list[Event]) -> None:
    check_copies(events)


@pytest.mark.long
@settings(max_examples=20_000)
@given(EVENTS)
def test_many_copies_hold_what_their_histories_lead_to_in_any_order(events: list[Event]) -> None:
    check_copies(events)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("first", "second", "row"),
    [
        (["write x", "undo"], ["write y"], {**FIRST, "memo": "y"}),
        (["write x", "undo"], ["remove"], None),
        (["write x", "undo", "redo"], [], {**FIRST, "memo": "x"}),
        (["remove", "undo"], ["remove"], None),
        (["remove", "undo"], ["write y"], {**FIRST, "memo": "y"}),
        (["remove", "undo", "redo"], ["remove", "undo"], None),
        (["remove and insert"], ["write y"], {**FIRST, "memo": "y", "starred": 1}),
        (["star"], ["write y"], {**FIRST, "memo": "y", "starred": 1}),
        (["write x"], ["write x"], {**FIRST, "memo": "x"}),
    ],
)
def test_what_was_undone_is_as_if_it_had_not_been_done(
    first: list[str], second: list[str], row: Record | None, order: tuple[int, int]
) -> None:
    both = [first, second]
    merged = apart(*(both[number] for number in order))
    assert merged == MergedRow(row, ())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        (["write x"], ["write y"], [{**FIRST, "memo": "x"}, {**FIRST, "memo": "y"}]),
        (["remove"], ["write y"], [{**FIRST, "memo": "y"}]),
    ],
)
def test_what_two_copies_changed_in_different_ways_is_a_rival(
    first: list[str], second: list[str], rows: list[Record], order: tuple[int, int]
) -> None:
    both = [first, second]
    merged = apart(*(both[number] for number in order))
    assert merged.row in rows
    assert [rival.column for rival in merged.rivals] == ["memo"]


@pytest.mark.parametrize(
    ("kind", "row", "rivals"),
    [
        ("remove", None, 0),
        ("write z", {**FIRST, "memo": "z"}, 0),
        ("star", {**FIRST, "memo": "y", "starred": 1}, 1),
    ],
)
def test_who_removes_or_writes_what_has_a_rival_has_decided(
    kind: str, row: Record | None, rivals: int
) -> None:
    copies = three_copies()
    copies[0].do("write x")
    copies[1].do("write y")
    assert copies[0].merge(copies[1]).row == {**FIRST, "memo": "y"}
    copies[0].do(kind)
    for order in permutations(range(3)):
        merged = after(copies, *order)
        assert (merged.row, len(merged.rivals)) == (row, rivals)


def test_a_damaged_version_vector_is_refused() -> None:
    for knows in ("[]", "{", '{"one": "x"}', "[" * 100_000):
        with pytest.raises(ValueError):  # noqa: PT011 - only the type is promised
            KnownActs().add([("one", 1, knows)])
