"""The roles of turns with their offsets, read without the rest of the turns."""

from typing import NamedTuple

from qualcode.model import Role, SourceId
from qualcode.store.database import Database


class TurnRole(NamedTuple):
    """The start of a turn, the ends of its body, and whether an interviewer speaks."""

    start: int
    body_start: int
    body_end: int
    is_interviewer: bool


def of_source(database: Database, source: SourceId) -> list[TurnRole]:
    """Return offsets and role of each turn of a source in order."""
    rows = database.rows(
        "SELECT start, body_start, body_end, role = ? FROM turns WHERE source_id = ? ORDER BY number",
        (Role.INTERVIEWER.value, source),
    )
    return [TurnRole(int(row[0] or 0), int(row[1] or 0), int(row[2] or 0), bool(row[3])) for row in rows]
