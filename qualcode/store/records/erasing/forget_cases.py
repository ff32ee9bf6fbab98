"""Erase cases with their attributes, appearances and summaries, also from the history."""

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from qualcode.model import CaseId, SourceId
from qualcode.store.database import Database
from qualcode.store.records.erasing.forget_source import ERASED

_ROW = "coalesce(before, after)"
_PARTS = "('attributes', 'appearances', 'waiting_appearances')"
_REMOVED_WITH_SOURCES = """
    SELECT DISTINCT json_extract(appearance.before, '$.case_id') AS case_id,
        json_extract(source.before, '$.id') AS source_id, json_extract(source.before, '$.name') AS source_name
    FROM changes AS source JOIN changes AS appearance USING (act)
    WHERE source.subject = 'sources' AND source.after IS NULL
      AND appearance.subject = 'appearances' AND appearance.after IS NULL
      AND json_extract(appearance.before, '$.source_id') = json_extract(source.before, '$.id')
      AND json_extract(source.before, '$.id') NOT IN (SELECT id FROM sources)
      AND json_extract(appearance.before, '$.case_id') IN (SELECT id FROM cases)"""
"""Cases and the removed sources that undo would join to them again."""


class CaseOfSource(NamedTuple):
    """A case that appears in a source that is erased, and the names of its other sources."""

    id: CaseId
    name: str
    other_sources: tuple[str, ...]


def of_sources(
    database: Database, sources: Collection[SourceId], names: Collection[str]
) -> list[CaseOfSource]:
    """Return the cases that appear in these sources, are removed with them, or wait for their names.

    `other_sources` also has removed sources that undo can restore.
    """
    rows = database.rows(
        f"""WITH joined AS (
                SELECT case_id, source_id, sources.name AS source_name
                FROM appearances JOIN sources ON sources.id = source_id
                UNION {_REMOVED_WITH_SOURCES}),
            erased AS (SELECT value AS id FROM json_each(?1)),
            concerned AS (
                SELECT case_id FROM joined WHERE source_id IN erased
                UNION SELECT case_id FROM waiting_appearances
                    WHERE source_name IN (SELECT value FROM json_each(?2)))
            SELECT id, name, source_name
            FROM cases LEFT JOIN joined ON joined.case_id = cases.id AND source_id NOT IN erased
            WHERE id IN concerned ORDER BY name, source_name""",
        (json.dumps(list(sources)), json.dumps(list(names))),
    )
    other_sources: dict[tuple[str, str], list[str]] = {}
    for case, name, source in rows:
        other_sources.setdefault((str(case), str(name)), []).extend([str(source)] if source else [])
    return [
        CaseOfSource(CaseId(case), name, tuple(dict.fromkeys(others)))
        for (case, name), others in other_sources.items()
    ]


def in_history(database: Database, sources: Collection[SourceId], names: Collection[str]) -> set[CaseId]:
    """Return the removed cases that have appeared in these sources or waited for these names."""
    rows = database.rows(
        f"""SELECT DISTINCT json_extract({_ROW}, '$.case_id') AS case_id FROM changes
            WHERE case_id NOT IN (SELECT id FROM cases) AND (
                subject = 'appearances'
                    AND json_extract({_ROW}, '$.source_id') IN (SELECT value FROM json_each(?1))
                OR subject = 'waiting_appearances'
                    AND json_extract({_ROW}, '$.source_name') IN (SELECT value FROM json_each(?2)))""",
        (json.dumps(list(sources)), json.dumps(list(names))),
    )
    return {CaseId(str(case)) for (case,) in rows}


def named(database: Database, name: str) -> set[CaseId]:
    """Return the case with this name, or the removed ones that have had it."""
    rows = database.rows("SELECT id FROM cases WHERE name = ?", (name,)) or database.rows(
        "SELECT id FROM (SELECT json_extract(before, '$.id') AS id, json_extract(before, '$.name') AS name "
        "FROM changes WHERE subject = 'cases') WHERE name = ?",
        (name,),
    )
    return {CaseId(str(case)) for (case,) in rows}


def source_names(database: Database, cases: Collection[CaseId]) -> tuple[str, ...]:
    """Return the names of the sources in which these cases appear."""
    rows = database.rows(
        """SELECT DISTINCT name FROM appearances JOIN sources ON sources.id = source_id
           WHERE case_id IN (SELECT value FROM json_each(?)) ORDER BY name""",
        (json.dumps(sorted(cases)),),
    )
    return tuple(str(name) for (name,) in rows)


def forget(database: Database, cases: Iterable[CaseId]) -> tuple[set[CaseId], set[str]]:
    """Delete cases, and the removed ones that had their names, from the tables and the history.

    Return their ids and the names that they have had. Acts on them alone stay as `(erased)`, and cannot be
    undone.
    """
    with database.transaction():
        ids, names = _with_same_names(database, set(cases))
        _forget_changes(
            database,
            f"""subject = 'cases' AND json_extract({_ROW}, '$.id') IN (SELECT value FROM json_each(?1))
                OR subject IN {_PARTS}
                    AND json_extract({_ROW}, '$.case_id') IN (SELECT value FROM json_each(?1))""",
            ids,
        )
        forget_summaries(database, names)
        for table in ("attributes", "appearances", "waiting_appearances"):
            database.execute_many(f"DELETE FROM {table} WHERE case_id = ?", [(case,) for case in ids])
        database.execute_many("DELETE FROM cases WHERE id = ?", [(case,) for case in ids])
    return ids, names


def forget_summaries(database: Database, units: Collection[str]) -> None:
    """Delete the summaries on cases, or on sources in a study without cases, also from the history."""
    in_units = "json_extract({}, '$.unit') IN (SELECT value FROM json_each(?1))"
    _forget_changes(
        database,
        f"""subject = 'summaries' AND
            (coalesce({in_units.format("before")}, 0) OR coalesce({in_units.format("after")}, 0))""",
        units,
    )
    database.execute_many("DELETE FROM summaries WHERE unit = ?", [(unit,) for unit in units])


def forget_waiting(database: Database, source_names: Collection[str]) -> None:
    """Delete what waits for sources of these names, also from the history."""
    _forget_changes(
        database,
        f"""subject = 'waiting_appearances'
            AND json_extract({_ROW}, '$.source_name') IN (SELECT value FROM json_each(?1))""",
        source_names,
    )
    database.execute_many(
        "DELETE FROM waiting_appearances WHERE source_name = ?", [(name,) for name in source_names]
    )


def _forget_changes(database: Database, condition: str, values: Iterable[str]) -> None:
    """Delete changes from the history; an act without any others becomes `(erased)`."""
    listed = (json.dumps(sorted(values)),)
    acts = database.rows(f"SELECT DISTINCT act FROM changes WHERE {condition}", listed)
    database.execute(f"DELETE FROM changes WHERE {condition}", listed)
    database.execute_many(
        f"""UPDATE acts SET undoable = 0, summary = '{ERASED}' WHERE number = ? AND NOT EXISTS (
            SELECT 1 FROM changes WHERE act = number AND subject <> 'codebook_versions')""",
        acts,
    )


def all_names(database: Database) -> list[tuple[CaseId, str]]:
    """Return the id and the name of each case, also of removed ones and former names."""
    rows = database.rows(
        """SELECT id, name FROM cases
           UNION SELECT json_extract(before, '$.id'), json_extract(before, '$.name') FROM changes
               WHERE subject = 'cases' AND before IS NOT NULL
           UNION SELECT json_extract(after, '$.id'), json_extract(after, '$.name') FROM changes
               WHERE subject = 'cases' AND after IS NOT NULL"""
    )
    return [(CaseId(str(case)), str(name)) for case, name in rows]


def _with_same_names(database: Database, cases: set[CaseId]) -> tuple[set[CaseId], set[str]]:
    """Return the cases with the removed ones that have had a name of theirs, and all these names.

    A table of participants that is imported again gives a case a new id and the same name.
    """
    rows = all_names(database)
    staying = {str(row[0]) for row in database.rows("SELECT id FROM cases")} - cases
    taken = {str(name) for case, name in rows if str(case) in staying}
    removed_of_staying = {str(case) for case, name in rows if str(name) in taken}
    ids, names = {case for case in cases if case not in removed_of_staying}, set[str]()
    while True:
        names |= {str(name) for case, name in rows if str(case) in ids}
        same = {CaseId(str(case)) for case, name in rows if str(name) in names - taken} - staying
        if same <= ids:
            return ids, names - taken
        ids |= same
