"""Acts of other copies in the history: undoing a merge withdraws them, redoing it brings them back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.store.act_order import Order
from qualcode.store.database import Cell, Database, Record, Row
from qualcode.store.row_changes import Recorder, records
from qualcode.store.team.row_chains import RowChange

SUBJECT = "merged_acts"
"""The subject of the change that a merge brought acts: their UUIDs."""

_EXCHANGED = "origin IN ('here', 'merged')"


@dataclass(slots=True)
class LocalActs:
    """The acts of this copy: number and UUID of those that travel, and the withdrawn ones."""

    numbers: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, database: Database) -> "LocalActs":
        """Read all acts."""
        acts = cls()
        for number, uuid, origin in database.rows("SELECT number, uuid, origin FROM acts"):
            if origin == "withdrawn":
                acts.withdrawn[str(uuid)] = int(number or 0)
            elif origin != "local":
                acts.numbers[str(uuid)] = int(number or 0)
        return acts


def import_coders(recorder: Recorder, coders: Iterable[Record]) -> None:
    """Insert the coders of another copy; they are no part of the history."""
    recorder.database.execute_many(
        "INSERT OR IGNORE INTO coders VALUES (?, ?)", [(row["name"], row["made_at"]) for row in coders]
    )


def import_acts(
    recorder: Recorder, new_acts: Sequence[Record], local: LocalActs, numbers: dict[Cell, Cell]
) -> None:
    """Insert acts of another copy, oldest first, and bring withdrawn ones back.

    `numbers` (number there → number here) has the acts that both know, and gets the new ones.
    """
    database = recorder.database
    for act in new_acts:
        uuid = str(act["uuid"])
        if uuid in local.withdrawn:
            number = local.withdrawn[uuid]
            database.execute("UPDATE acts SET origin = 'merged' WHERE number = ?", (number,))
        else:
            number = database.insert(
                """INSERT INTO acts (at, coder, verb, summary, undoable, uuid, origin, sequence, copy, knows)
                   VALUES (?, ?, ?, ?, 0, ?, 'merged', ?, ?, ?)""",
                (
                    *(act[column] for column in ("at", "coder", "verb", "summary")),
                    uuid,
                    *(act[column] for column in ("sequence", "copy", "knows")),
                ),
            )
        numbers[act["number"]] = number
    for act in new_acts:
        links = [numbers.get(act[column]) for column in ("undoes", "undone_by")]
        if any(links):
            database.execute(
                "UPDATE acts SET undoes = ?, undone_by = ? WHERE number = ?", (*links, numbers[act["number"]])
            )


def mark_undone(recorder: Recorder, other_acts: Iterable[Record], numbers: Mapping[Cell, Cell]) -> None:
    """Record of acts that both copies know that they were undone in the other one."""
    for act in other_acts:
        number, undone_by = numbers.get(act["number"]), numbers.get(act["undone_by"])
        if number is None or undone_by is None:
            continue
        for row in records(recorder.database, "acts", {"number": number}):
            if row["undone_by"] is None and row["origin"] == "here":
                recorder.update("acts", row, {"undone_by": undone_by})


def record_merged(recorder: Recorder, new_acts: Sequence[Record]) -> None:
    """Record which acts the merge brought."""
    if new_acts:
        recorder.record_change(SUBJECT, None, {"acts": json.dumps([act["uuid"] for act in new_acts])})


def restore(recorder: Recorder, before: Record | None, after: Record | None) -> None:
    """Reverse a merge's change of the history: withdraw its acts, or bring them back."""
    origin = "withdrawn" if before is None else "merged"
    side = after if before is None else before
    uuids = json.loads(str((side or {})["acts"]))
    recorder.database.execute_many(
        "UPDATE acts SET origin = ? WHERE uuid = ?", [(origin, str(uuid)) for uuid in uuids]
    )
    recorder.record_change(SUBJECT, after, before)


def local_changes(database: Database, subjects: Iterable[str]) -> Iterable[tuple[str, RowChange]]:
    """Yield the subject and the change, of these subjects, of all acts that travel."""
    listed = ", ".join(f"'{subject}'" for subject in subjects)
    rows = database.rows(
        f"""SELECT subject, sequence, uuid, position, at, copy, before, after
            FROM changes JOIN acts ON act = number WHERE {_EXCHANGED} AND subject IN ({listed})"""
    )
    for row in rows:
        yield _change(row)


def _change(row: Row) -> tuple[str, RowChange]:
    subject, sequence, uuid, position, at, copy, before, after = row
    sides = [None if side is None else json.loads(str(side)) for side in (before, after)]
    order = Order(int(sequence or 0), str(uuid), int(position or 0), str(at), str(copy))
    return str(subject), RowChange(order, sides[0], sides[1])


def study_uuid(database: Database) -> str:
    """Return the UUID of the study, which all its copies have."""
    row = database.row("SELECT uuid FROM study")
    return str(row[0]) if row else ""
