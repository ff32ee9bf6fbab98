"""The history: every act of every coder, with undo and redo.

An act is undone by another act that reverses its changes, newest first, so that undo itself is in the
history and can be undone (redo). Acts can be undone however old they are.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from qualcode.errors import ConflictError
from qualcode.model import Act, Change, CoderName, new_id
from qualcode.store import act_order, clock
from qualcode.store.database import Database, Row
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.transcripts import turn_versions
from qualcode.store.row_changes import TABLES, Recorder

_COLUMNS = """number, at, coder, verb, summary, undoes, undone_by,
    (SELECT count(*) FROM changes WHERE act = number)"""

_completed: list[str] = []


def completed_acts() -> list[str]:
    """Return the acts that this process has written, in words."""
    return list(_completed)


@contextmanager
def act(
    database: Database,
    coder: CoderName,
    verb: str,
    summary: str = "",
    *,
    undoable: bool = True,
    is_local: bool = False,
) -> Iterator[Recorder]:
    """Write everything inside as one act of this coder, in one transaction.

    An act in which nothing was written stays in the history, but undo skips it. An act that `is_local` is
    about this copy of the study alone, and never goes to another one.
    """
    with database.transaction():
        origin = "local" if is_local else "here"
        recorder = _begin_act(database, coder, verb, summary, undoable=undoable, origin=origin)
        before = database.rows_written()
        yield recorder
        recorder.flush()
        if database.rows_written() == before:
            database.execute("UPDATE acts SET undoable = 0 WHERE number = ?", (recorder.act,))
        _end_act(recorder)
    _completed.append(f"{verb}: {recorder.summary}")


def undo(database: Database, coder: CoderName, count: int = 1) -> list[Act]:
    """Undo this coder's last `count` acts, newest first; return them.

    ConflictError, and nothing is changed, if a later act changed the same rows.
    """
    with database.transaction():
        undone = undoable_acts(database, coder, max(count, 0))
        for last_act in undone:
            _reverse(database, last_act, "undo")
    return undone


def undoable_acts(database: Database, coder: CoderName, limit: int | None = None) -> list[Act]:
    """Return this coder's acts that can be undone and are not, newest first, at most `limit` of them."""
    rows = database.rows(
        f"""SELECT {_COLUMNS} FROM acts
        WHERE coder = ? AND undoable AND undoes IS NULL AND undone_by IS NULL
        ORDER BY number DESC LIMIT ?""",
        (coder, -1 if limit is None else limit),
    )
    return [_act(row) for row in rows]


def passed_over(database: Database, undone: Act) -> list[Act]:
    """Return the coder's acts since this one that changed rows and cannot be undone, oldest first.

    These are closings of rounds, and acts of which an erasure took out a part.
    """
    rows = database.rows(
        f"""SELECT {_COLUMNS} FROM acts WHERE coder = ? AND number > ? AND NOT undoable AND undoes IS NULL
        AND undone_by IS NULL AND origin IN ('here', 'local')
        AND EXISTS (SELECT 1 FROM changes WHERE act = number) ORDER BY number""",
        (undone.coder, undone.number),
    )
    return [_act(row) for row in rows]


def redo(database: Database, coder: CoderName) -> Act | None:
    """Redo the act that this coder undid last; None if they have acted since.

    The act returned is the undo that is taken back.
    """
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


def acts(database: Database, *, limit: int | None = None, coders: Collection[CoderName] = ()) -> list[Act]:
    """Return the acts (of these coders), newest first."""
    marks = ", ".join("?" for _ in coders)
    by_coder = f"AND coder IN ({marks})" if coders else ""
    rows = database.rows(
        f"SELECT {_COLUMNS} FROM acts WHERE origin <> 'withdrawn' {by_coder} ORDER BY number DESC LIMIT ?",
        [*coders, -1 if limit is None else limit],
    )
    return [_act(row) for row in rows]


def with_number(database: Database, number: int) -> Act | None:
    """Return the act with this number; None if there is none."""
    row = database.row(f"SELECT {_COLUMNS} FROM acts WHERE number = ? AND origin <> 'withdrawn'", (number,))
    return None if row is None else _act(row)


def changes(database: Database, number: int) -> list[Change]:
    """Return the rows that an act changed, in the order of the changes."""
    return _changes_of(database, "?", number)


def _changes_of(database: Database, act: str, value: str | int) -> list[Change]:
    rows = database.rows(
        f"SELECT subject, before, after FROM changes WHERE act = {act} ORDER BY position", (value,)
    )
    return [Change(subject=str(row[0]), before=_record(row[1]), after=_record(row[2])) for row in rows]


def newest_changes(database: Database, coder: CoderName) -> list[Change]:
    """Return the rows that this coder's newest act changed, in the order of the changes."""
    return _changes_of(
        database,
        "(SELECT number FROM acts WHERE coder = ? AND origin <> 'withdrawn' ORDER BY number DESC LIMIT 1)",
        coder,
    )


def codes_before(database: Database, number: int) -> set[str]:
    """Return the codes that rows had before an act changed or deleted them."""
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
    origin = database.row("SELECT origin FROM acts WHERE number = ?", (undone.number,))
    is_local = origin == ("local",)
    recorder = _begin_act(
        database,
        undone.coder,
        verb,
        undone.summary,
        undoes=undone.number,
        origin="local" if is_local else "here",
    )
    try:
        for change in reversed(changes(database, undone.number)):
            if change.subject == codebooks.SUBJECT:
                codebooks.restore(recorder, undone.coder, change)
            elif change.subject == turn_versions.SUBJECT:
                turn_versions.restore(recorder, change)
            elif change.subject in TABLES:
                recorder.reverse(change.subject, change.before, change.after)
            else:
                _restore_merged(recorder, change)
    except sqlite3.IntegrityError as error:
        raise ConflictError(
            f"Cannot {verb} «{undone.verb}: {undone.summary}»: a later act depends on it.",
            "Undo the later acts first (see `qualcode history`).",
        ) from error
    database.execute("UPDATE acts SET undone_by = ? WHERE number = ?", (recorder.act, undone.number))
    _end_act(recorder)


def _restore_merged(recorder: Recorder, change: Change) -> None:
    """Restore what a merge changed apart from rows of tables; few acts are merges."""
    from qualcode.store.team import act_exchange, codebook_exchange

    restore = {
        act_exchange.SUBJECT: act_exchange.restore,
        codebook_exchange.SUBJECT: codebook_exchange.restore,
    }
    restore[change.subject](recorder, change.before, change.after)


def _begin_act(
    database: Database,
    coder: CoderName,
    verb: str,
    summary: str,
    *,
    undoable: bool = True,
    undoes: int | None = None,
    origin: str = "here",
) -> Recorder:
    begun_at = clock.now()
    database.execute("INSERT OR IGNORE INTO coders VALUES (?, ?)", (coder, begun_at))
    place = act_order.next_place(database, begun_at)
    number = database.insert(
        "INSERT INTO acts (at, coder, verb, summary, undoable, undoes, uuid, origin, sequence, copy, knows) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (begun_at, coder, verb, summary, undoable, undoes, new_id(), origin, *place),
    )
    return Recorder(database, number, summary)


def _end_act(recorder: Recorder) -> None:
    recorder.flush()
    recorder.database.execute(
        "UPDATE acts SET summary = ? WHERE number = ?", (recorder.summary, recorder.act)
    )


def _act(row: Row) -> Act:
    number, made_at, coder, verb, summary, undoes, undone_by, change_count = row
    return Act(
        number=int(number or 0),
        made_at=str(made_at),
        coder=CoderName(str(coder)),
        verb=str(verb),
        summary=str(summary),
        undoes=int(undoes) if undoes is not None else None,
        undone_by=int(undone_by) if undone_by is not None else None,
        changes=int(change_count or 0),
    )


def _record(text: object) -> dict[str, str | int | float | None] | None:
    if text is None:
        return None
    record: dict[str, str | int | float | None] = json.loads(str(text))
    return record
