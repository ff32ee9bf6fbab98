"""The codebook's versions: its text as it was each time something was done under it.

The newest version is what the codebook's file should be. A version is on disk before the file is written,
with a mark that the file is still to follow. The parsed form is kept beside the text, so that a codebook
that has not changed is never parsed twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.errors import ConflictError
from qualcode.model import Change, CoderName
from qualcode.store.clock import now
from qualcode.store.database import Database, Record, Row
from qualcode.store.records.key_lineage import KeyPair
from qualcode.store.row_changes import Recorder

SUBJECT = "codebook_versions"
"""What the history calls a change of the codebook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookVersion:
    """One state of the codebook file; numbers count from 1."""

    number: int
    sha256: str
    text: str
    parsed: str
    made_at: str
    coder: CoderName
    restores: int | None = None
    """The earlier version that this one is again, because what was done between was undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingFile:
    """A version that the file does not have yet, and the hash of the text that it replaces there."""

    version: int
    replaces: str


_COLUMNS = "number, sha256, text, parsed, made_at, coder, restores"


def newest(database: Database) -> CodebookVersion | None:
    """Return the newest version, if there is any yet."""
    row = database.row(f"SELECT {_COLUMNS} FROM codebook_versions ORDER BY number DESC LIMIT 1")
    return None if row is None else _version(row)


def newest_number_and_hash(database: Database) -> tuple[int, str] | None:
    """Return the number and the hash of the newest version."""
    row = database.row("SELECT number, sha256 FROM codebook_versions ORDER BY number DESC LIMIT 1")
    return None if row is None else (int(row[0] or 0), str(row[1]))


def with_number(database: Database, number: int) -> CodebookVersion | None:
    """Return the version with this number."""
    row = database.row(f"SELECT {_COLUMNS} FROM codebook_versions WHERE number = ?", (number,))
    return None if row is None else _version(row)


def numbers(database: Database) -> list[int]:
    """Return the numbers of all versions, oldest first."""
    return [int(row[0] or 0) for row in database.rows("SELECT number FROM codebook_versions ORDER BY number")]


def add(
    recorder: Recorder, coder: CoderName, text: str, sha256: str, parsed: str, restores: int | None = None
) -> int:
    """Keep a version that the file has already; return its number."""
    return recorder.database.insert(
        "INSERT INTO codebook_versions (sha256, text, parsed, made_at, coder, restores) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (sha256, text, parsed, now(), coder, restores),
    )


def add_next(recorder: Recorder, new: CodebookVersion, fates: Iterable[KeyPair], file_sha256: str) -> int:
    """Keep a version that follows the newest one, so that undo can go back; return its number.

    `fates` say which keys of the newest version became which of this one. `file_sha256` is the hash of what
    the file holds now: where it is another, the file is marked as still to be written.
    """
    before = newest(recorder.database)
    number = add(recorder, new.coder, new.text, new.sha256, new.parsed, new.restores)
    recorder.database.execute_many(
        "INSERT INTO code_fates VALUES (?, ?, ?)", ((number, old, key) for old, key in fates)
    )
    recorder.record_change(SUBJECT, {"number": before.number} if before else None, {"number": number})
    _mark(recorder.database, number, new.sha256, file_sha256)
    return number


def restore(recorder: Recorder, coder: CoderName, change: Change) -> None:
    """Take a change of the codebook back: the version before it is the newest again, under a new number.

    ConflictError where the codebook has been changed since.
    """
    database = recorder.database
    is_now = newest(database)
    done, wanted = (_named(database, side) for side in (change.after, change.before))
    if is_now is None or done is None or wanted is None or is_now.sha256 != done.sha256:
        raise ConflictError(
            "The codebook has been changed since this act.",
            "Undo the later acts first (see `qualcode history`), or make the change back by another one.",
        )
    again = CodebookVersion(
        number=0,
        sha256=wanted.sha256,
        text=wanted.text,
        parsed=wanted.parsed,
        made_at="",
        coder=coder,
        restores=wanted.number,
    )
    add_next(recorder, again, (), is_now.sha256)


def _named(database: Database, record: Record | None) -> CodebookVersion | None:
    return with_number(database, int(record["number"] or 0)) if record else None


def pending_file(database: Database) -> PendingFile | None:
    """Return the version that the file does not have yet, if there is one."""
    row = database.row("SELECT version, replaces FROM codebook_unwritten")
    return None if row is None else PendingFile(version=int(row[0] or 0), replaces=str(row[1]))


def clear_pending_file(database: Database) -> None:
    """Note that the file is no longer waited for."""
    database.execute("DELETE FROM codebook_unwritten")


def _mark(database: Database, number: int, sha256: str, file_sha256: str) -> None:
    """Mark the file as still to be written; several versions may come before it is."""
    waiting = pending_file(database)
    replaces = waiting.replaces if waiting else file_sha256
    clear_pending_file(database)
    if replaces != sha256:
        database.execute("INSERT INTO codebook_unwritten VALUES (?, ?)", (number, replaces))


def _version(row: Row) -> CodebookVersion:
    number, sha256, text, parsed, made_at, coder, restores = row
    return CodebookVersion(
        number=int(number or 0),
        sha256=str(sha256),
        text=str(text),
        parsed=str(parsed),
        made_at=str(made_at),
        coder=CoderName(str(coder)),
        restores=None if restores is None else int(restores),
    )
