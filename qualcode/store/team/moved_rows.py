"""Rows that earlier merges moved to other codes, as their coders wrote them.

A merge moves rows of a code that the joined codebook does not have any more, and joins those that are then on
one span. That follows from what all copies did, but it is no act of a coder and does not travel: a copy that
merges others later in another order has not seen it. So each merge takes it back first, and moves all rows
anew by what it knows then.
"""

import json

from qualcode.store.act_order import KnownActs
from qualcode.store.database import Cell, Database, Record
from qualcode.store.row_changes import TABLES, Recorder, records
from qualcode.store.team.act_exchange import local_changes
from qualcode.store.team.exchanged_tables import WITH_CODES
from qualcode.store.team.merge_sources import MergedSources
from qualcode.store.team.other_copy import OtherCopy
from qualcode.store.team.row_chains import DERIVED, Key, RowChange, by_key, merge_row
from qualcode.store.team.row_writer import Desired, RowWriter


def take_back(recorder: Recorder, other: OtherCopy, sources: MergedSources, known: KnownActs) -> None:
    """Make the rows that earlier merges moved, joined or dropped what the acts of their coders lead to."""
    recorder.flush()
    moved = _changed_by_merges(recorder.database)
    if not moved:
        return
    desired: dict[str, Desired] = {"decisions": dict.fromkeys(moved.get("decisions", ()))}
    chains: dict[tuple[str, Key], list[RowChange]] = {}
    for table, change in local_changes(recorder.database, moved):
        for key, part in by_key(table, change):
            if key in moved[table]:
                chains.setdefault((table, key), []).append(part)
    for (table, key), chain in chains.items():
        desired.setdefault(table, {})[key] = merge_row(chain, known).row
    writer = RowWriter(recorder, other.path.name, sources)
    for table, rows in desired.items():
        columns = other.columns[table].keys()
        anew = {
            key: _taken_out(recorder, table, key, row)
            for key, row in rows.items()
            if row is None or _is_of_present_source(table, row, sources)
        }
        writer.write(
            table, {key: row for key, row in anew.items() if row is not None and row.keys() == columns}
        )


def _taken_out(recorder: Recorder, table: str, key: Key, row: Record | None) -> Record | None:
    """Delete a row that is not as it is to be; return what is to be inserted, None if nothing is.

    All are deleted before one is inserted, so that none meets another one on its way.
    """
    existing = records(recorder.database, table, dict(zip(TABLES[table].key, key, strict=True)))
    if existing and row is not None and all(existing[0][name] == cell for name, cell in row.items()):
        return None
    for each in existing:
        recorder.delete(table, each)
    if row is None:
        return None
    return {**dict.fromkeys(TABLES[table].bulky & DERIVED, ""), **dict(*existing), **row}


def _is_of_present_source(table: str, row: Record, sources: MergedSources) -> bool:
    source = row.get("target" if table == "memos" and row.get("about") == "source" else "source_id")
    return source is None or source in sources.present


def _changed_by_merges(database: Database) -> dict[str, set[Key]]:
    """Return the rows with codes that merges changed or deleted; of decisions also those that they moved."""
    listed = ", ".join(f"'{table}'" for table in WITH_CODES)
    rows = database.rows(
        f"""SELECT subject, before, after FROM changes JOIN acts ON act = number
            WHERE origin = 'local' AND subject IN ({listed})
                AND (before IS NOT NULL OR subject = 'decisions') ORDER BY act, position"""
    )
    changed: dict[str, set[Key]] = {}
    spans: set[Key] = set()
    inserted: set[Key] = set()
    for table, before, after in rows:
        for side in (before, after):
            if side is None:
                continue
            key = _key(str(table), side)
            if table == "decisions" and before is None:
                inserted.add(key)
            else:
                changed.setdefault(str(table), set()).add(key)
                spans.add(_without_code(key))
    changed.setdefault("decisions", set()).update(key for key in inserted if _without_code(key) in spans)
    return {table: keys for table, keys in changed.items() if keys}


def _key(table: str, side: Cell) -> Key:
    record = json.loads(str(side))
    return tuple(record[name] for name in TABLES[table].key)


def _without_code(key: Key) -> Key:
    return (*key[:3], *key[4:])
