"""Moves all that refers to a code to another: codings, decisions, suggestions, memos, summaries.

If a coder would then have a code twice on one span, the codings are joined into one, with both memos and a
star if either had one. The history keeps the deleted coding, so that undo restores it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from qualcode.model import About, CodeKey, Verdict
from qualcode.store.database import Cell, Database, Record
from qualcode.store.row_changes import TABLES, Recorder

_SPAN_AND_CODER = ("source_id", "start", "end", "coder")
_VERDICT_RANK = {Verdict.ACCEPTED.value: 0, Verdict.REJECTED.value: 1, Verdict.SKIPPED.value: 2}


class MovedCodings(NamedTuple):
    """Number of codings with a new code, and how many of them were joined with an existing one."""

    codings: int
    joined: int


def codes_in_use(database: Database) -> dict[CodeKey, int]:
    """Return the number of codings of each code in use (0 if only decisions, memos or summaries have it)."""
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
    """Replace these codes by another one in everything that refers to them."""
    replaced = [key for key in dict.fromkeys(old) if key != new]
    if not replaced:
        return MovedCodings(codings=0, joined=0)
    joined = _join_codings(recorder, replaced, new)
    _drop_weaker_decisions(recorder, replaced, new)
    moved = 0
    for table, column, condition in (
        ("codings", "code", ""),
        ("decisions", "code", ""),
        ("suggestions", "code", ""),
        ("memos", "target", f" AND about = '{About.CODE}'"),
        ("summaries", "code", ""),
    ):
        columns = ", ".join(f'"{name}"' for name in TABLES[table].recorded_columns(column))
        rows = recorder.database.records(
            f"SELECT {columns} FROM {table} WHERE {column} IN ({_marks(replaced)}){condition}", replaced
        )
        recorder.update_many(table, rows, {column: new})
        moved += len(rows) if table == "codings" else 0
    return MovedCodings(codings=moved + joined, joined=joined)


def move_codings(recorder: Recorder, ids: Iterable[str], new: CodeKey) -> None:
    """Give single codings another code, joined with a coding of that code on the same span."""
    database = recorder.database
    for identity in ids:
        [row] = database.records("SELECT * FROM codings WHERE id = ?", (identity,))
        existing = database.records(
            """SELECT * FROM codings
               WHERE source_id = ? AND start = ? AND "end" = ? AND coder = ? AND code = ?""",
            (*(row[column] for column in _SPAN_AND_CODER), new),
        )
        if existing:
            _join(recorder, [*existing, row])
        else:
            recorder.update("codings", row, {"code": new})


def keep_with_split_code(recorder: Recorder, coding_id: str, version: int) -> None:
    """Record that a coding keeps the code that was split in this version."""
    recorder.insert("stays", {"coding_id": coding_id, "version": version})


def kept_with_split_code(database: Database, version: int) -> set[str]:
    """Return the ids of the codings that keep the code that was split in this version."""
    return {str(row[0]) for row in database.rows("SELECT coding_id FROM stays WHERE version = ?", (version,))}


def _join_codings(recorder: Recorder, replaced: Sequence[CodeKey], new: CodeKey) -> int:
    """Join codings of a coder on one span; return the number of deleted codings."""
    deleted = 0
    for rows in _same_span(recorder.database, "codings", replaced, new):
        rows.sort(key=lambda row: (row["code"] != new, str(row["made_at"]), str(row["id"])))
        deleted += _join(recorder, rows)
    return deleted


def _join(recorder: Recorder, rows: Sequence[Record]) -> int:
    first, *duplicates = rows
    for row in duplicates:
        recorder.delete("codings", row)
    memos = dict.fromkeys(str(row["memo"]) for row in rows if row["memo"])
    starred = max(int(row["starred"] or 0) for row in rows)
    recorder.update("codings", first, {"memo": "\n\n".join(memos), "starred": starred})
    return len(duplicates)


def _drop_weaker_decisions(recorder: Recorder, replaced: Sequence[CodeKey], new: CodeKey) -> None:
    """Keep one decision of a coder on a span: accepted, else rejected, else skipped; the new code's first."""
    for rows in _same_span(recorder.database, "decisions", replaced, new):
        rows.sort(key=lambda row: (_VERDICT_RANK[str(row["verdict"])], row["code"] != new, str(row["code"])))
        for row in rows[1:]:
            recorder.delete("decisions", row)


def _same_span(
    database: Database, table: str, replaced: Sequence[CodeKey], new: CodeKey
) -> Iterator[list[Record]]:
    """Yield the rows of these codes by span and coder, where there are several."""
    codes = [*replaced, new]
    same_span = " AND ".join(f'other."{column}" = one."{column}"' for column in _SPAN_AND_CODER)
    values: list[Cell] = [*codes, *codes]
    rows = database.records(
        f"""SELECT one.* FROM {table} AS one WHERE code IN ({_marks(codes)}) AND EXISTS (
                SELECT 1 FROM {table} AS other
                WHERE {same_span} AND other.code IN ({_marks(codes)}) AND other.code <> one.code)
            ORDER BY source_id, start, "end", coder""",
        values,
    )
    for _, group in groupby(rows, key=lambda row: tuple(row[column] for column in _SPAN_AND_CODER)):
        yield list(group)


def _marks(cells: Sequence[object]) -> str:
    return ", ".join("?" for _ in cells)
