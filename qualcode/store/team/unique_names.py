"""Names that two rows have after a merge: the older row keeps it, whichever copy merged the other one.

What a row is called follows from the changes that coders made to it, not from the order of merges.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.model import new_id
from qualcode.store.act_order import KnownActs
from qualcode.store.database import Cell, Database, Record
from qualcode.store.row_changes import Recorder, records
from qualcode.store.team.row_chains import RowChange, chains_by, lasting_row, merge_row


@dataclass(frozen=True, slots=True, kw_only=True)
class _NamedTable:
    age: tuple[str, str]
    """Columns by which the rows sort, the oldest first."""
    told_apart_by: str
    """The column whose beginning is added to the names of the others."""
    note: Callable[[Record, str], str]
    """The older row and the new name of the other one → what is said of it."""


NAMED_TABLES: Mapping[str, _NamedTable] = {
    "sources": _NamedTable(
        age=("imported_at", "sha256"),
        told_apart_by="sha256",
        note=lambda older, name: (
            f"There are two sources {older['name']} with different texts: the one imported on "
            f"{str(older['imported_at'])[:10]} keeps the name, the other is {name} now."
        ),
    ),
    "cases": _NamedTable(
        age=("id", "id"),
        told_apart_by="id",
        note=lambda older, name: f"There are two cases {older['name']}: one of them is {name} now.",
    ),
    "rounds": _NamedTable(
        age=("made_at", "id"),
        told_apart_by="id",
        note=lambda older, name: (
            f"There are two rounds {older['name']}: the one drawn first keeps the name, the other is "
            f"{name} now."
        ),
    ),
}


def provisional_name(recorder: Recorder, table: str, row: Record) -> Cell:
    """Return a name that a row can have until `settle` is called."""
    rivals = records(recorder.database, table, {"name": row["name"]})
    return row["name"] if all(rival["id"] == row["id"] for rival in rivals) else f"{row['name']} {new_id()}"


def names_of_rows(database: Database) -> dict[str, dict[Cell, Cell]]:
    """Return the name of each row, by table and id."""
    return {
        table: {row[0]: row[1] for row in database.rows(f"SELECT id, name FROM {table}")}
        for table in NAMED_TABLES
    }


def settle(
    recorder: Recorder,
    table: str,
    changes: Iterable[RowChange],
    known: KnownActs,
    before: Mapping[Cell, Cell],
) -> list[str]:
    """Give all rows of a table the names that its changes lead to; return what is to be said of it.

    `before` has the names before the merge, by the ids of the rows that were here then.
    """
    named = NAMED_TABLES[table]
    rows = {row["id"]: row for row in records(recorder.database, table, {})}
    names = _names_of_changes(changes, known)
    named_rows = {
        identity: {**row, "name": str(names.get(identity, row["name"]))} for identity, row in rows.items()
    }
    targets = _told_apart(named, named_rows)
    owners = {
        str(row["name"]): row for identity, row in named_rows.items() if targets[identity] == row["name"]
    }
    notes: list[str] = []
    for identity, row in rows.items():
        name, target = str(named_rows[identity]["name"]), targets[identity]
        if target != name:
            if row["name"] != target:
                notes.append(named.note(owners[name], target))
        elif row["name"] == f"{name}-{_suffix(named, row)}":
            notes.append(f"{row['name']} is {name} again: no other {table[:-1]} has this name.")
        elif before.get(identity, name) != name:
            notes.append(f"The {table[:-1]} {before[identity]} is {name} now.")
    _rename(recorder, table, rows, targets)
    return notes


def settle_summaries(
    recorder: Recorder, changes: Mapping[str, Iterable[RowChange]], known: KnownActs
) -> None:
    """Give each summary the name that its case or source has now.

    A summary knows its case, in a study without cases its source, by the name alone. Which one had that name
    is asked of the acts that its writer knew: the other copy may have renamed it, or have one of that name.
    """
    written = chains_by("id", changes["summaries"])
    units = {table: chains_by("id", changes[table]) for table in ("cases", "sources")}
    names = {
        table: {row["id"]: str(row["name"]) for row in records(recorder.database, table, {})}
        for table in units
    }
    bearers = _bearers(units)
    for summary in records(recorder.database, "summaries", {}):
        naming = _naming_change(written.get(summary["id"], ()), known)
        if naming is None or naming.after is None:
            continue
        unit = str(naming.after["unit"])
        of_name = bearers.get(unit, set())
        [(table, identity)] = of_name if len(of_name) == 1 else [_unit_of(unit, units, naming, known)]
        name = names[table].get(identity)
        if name is not None and name != summary["unit"]:
            recorder.update("summaries", summary, {"unit": name})


def _naming_change(chain: Sequence[RowChange], known: KnownActs) -> RowChange | None:
    """Return the change that gave a summary the unit to which its changes lead."""
    unit = (merge_row(chain, known).row or {}).get("unit")
    named = [
        change
        for change in chain
        if change.after and change.after.get("unit") == unit and (change.before or {}).get("unit") != unit
    ]
    return max(named, key=lambda change: change.order, default=None)


def _bearers(units: Mapping[str, Mapping[Cell, list[RowChange]]]) -> dict[str, set[tuple[str, Cell]]]:
    """Return what has ever had each name: table and id."""
    bearers: dict[str, set[tuple[str, Cell]]] = {}
    for table, chains in units.items():
        for identity, chain in chains.items():
            sides = [side for change in chain for side in (change.before, change.after) if side]
            column = NAMED_TABLES[table].told_apart_by
            suffixes = {str(side[column])[:8] for side in sides if column in side}
            for name in {str(side["name"]) for side in sides if "name" in side}:
                for each in (name, *(f"{name}-{suffix}" for suffix in suffixes)):
                    bearers.setdefault(each, set()).add((table, identity))
    return bearers


def _unit_of(
    unit: str, units: Mapping[str, Mapping[Cell, list[RowChange]]], naming: RowChange, known: KnownActs
) -> tuple[str, Cell]:
    """Return the table and the id of what had this name for whoever made a change; None for nothing."""
    for table, chains in units.items():
        rows = [
            merge_row([each for each in chain if known.knew(naming.order, each.order)], known).row
            for chain in chains.values()
        ]
        columns = {"name", *NAMED_TABLES[table].age, NAMED_TABLES[table].told_apart_by}
        by_id = {row["id"]: row for row in rows if row and columns <= row.keys()}
        for identity, name in _told_apart(NAMED_TABLES[table], by_id).items():
            if name == unit:
                return table, identity
        if by_id:  # in a study with cases, summaries are on these
            return table, None
    return "sources", None


def _told_apart(named: _NamedTable, rows: Mapping[Cell, Record]) -> dict[Cell, str]:
    """Return the names that rows have in a copy: of those with one name, only the oldest keeps it."""
    rows_by_name: dict[str, list[Record]] = {}
    for row in rows.values():
        rows_by_name.setdefault(str(row["name"]), []).append(row)
    targets: dict[Cell, str] = {}
    for name, of_name in rows_by_name.items():
        oldest, *others = sorted(of_name, key=lambda row: [str(row[column]) for column in named.age])
        targets[oldest["id"]] = name
        targets.update({row["id"]: f"{name}-{_suffix(named, row)}" for row in others})
    return targets


def _suffix(named: _NamedTable, row: Record) -> str:
    return str(row[named.told_apart_by])[:8]


def _names_of_changes(changes: Iterable[RowChange], known: KnownActs) -> dict[Cell, Cell]:
    """Return the name that the changes of each row lead to; none for a row of which no change is known."""
    merged = {identity: lasting_row(chain, known) for identity, chain in chains_by("id", changes).items()}
    return {identity: row["name"] for identity, row in merged.items() if row and "name" in row}


def _rename(recorder: Recorder, table: str, rows: Mapping[Cell, Record], targets: Mapping[Cell, str]) -> None:
    """Rename rows; a row waits until no other one has its new name, and two that swap names take a detour."""
    names = {identity: str(row["name"]) for identity, row in rows.items()}
    waiting = [identity for identity, name in names.items() if name != targets[identity]]
    while waiting:
        taken = set(names.values())
        free = next((identity for identity in waiting if targets[identity] not in taken), None)
        identity = waiting[0] if free is None else free
        name = f"{names[identity]} {new_id()}" if free is None else targets[identity]
        recorder.update(table, {**rows[identity], "name": names[identity]}, {"name": name})
        names[identity] = name
        if free is not None:
            waiting.remove(free)
