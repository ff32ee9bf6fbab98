"""Codes in use, and everything that refers to a code moved to another: codings, decisions, opinions, memos.

Where a coder would then have one code twice on the same words, one coding stays, with both memos and the
star that either had; the history keeps the other, and undo brings it back.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qualcode.model import About, CodeKey, Verdict
from qualcode.store.database import Cell, Database, Record
from qualcode.store.row_changes import Recorder

_PLACE = ("source_id", "start", "end", "coder")
_FIRMEST = {Verdict.ACCEPTED.value: 0, Verdict.REJECTED.value: 1, Verdict.SKIPPED.value: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedCodings:
    """How many codings got another code, and how many of them joined one that was there already."""

    codings: int
    joined: int


def codes_in_use(database: Database) -> dict[CodeKey, int]:
    """Return every code that a coder's work refers to, and how many codings it has: none for mere answers."""
    rows = database.rows(
        """SELECT code, sum(n) FROM (
               SELECT code, count(*) AS n FROM codings GROUP BY code
               UNION ALL SELECT DISTINCT code, 0 FROM decisions
               UNION ALL SELECT DISTINCT code, 0 FROM summaries
               UNION ALL SELECT DISTINCT target, 0 FROM memos WHERE about = ?)
           GROUP BY code ORDER BY code""",
        (About.CODE.value,),
    )
    return {CodeKey(str(code)): int(count or 0) for code, count in rows}


def replace_codes(recorder: Recorder, old: Collection[CodeKey], new: CodeKey) -> MovedCodings:
    """Give everything that refers to these codes another one."""
    leaving = [key for key in dict.fromkeys(old) if key != new]
    if not leaving:
        return MovedCodings(codings=0, joined=0)
    joined = _join_codings(recorder, leaving, new)
    _drop_weaker_decisions(recorder, leaving, new)
    moved = 0
    for table, columns, column, condition in (
        ("codings", "id, source_id, code", "code", ""),
        ("decisions", "*", "code", ""),
        ("suggestions", "id, source_id, code", "code", ""),
        ("memos", "id, target", "target", f" AND about = '{About.CODE}'"),
        ("summaries", "id, code", "code", ""),
    ):
        rows = recorder.database.records(
            f"SELECT {columns} FROM {table} WHERE {column} IN ({_marks(leaving)}){condition}", leaving
        )
        recorder.update_many(table, rows, {column: new})
        moved += len(rows) if table == "codings" else 0
    return MovedCodings(codings=moved + joined, joined=joined)


def move_codings(recorder: Recorder, ids: Iterable[str], new: CodeKey) -> None:
    """Give single codings another code; one joins the coding that its coder has there with it already."""
    database = recorder.database
    for identity in ids:
        [row] = database.records("SELECT * FROM codings WHERE id = ?", (identity,))
        there = database.records(
            """SELECT * FROM codings
               WHERE source_id = ? AND start = ? AND "end" = ? AND coder = ? AND code = ?""",
            (*(row[column] for column in _PLACE), new),
        )
        if there:
            _join(recorder, [*there, row])
        else:
            recorder.update("codings", row, {"code": new})


def keep_with_split_code(recorder: Recorder, coding_id: str, version: int) -> None:
    """Note that a coding stays with the code that was split with this version."""
    recorder.insert("stays", {"coding_id": coding_id, "version": version})


def kept_with_split_code(database: Database, version: int) -> set[str]:
    """Return the ids of the codings that were left with a code on purpose when it was split."""
    return {str(row[0]) for row in database.rows("SELECT coding_id FROM stays WHERE version = ?", (version,))}


def _join_codings(recorder: Recorder, leaving: Sequence[CodeKey], new: CodeKey) -> int:
    """Leave one coding where a coder would have two; return how many are gone."""
    gone = 0
    for rows in _same_place(recorder.database, "codings", leaving, new):
        rows.sort(key=lambda row: (row["code"] != new, str(row["made_at"]), str(row["id"])))
        gone += _join(recorder, rows)
    return gone


def _join(recorder: Recorder, rows: Sequence[Record]) -> int:
    kept, *gone = rows
    for row in gone:
        recorder.delete("codings", row)
    memos = dict.fromkeys(str(row["memo"]) for row in rows if row["memo"])
    starred = max(int(row["starred"] or 0) for row in rows)
    recorder.update("codings", kept, {"memo": "\n\n".join(memos), "starred": starred})
    return len(gone)


def _drop_weaker_decisions(recorder: Recorder, leaving: Sequence[CodeKey], new: CodeKey) -> None:
    """Of a coder's answers on the same words keep the firmest, of such the one on the new code."""
    for rows in _same_place(recorder.database, "decisions", leaving, new):
        rows.sort(key=lambda row: (_FIRMEST[str(row["verdict"])], row["code"] != new, str(row["code"])))
        for row in rows[1:]:
            recorder.delete("decisions", row)


def _same_place(
    database: Database, table: str, leaving: Sequence[CodeKey], new: CodeKey
) -> Iterator[list[Record]]:
    """Yield the rows of these codes that one coder has on the same words, where there are several."""
    codes = [*leaving, new]
    same = " AND ".join(f'other."{column}" = one."{column}"' for column in _PLACE)
    values: list[Cell] = [*codes, *codes]
    rows = database.records(
        f"""SELECT one.* FROM {table} AS one WHERE code IN ({_marks(codes)}) AND EXISTS (
                SELECT 1 FROM {table} AS other
                WHERE {same} AND other.code IN ({_marks(codes)}) AND other.code <> one.code)
            ORDER BY source_id, start, "end", coder""",
        values,
    )
    for _, group in groupby(rows, key=lambda row: tuple(row[column] for column in _PLACE)):
        yield list(group)


def _marks(cells: Sequence[object]) -> str:
    return ", ".join("?" for _ in cells)
