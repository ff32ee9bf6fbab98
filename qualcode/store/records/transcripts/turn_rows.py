"""Turns and sentences as rows of their tables, without the source that they belong to."""

from qualcode.model import Role, Span, Turn
from qualcode.store.database import Row

TURN_COLUMNS = (
    "number", "start", "body_start", "body_end", "end", "speaker", "role", "begins", "ends", "page",
    "heading", "level",
)  # fmt: skip
SENTENCE_COLUMNS = ("number", "turn", "start", "end")


def turn_row(turn: Turn) -> Row:
    """Return the cells of a turn in the order of `TURN_COLUMNS`."""
    return (
        turn.number,
        turn.span.start,
        turn.body.start,
        turn.body.end,
        turn.span.end,
        turn.speaker,
        turn.role.value,
        turn.begins,
        turn.ends,
        turn.page,
        turn.heading,
        turn.level,
    )


def turn_of_row(row: Row) -> Turn:
    """Return the turn with these cells."""
    number, start, body_start, body_end, end, speaker, role, begins, ends, page, heading, level = row
    return Turn(
        number=int(number or 0),
        span=Span(int(start or 0), int(end or 0)),
        body=Span(int(body_start or 0), int(body_end or 0)),
        speaker=str(speaker),
        role=Role(str(role)),
        begins=None if begins is None else float(begins),
        ends=None if ends is None else float(ends),
        page=None if page is None else int(page),
        heading=str(heading),
        level=None if level is None else int(level),
    )
