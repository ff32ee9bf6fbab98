"""Reading positions: where each coder stopped in a source and what they have read; not in the history."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from qualcode.model import CodeKey, CoderName, SourceId, Span, Turn
from qualcode.store.clock import now
from qualcode.store.database import Database, Row

_COLUMNS = "source_id, position, read_spans, mark"


class ReadingPlace(NamedTuple):
    """The position of a coder in a source and what they have read of it."""

    source: SourceId
    position: int
    read_spans: tuple[Span, ...] = ()
    """What was read, disjoint and in order: kept when the text is cut into other turns."""
    mark: int | None = None
    """The offset at which the coder asked to start next time."""

    def has_read(self, turn: Turn) -> bool:
        """Whether the words of a turn were read to the end; its label or span counts if it has no words."""
        words = turn.body if len(turn.body) else turn.span
        position = bisect_right(self.read_spans, words.start, key=lambda span: span.start) - 1
        return position >= 0 and self.read_spans[position].contains(words)


def write(database: Database, coder: CoderName, place: ReadingPlace) -> None:
    """Write a coder's position; a coder has at most one mark in the project.

    Nothing is written for a source that has been removed.
    """
    with database.transaction():
        if place.mark is not None:
            database.execute("UPDATE places SET mark = NULL WHERE coder = ?", (coder,))
        database.execute(
            "INSERT OR REPLACE INTO places SELECT ?, id, ?, ?, ?, ? FROM sources WHERE id = ?",
            (coder, place.position, format_spans(place.read_spans), place.mark, now(), place.source),
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


def count_read_turns(database: Database, place: ReadingPlace) -> int:
    """Return the number of turns of a source that were read to the end."""
    query = """SELECT count(*) FROM turns WHERE source_id = ? AND start < ? AND
        CASE WHEN body_start < body_end THEN body_start >= ? AND body_end <= ?
             ELSE start >= ? AND "end" <= ? END"""
    counts = [
        database.row(query, (place.source, span.end, *(span.start, span.end) * 2))
        for span in place.read_spans
    ]
    return sum(int(row[0] or 0) for row in counts if row)


def recent_codes(database: Database, coder: CoderName, limit: int) -> list[CodeKey]:
    """Return the codes that this coder applied last, newest first."""
    rows = database.rows(
        """SELECT json_extract(changes.after, '$.code') FROM acts JOIN changes ON changes.act = acts.number
           WHERE acts.coder = ? AND acts.origin <> 'withdrawn'
             AND changes.subject = 'codings' AND changes.after IS NOT NULL
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


def format_spans(spans: Sequence[Span]) -> str:
    """Return spans as text, such as `0-158,200-310`."""
    return ",".join(f"{span.start}-{span.end}" for span in spans)


def parse_spans(text: str) -> tuple[Span, ...]:
    """Return the spans of a text such as `0-158,200-310`."""
    bounds = [part.partition("-") for part in text.split(",") if part]
    return tuple(Span(int(start), int(end)) for start, _, end in bounds)


def _place(row: Row) -> ReadingPlace:
    source, position, read_spans, mark = row
    return ReadingPlace(
        source=SourceId(str(source)),
        position=int(position or 0),
        read_spans=parse_spans(str(read_spans)),
        mark=None if mark is None else int(mark),
    )
