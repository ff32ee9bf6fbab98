"""Reading positions: where each coder stopped in a source and what they have read; not in the history."""

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.model import CodeKey, CoderName, SourceId
from qualcode.store.clock import now
from qualcode.store.database import Database, Row

_COLUMNS = "source_id, position, read_turns, mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPlace:
    """The position of a coder in a source and the turns that they have read."""

    source: SourceId
    position: int
    read_turns: frozenset[int] = frozenset()
    """The numbers of the turns that were read to the end."""
    mark: int | None = None
    """The offset at which the coder asked to start next time."""


def write(database: Database, coder: CoderName, place: ReadingPlace) -> None:
    """Write a coder's position; a coder has at most one mark in the project.

    Nothing is written for a source that has been removed.
    """
    with database.transaction():
        if place.mark is not None:
            database.execute("UPDATE places SET mark = NULL WHERE coder = ?", (coder,))
        database.execute(
            "INSERT OR REPLACE INTO places SELECT ?, id, ?, ?, ?, ? FROM sources WHERE id = ?",
            (coder, place.position, format_ranges(place.read_turns), place.mark, now(), place.source),
        )


def of_source(database: Database, coder: CoderName, source: SourceId) -> ReadingPlace | None:
    """Return a coder's position in a source; None if they have not opened it."""
    row = database.row(f"SELECT {_COLUMNS} FROM places WHERE coder = ? AND source_id = ?", (coder, source))
    return _place(row) if row else None


def marked_or_latest(database: Database, coder: CoderName) -> ReadingPlace | None:
    """Return the coder's position with a mark, else the one that they left last; None if there is none."""
    row = database.row(
        f"SELECT {_COLUMNS} FROM places WHERE coder = ? ORDER BY mark IS NULL, left_at DESC LIMIT 1", (coder,)
    )
    return _place(row) if row else None


def read_all(database: Database, coder: CoderName) -> dict[SourceId, ReadingPlace]:
    """Return a coder's position in each source that they have opened."""
    rows = database.rows(f"SELECT {_COLUMNS} FROM places WHERE coder = ?", (coder,))
    return {place.source: place for place in map(_place, rows)}


def recent_codes(database: Database, coder: CoderName, limit: int) -> list[CodeKey]:
    """Return the codes that this coder applied last, newest first."""
    rows = database.rows(
        """SELECT json_extract(changes.after, '$.code') FROM acts JOIN changes ON changes.act = acts.number
           WHERE acts.coder = ? AND changes.subject = 'codings' AND changes.after IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM changes AS also
                             WHERE also.act = acts.number AND also.subject = 'codebook_versions')
             AND json_extract(changes.after, '$.code') IS NOT NULL
           ORDER BY acts.number DESC, changes.position DESC LIMIT 500""",
        (coder,),
    )
    return list(dict.fromkeys(CodeKey(str(row[0])) for row in rows))[:limit]


def newest_act_number(database: Database) -> int:
    """Return the number of the newest act of any coder; 0 if there is none."""
    row = database.row("SELECT max(number) FROM acts")
    return int(row[0] or 0) if row else 0


def format_ranges(numbers: Iterable[int]) -> str:
    """Return whole numbers as ranges, such as `1-12,15`."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def parse_ranges(text: str) -> frozenset[int]:
    """Return the numbers of ranges such as `1-12,15`."""
    parts = [part.partition("-") for part in text.split(",") if part]
    return frozenset(
        number for first, _, last in parts for number in range(int(first), int(last or first) + 1)
    )


def _place(row: Row) -> ReadingPlace:
    source, position, read_turns, mark = row
    return ReadingPlace(
        source=SourceId(str(source)),
        position=int(position or 0),
        read_turns=parse_ranges(str(read_turns)),
        mark=None if mark is None else int(mark),
    )
