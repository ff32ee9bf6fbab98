"""The codebook's versions: its text as it was each time something was done under it.

The parsed form is kept beside the text, so that a codebook that has not changed is never parsed twice.
"""

from dataclasses import dataclass

from qualcode.model import CoderName
from qualcode.store.clock import now
from qualcode.store.database import Database, Row
from qualcode.store.rows import Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookVersion:
    """One state of the codebook file; numbers count from 1."""

    number: int
    sha256: str
    text: str
    parsed: str
    made_at: str
    coder: CoderName


_COLUMNS = "number, sha256, text, parsed, made_at, coder"


def latest(database: Database) -> CodebookVersion | None:
    """Return the newest version, if there is any yet."""
    row = database.row(f"SELECT {_COLUMNS} FROM codebook_versions ORDER BY number DESC LIMIT 1")
    return None if row is None else _version(row)


def get(database: Database, number: int) -> CodebookVersion | None:
    """Return the version with this number."""
    row = database.row(f"SELECT {_COLUMNS} FROM codebook_versions WHERE number = ?", (number,))
    return None if row is None else _version(row)


def numbers(database: Database) -> list[int]:
    """Return the numbers of all versions, oldest first."""
    return [int(row[0] or 0) for row in database.rows("SELECT number FROM codebook_versions ORDER BY number")]


def add(recorder: Recorder, coder: CoderName, text: str, sha256: str, parsed: str) -> int:
    """Keep a new version; return its number."""
    return recorder.database.insert(
        "INSERT INTO codebook_versions (sha256, text, parsed, made_at, coder) VALUES (?, ?, ?, ?, ?)",
        (sha256, text, parsed, now(), coder),
    )


def _version(row: Row) -> CodebookVersion:
    number, sha256, text, parsed, made_at, coder = row
    return CodebookVersion(
        number=int(number or 0),
        sha256=str(sha256),
        text=str(text),
        parsed=str(parsed),
        made_at=str(made_at),
        coder=CoderName(str(coder)),
    )
