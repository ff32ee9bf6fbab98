"""Acts of other copies in the history: undoing a merge withdraws them, redoing it brings them back."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.store.act_order import KnownActs, Order
from qualcode.store.database import Cell, Database, Record, Row
from qualcode.store.row_changes import Recorder, as_json, records
from qualcode.store.team.other_copy import OtherCopy
from qualcode.store.team.row_chains import RowChange, chains_by, merge_row

SUBJECT = "merged_acts"
"""The subject of the change that a merge brought acts: their UUIDs."""

_EXCHANGED = "origin IN ('here', 'merged')"


@dataclass(slots=True)
class LocalActs:
    """The acts of this copy: number and UUID of those that travel, and the withdrawn ones."""

    numbers: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, int] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    """Those of them that came in part, with a pack without texts: the rest of their changes is not here."""

    @classmethod
    def read(cls, database: Database) -> "LocalActs":
        """Read all acts."""
        acts = cls()
        for number, uuid, origin in database.rows("SELECT number, uuid, origin FROM acts"):
            if origin == "withdrawn":
                acts.withdrawn[str(uuid)] = int(number or 0)
            elif origin != "local":
                acts.numbers[str(uuid)] = int(number or 0)
        for uuid in acts.withdrawn.keys() & _withheld(database).keys():
            acts.withheld[uuid] = acts.withdrawn.pop(uuid)
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
        known = {**local.withdrawn, **local.withheld}
        if uuid in known:
            number = known[uuid]
            database.execute("UPDATE acts SET origin = 'merged' WHERE number = ?", (number,))
            if uuid in local.withheld:  # all changes come now
                database.execute("DELETE FROM changes WHERE act = ?", (number,))
        else:
            number = _insert_act(database, act, "merged")
        numbers[act["number"]] = number
    for act in new_acts:
        links = [numbers.get(act[column]) for column in ("undoes", "undone_by")]
        if any(links):
            database.execute(
                "UPDATE acts SET undoes = ?, undone_by = ? WHERE number = ?", (*links, numbers[act["number"]])
            )


def known_positions(
    database: Database, other: OtherCopy, acts: Iterable[Record], local: LocalActs
) -> dict[Cell, set[int]]:
    """Return the acts that both copies know and of which the other has more changes: number → positions here.

    A pack of one coder's work has only a part of some acts. Nothing is completed with a pack without texts,
    whose rows may have to wait, or where something was erased, which must not come back.
    """
    if not other.has_texts or database.row("SELECT 1 FROM tombstones"):
        return {}
    here: dict[Cell, Cell] = {}
    here.update(
        (act, positions)
        for act, positions in database.rows(
            f"SELECT act, group_concat(position) FROM changes JOIN acts ON act = number "
            f"WHERE {_EXCHANGED} GROUP BY act"
        )
    )
    there = other.positions()
    more: dict[Cell, set[int]] = {}
    for act in acts:
        number = local.numbers.get(str(act["uuid"]))
        known, others = here.get(number), there.get(act["number"])
        if number is not None and known != others and not _parsed(others) <= _parsed(known):
            more[act["number"]] = _parsed(known)
    return more


def _parsed(positions: Cell) -> set[int]:
    return {int(position) for position in str(positions).split(",")} if positions is not None else set()


def keep_withheld(
    recorder: Recorder, acts: Iterable[Record], changes: Iterable[Row], local: LocalActs
) -> list[str]:
    """Store acts of which only some rows could come, with their changes; return the UUIDs of the new ones.

    They are no part of the history, but what they made of rows that are here counts in later merges: without
    them, those would set it back.
    """
    numbers: dict[Cell, int] = {}
    new: list[str] = []
    in_force = {uuid for uuid, count in _withheld(recorder.database).items() if count > 0}
    for act in acts:
        uuid = str(act["uuid"])
        if uuid not in in_force:
            new.append(uuid)
        if uuid not in local.withdrawn and uuid not in local.withheld:
            numbers[act["number"]] = _insert_act(recorder.database, act, "withdrawn")
    rows = [(numbers[act], *change) for act, *change in changes if act in numbers]
    recorder.database.execute_many("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", rows)
    return new


def withheld_knowledge(database: Database) -> list[tuple[Cell, Cell, Cell]]:
    """Return copy, sequence and knowledge of the withheld acts whose changes count."""
    rows = database.rows(
        "SELECT copy, sequence, knows FROM acts WHERE knows <> '' AND origin = 'withdrawn' "
        "AND uuid IN (SELECT value FROM json_each(?))",
        (_in_force(database),),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _withheld(database: Database) -> Counter[str]:
    """Return in how many merges that are not undone each withheld act came."""
    merges: Counter[str] = Counter()
    rows = database.rows(
        f"SELECT before, after FROM acts JOIN changes ON act = number "
        f"WHERE origin = 'local' AND subject = '{SUBJECT}'"
    )
    for sides in rows:
        for side, step in zip(sides, (-1, 1), strict=True):
            uuids = json.loads(json.loads(str(side)).get("withheld", "[]")) if side is not None else []
            merges.update(dict.fromkeys(map(str, uuids), step))
    return merges


def _in_force(database: Database) -> str:
    return json.dumps([uuid for uuid, count in _withheld(database).items() if count > 0])


def _insert_act(database: Database, act: Record, origin: str) -> int:
    return database.insert(
        """INSERT INTO acts (at, coder, verb, summary, undoable, uuid, origin, sequence, copy, knows)
           VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?)""",
        (
            *(act[column] for column in ("at", "coder", "verb", "summary")),
            str(act["uuid"]),
            origin,
            *(act[column] for column in ("sequence", "copy", "knows")),
        ),
    )


def mark_undone(recorder: Recorder) -> None:
    """Record of each act the last one that undoes it and is not undone itself, of whichever copy."""
    database = recorder.database
    undone: dict[Cell, Cell] = {}
    rows = database.rows(
        f"SELECT undoes, number FROM acts WHERE undoes IS NOT NULL AND {_EXCHANGED} "
        "AND NOT EXISTS (SELECT 1 FROM acts AS later WHERE later.undoes = acts.number "
        "AND later.origin IN ('here', 'merged')) ORDER BY sequence, uuid"
    )
    undone.update((act, number) for act, number in rows)
    for number, undone_by in database.rows(f"SELECT number, undone_by FROM acts WHERE {_EXCHANGED}"):
        if undone.get(number) != undone_by:
            [act] = records(database, "acts", {"number": number})
            recorder.update("acts", act, {"undone_by": undone.get(number)})


def numbered_here(changes: Iterable[Row], numbers: Mapping[Cell, Cell]) -> Iterator[Row]:
    """Yield changes with the numbers that their acts have here, and the acts that they are of.

    Changes of acts that are not here are left out.
    """
    for act, position, subject, *sides in changes:
        if subject == "acts":
            records_of_acts = [None if side is None else json.loads(str(side)) for side in sides]
            if any(record is not None and record["number"] not in numbers for record in records_of_acts):
                continue
            sides = [  # noqa: PLW2901
                as_json(record and {**record, "number": numbers[record["number"]]})
                for record in records_of_acts
            ]
        yield numbers[act], position, subject, *sides


def rename_coders(recorder: Recorder, renamings: Iterable[RowChange], known: KnownActs) -> None:
    """Give acts that both copies know the coder that renamings in either lead to."""
    for number, changes in chains_by("number", renamings).items():
        row = merge_row(changes, known).row or {}
        for act in records(recorder.database, "acts", {"number": number}) if "coder" in row else ():
            recorder.update("acts", act, {"coder": row["coder"]})


def record_merged(
    recorder: Recorder, new_acts: Sequence[Record], withheld: Sequence[str], more: Sequence[Row]
) -> None:
    """Record which acts the merge brought, which only in part, and which further changes of known acts."""
    record: Record = {"acts": json.dumps([act["uuid"] for act in new_acts])}
    if withheld:
        record["withheld"] = json.dumps(withheld)
    if more:
        record["more"] = json.dumps(more, ensure_ascii=False)
    if new_acts or withheld or more:
        recorder.record_change(SUBJECT, None, record)


def restore(recorder: Recorder, before: Record | None, after: Record | None) -> None:
    """Reverse a merge's change of the history: withdraw its acts, or bring them back."""
    origin = "withdrawn" if before is None else "merged"
    side = after if before is None else before
    uuids = json.loads(str((side or {})["acts"]))
    recorder.database.execute_many(
        "UPDATE acts SET origin = ? WHERE uuid = ?", [(origin, str(uuid)) for uuid in uuids]
    )
    more = json.loads(str((side or {}).get("more", "[]")))
    if before is None:
        query, rows = "DELETE FROM changes WHERE act = ? AND position = ?", [row[:2] for row in more]
    else:
        query, rows = "INSERT INTO changes VALUES (?, ?, ?, ?, ?)", more
    recorder.database.execute_many(query, rows)
    recorder.record_change(SUBJECT, after, before)


def local_changes(database: Database, subjects: Iterable[str]) -> Iterable[tuple[str, RowChange]]:
    """Yield the subject and the change, of these subjects, of all acts that travel, and of withheld ones."""
    listed = ", ".join(f"'{subject}'" for subject in subjects)
    rows = database.rows(
        f"""SELECT subject, sequence, uuid, position, at, copy, before, after
            FROM changes JOIN acts ON act = number WHERE ({_EXCHANGED} OR origin = 'withdrawn'
                AND uuid IN (SELECT value FROM json_each(?))) AND subject IN ({listed})""",
        (_in_force(database),),
    )
    for row in rows:
        yield _change(row)


def changes_by_subject(database: Database, subjects: Iterable[str]) -> dict[str, list[RowChange]]:
    """Return the changes, of these subjects, of all acts that travel, in one reading of the history."""
    by_subject: dict[str, list[RowChange]] = {subject: [] for subject in subjects}
    for subject, change in local_changes(database, by_subject):
        by_subject[subject].append(change)
    return by_subject


def _change(row: Row) -> tuple[str, RowChange]:
    subject, sequence, uuid, position, at, copy, before, after = row
    sides = [None if side is None else json.loads(str(side)) for side in (before, after)]
    order = Order(int(sequence or 0), str(uuid), int(position or 0), str(at), str(copy))
    return str(subject), RowChange(order, sides[0], sides[1])


def study_uuid(database: Database) -> str:
    """Return the UUID of the study, which all its copies have."""
    row = database.row("SELECT uuid FROM study")
    return str(row[0]) if row else ""
