"""The history: every act of every coder, and the way back.

An act is undone by another act that reverses its changes, newest first, so that undo is itself in the
history and can be taken back (redo). How long ago it was makes no difference.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from qualcode.errors import ConflictError
from qualcode.model import Act, Change, CoderName
from qualcode.store.clock import now
from qualcode.store.database import Database, Row
from qualcode.store.records import codebooks
from qualcode.store.row_changes import Recorder

_COLUMNS = """number, at, coder, verb, summary, undoes, undone_by,
    (SELECT count(*) FROM changes WHERE act = number)"""


@contextmanager
def act(
    database: Database, coder: CoderName, verb: str, summary: str = "", *, undoable: bool = True
) -> Iterator[Recorder]:
    """Write everything inside as one act of this coder: all of it is on disk afterwards, or none.

    An act in which nothing was written stays in the history, but undo passes over it.
    """
    with database.transaction():
        recorder = _begun(database, coder, verb, summary, undoable=undoable)
        before = database.rows_written()
        yield recorder
        recorder.flush()
        if database.rows_written() == before:
            database.execute("UPDATE acts SET undoable = 0 WHERE number = ?", (recorder.act,))
        _ended(recorder)


def undo(database: Database, coder: CoderName, count: int = 1) -> list[Act]:
    """Take back this coder's last `count` acts, newest first; return them.

    ConflictError, and nothing changed, where something later stands in the way.
    """
    with database.transaction():
        rows = database.rows(
            f"""SELECT {_COLUMNS} FROM acts
            WHERE coder = ? AND undoable AND undoes IS NULL AND undone_by IS NULL
            ORDER BY number DESC LIMIT ?""",
            (coder, max(count, 0)),
        )
        undone = [_act(row) for row in rows]
        for found in undone:
            _reverse(database, found, "undo")
    return undone


def redo(database: Database, coder: CoderName) -> Act | None:
    """Do again what this coder last took back, unless they have done something else since."""
    with database.transaction():
        row = database.row(
            f"SELECT {_COLUMNS} FROM acts WHERE coder = ? AND undoable AND undone_by IS NULL "
            "AND verb <> 'redo' ORDER BY number DESC LIMIT 1",
            (coder,),
        )
        if row is None or _act(row).verb != "undo":
            return None
        undoing = _act(row)
        _reverse(database, undoing, "redo")
        database.execute("UPDATE acts SET undone_by = NULL WHERE number = ?", (undoing.undoes,))
    return undoing


def acts(database: Database, *, limit: int | None = None, coder: CoderName | None = None) -> list[Act]:
    """Return the acts, newest first."""
    by_coder, values = ("WHERE coder = ?", [coder]) if coder else ("", [])
    rows = database.rows(
        f"SELECT {_COLUMNS} FROM acts {by_coder} ORDER BY number DESC LIMIT ?",
        [*values, -1 if limit is None else limit],
    )
    return [_act(row) for row in rows]


def changes(database: Database, number: int) -> list[Change]:
    """Return the rows that an act touched, in the order in which it did."""
    rows = database.rows(
        "SELECT subject, before, after FROM changes WHERE act = ? ORDER BY position", (number,)
    )
    return [Change(subject=str(row[0]), before=_record(row[1]), after=_record(row[2])) for row in rows]


def codes_before(database: Database, number: int) -> set[str]:
    """Return the codes of all rows that an act changed or took away, as they were before it."""
    rows = database.rows(
        """SELECT DISTINCT CASE subject WHEN 'memos' THEN json_extract(before, '$.target')
                           ELSE json_extract(before, '$.code') END
           FROM changes WHERE act = ? AND before IS NOT NULL AND (
               subject IN ('codings', 'decisions')
               OR (subject = 'memos' AND json_extract(before, '$.about') = 'code'))""",
        (number,),
    )
    return {str(row[0]) for row in rows if row[0] is not None}


def _reverse(database: Database, undone: Act, verb: str) -> None:
    recorder = _begun(database, undone.coder, verb, undone.summary, undoes=undone.number)
    try:
        for change in reversed(changes(database, undone.number)):
            if change.subject == codebooks.SUBJECT:
                codebooks.restore(recorder, undone.coder, change)
            else:
                recorder.reverse(change.subject, change.before, change.after)
    except sqlite3.IntegrityError as error:
        raise ConflictError(
            f"Cannot {verb} «{undone.verb}: {undone.summary}»: something made later depends on it.",
            "Undo the later acts first (see `qualcode history`).",
        ) from error
    database.execute("UPDATE acts SET undone_by = ? WHERE number = ?", (recorder.act, undone.number))
    _ended(recorder)


def _begun(
    database: Database,
    coder: CoderName,
    verb: str,
    summary: str,
    *,
    undoable: bool = True,
    undoes: int | None = None,
) -> Recorder:
    at = now()
    database.execute("INSERT OR IGNORE INTO coders VALUES (?, ?)", (coder, at))
    number = database.insert(
        "INSERT INTO acts (at, coder, verb, summary, undoable, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        (at, coder, verb, summary, undoable, undoes),
    )
    return Recorder(database, number, summary)


def _ended(recorder: Recorder) -> None:
    recorder.flush()
    recorder.database.execute(
        "UPDATE acts SET summary = ? WHERE number = ?", (recorder.summary, recorder.act)
    )


def _act(row: Row) -> Act:
    number, at, coder, verb, summary, undoes, undone_by, count = row
    return Act(
        number=int(number or 0),
        at=str(at),
        coder=CoderName(str(coder)),
        verb=str(verb),
        summary=str(summary),
        undoes=int(undoes) if undoes is not None else None,
        undone_by=int(undone_by) if undone_by is not None else None,
        changes=int(count or 0),
    )


def _record(text: object) -> dict[str, str | int | float | None] | None:
    if text is None:
        return None
    record: dict[str, str | int | float | None] = json.loads(str(text))
    return record
