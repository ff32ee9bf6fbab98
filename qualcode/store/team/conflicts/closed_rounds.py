"""A round that was closed in two copies: one of the closings counts, as a whole.

The closing by which most parts were finished counts, and of equal ones the first: what coders agree on is
what they had coded before anything was discussed. That follows from the acts, not from the order of merges.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.store.act_order import Order
from qualcode.store.database import Cell, Database, Record
from qualcode.store.row_changes import records
from qualcode.store.team.act_exchange import local_changes
from qualcode.store.team.other_copy import OtherCopy
from qualcode.store.team.row_chains import Key, RowChange
from qualcode.store.team.row_writer import Desired
from qualcode.store.team.translation import Translation
from qualcode.text.plurals import counted

_TABLES = ("rounds", "frozen_sources")
_COLUMNS = ("closed_at", "closed_by", "codebook_version")
"""The columns of a round that closing it sets."""


@dataclass(slots=True)
class _Closing:
    order: Order
    is_new: bool
    finished: int = 0
    """Number of sources and coders who had finished them."""
    columns: Record = field(default_factory=dict)

    def rank(self) -> tuple[int, Order]:
        """Return the key by which closings sort, the one that counts first."""
        return -self.finished, self.order


def let_one_count(
    database: Database,
    other: OtherCopy,
    translation: Translation,
    touched: Mapping[str, Mapping[Key, Sequence[RowChange]]],
    desired: dict[str, Desired],
) -> list[str]:
    """Make rounds that were closed more than once what one closing says; return what is to be said of it.

    `touched` are the new changes by table and key, and `desired` what rows are to be.
    """
    closings: dict[Cell, dict[str, _Closing]] = {}
    for table, change in local_changes(database, _TABLES) if "rounds" in touched else ():
        _add(closings, table, change, is_new=False)
    for table in _TABLES:
        for changes in touched.get(table, {}).values():
            for change in changes:
                _add(closings, table, change, is_new=True)
    several = {
        identity: sorted(of_round.values(), key=_Closing.rank)
        for identity, of_round in closings.items()
        if len(of_round) > 1
    }
    if not several:
        return []
    there = {identity for identity, (first, *_) in several.items() if first.is_new}
    if there:
        rows = (translation.record("frozen_sources", row) for row in other.rows("frozen_sources"))
        _take_frozen(database, there, rows, desired.setdefault("frozen_sources", {}))
    return [
        note
        for identity, ranked in several.items()
        for note in _let_first_count(database, other.path.name, identity, ranked, desired)
    ]


def _add(closings: dict[Cell, dict[str, _Closing]], table: str, change: RowChange, *, is_new: bool) -> None:
    after = change.after or {}
    if table == "frozen_sources" and change.before is None:
        of_round = closings.setdefault(after["round_id"], {})
        closing = of_round.setdefault(change.order.act, _Closing(change.order, is_new))
        closing.finished += len(json.loads(str(after["finished_by"])))
    elif table == "rounds" and after.get("closed_at") and not (change.before or {}).get("closed_at"):
        of_round = closings.setdefault(after["id"], {})
        closing = of_round.setdefault(change.order.act, _Closing(change.order, is_new))
        closing.columns = {column: after[column] for column in _COLUMNS}


def _let_first_count(
    database: Database,
    copy_name: str,
    identity: Cell,
    ranked: Sequence[_Closing],
    desired: dict[str, Desired],
) -> list[str]:
    """Give a round the columns of its first closing, and take no frozen source if that is known here."""
    first, second = ranked[:2]
    row = desired.get("rounds", {}).get((identity,))
    if row is not None:
        row.update(first.columns)
    if not first.is_new:
        frozen = desired.get("frozen_sources", {})
        for key in [key for key in frozen if key[0] == identity]:
            del frozen[key]
    if not any(closing.is_new for closing in ranked):
        return []
    [name] = [each["name"] for each in records(database, "rounds", {"id": identity})] or [identity]
    places = (copy_name, "this copy") if first.is_new else ("this copy", copy_name)
    note = (
        f"The round {name} was closed in both copies. That in {places[0]} counts, with "
        f"{counted(first.finished, 'finished part')}; that in {places[1]}, with {second.finished}, does not."
    )
    return [note]


def _take_frozen(
    database: Database, rounds: set[Cell], rows_there: Iterable[Record], frozen: Desired
) -> None:
    """Replace all frozen sources of these rounds by those of the other copy."""
    for identity in rounds:
        for row in records(database, "frozen_sources", {"round_id": identity}):
            frozen[(identity, row["source_id"])] = None
    for row in rows_there:
        if row["round_id"] in rounds:
            frozen[(row["round_id"], row["source_id"])] = row
