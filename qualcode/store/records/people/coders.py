"""Coders: what each has done, and the rows that carry a coder's name."""

from collections.abc import Iterable
from typing import NamedTuple

from qualcode.model import CoderName
from qualcode.store.clock import now
from qualcode.store.database import Database, Record
from qualcode.store.records import foreign_guids
from qualcode.store.row_changes import TABLES, Recorder, records

RENAMED_TABLES = ("memos", "summaries", "acts")
"""Tables in which two coders can have equal rows: renaming only changes the name."""
UNIQUE_TABLES = ("codings", "decisions", "finished_sources", "suggestions")
"""Tables in which a coder has at most one row of each key."""
_CODING_KEY = ("source_id", "start", "end", "code")


class CoderCounts(NamedTuple):
    """The numbers of what a coder has done."""

    name: str
    codings: int
    decisions: int
    memos: int
    summaries: int
    acts: int
    last_act: str

    @property
    def is_active(self) -> bool:
        """Whether the coder has done anything."""
        return any((self.codings, self.decisions, self.memos, self.summaries, self.acts))


def names(database: Database) -> list[CoderName]:
    """Return the names of all coders who have ever done anything, by name."""
    return [CoderName(str(name)) for (name,) in database.rows("SELECT name FROM coders ORDER BY name")]


def counts(database: Database) -> list[CoderCounts]:
    """Return the counts of each coder who has done anything, by name.

    Acts that came with a merge that was undone do not count.
    """
    numbers = ", ".join(
        f"(SELECT count(*) FROM {table} WHERE coder = name)"
        for table in ("codings", "decisions", "memos", "summaries")
    )
    acts_of = "FROM acts WHERE coder = name AND origin <> 'withdrawn'"
    rows = database.rows(
        f"SELECT name, {numbers}, (SELECT count(*) {acts_of}), (SELECT max(at) {acts_of}) FROM coders "
        "ORDER BY name"
    )
    every = []
    for name, *numbers_of, last_act in rows:
        codings, decisions, memos, summaries, acts = (int(number or 0) for number in numbers_of)
        every.append(CoderCounts(str(name), codings, decisions, memos, summaries, acts, str(last_act or "")))
    return [coder for coder in every if coder.is_active]


def overlapping_codings(
    database: Database, first: CoderName, second: CoderName
) -> list[tuple[str, str, str]]:
    """Return source name, code and quote of each coding of `first` that shares words with one of `second`."""
    rows = database.rows(
        """SELECT sources.name, codings.code, codings.quote
           FROM codings JOIN sources ON sources.id = source_id
           WHERE coder = ? AND EXISTS (
               SELECT 1 FROM codings AS others WHERE others.coder = ? AND others.source_id = codings.source_id
                   AND others.start < codings."end" AND codings.start < others."end")
           ORDER BY sources.name, codings.start""",
        (first, second),
    )
    return [(str(source), str(code), str(quote)) for source, code, quote in rows]


def add_missing(recorder: Recorder, names: Iterable[str]) -> None:
    """Write coders that have done nothing here yet, so that rows can have their names."""
    made_at = now()
    recorder.database.execute_many(
        "INSERT OR IGNORE INTO coders VALUES (?, ?)", ((name, made_at) for name in names)
    )


def rename(recorder: Recorder, old: CoderName, new: CoderName) -> tuple[int, int]:
    """Give the rows of one coder to another name; return the numbers of codings, and of those both had.

    Where both have a coding, a decision or a finished source of the same key, the row of `new` is kept; the
    memo of a coding is added to it.
    """
    database = recorder.database
    database.execute("INSERT OR IGNORE INTO coders VALUES (?, ?)", (new, now()))
    duplicates = 0
    for table in UNIQUE_TABLES:
        key = _CODING_KEY if table == "codings" else tuple(set(TABLES[table].key) - {"coder"})
        for row in records(database, table, {"coder": old}):
            same = records(database, table, {"coder": new} | {column: row[column] for column in key})
            if not same:
                recorder.update(table, row, {"coder": new})
                continue
            if table == "codings":
                duplicates += 1
                _add_memo(recorder, same[0], row)
            recorder.delete(table, row)
    for table in RENAMED_TABLES:
        recorder.update_many(table, records(database, table, {"coder": old}), {"coder": new})
    foreign_guids.rename(recorder, foreign_guids.GuidKind.CODER, old, new)
    _rename_in_open_rounds(recorder, old, new)
    moved = len(records(database, "codings", {"coder": new}))
    _move_reading_places(database, old, new)
    return moved, duplicates


def _rename_in_open_rounds(recorder: Recorder, old: CoderName, new: CoderName) -> None:
    """Let `new` code in the open rounds of `old`; the frozen state of closed rounds keeps its names."""
    database = recorder.database
    open_rounds = {str(row["id"]) for row in records(database, "rounds", {"closed_at": ""})}
    for table in ("round_coders", "round_finished"):
        for row in records(database, table, {"coder": old}):
            if row["round_id"] not in open_rounds:
                continue
            recorder.delete(table, row)
            if not records(database, table, {name: row[name] for name in TABLES[table].key} | {"coder": new}):
                recorder.insert(table, {**row, "coder": new})


def _add_memo(recorder: Recorder, kept: Record, removed: Record) -> None:
    memos = [str(memo) for memo in (kept["memo"], removed["memo"]) if memo]
    changed = {"memo": "\n".join(dict.fromkeys(memos)), "starred": kept["starred"] or removed["starred"]}
    recorder.update("codings", kept, changed)


def _move_reading_places(database: Database, old: CoderName, new: CoderName) -> None:
    """Copy reading places, which are not in the history, of sources that `new` has not opened."""
    database.execute(
        """INSERT OR IGNORE INTO places (coder, source_id, position, read_spans, mark, left_at)
           SELECT ?, source_id, position, read_spans, mark, left_at FROM places WHERE coder = ?""",
        (new, old),
    )
