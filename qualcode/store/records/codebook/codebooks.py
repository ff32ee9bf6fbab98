"""Versions of the codebook: its text each time something was done under it.

The newest version is what the codebook file should hold. A version is committed before the file is written,
and flagged as pending until it is. The parsed codebook is stored with the text as a cache.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID, uuid5

from qualcode.errors import ConflictError
from qualcode.model import Change, CoderName
from qualcode.store.clock import now
from qualcode.store.database import Database, Record, Row
from qualcode.store.records import foreign_guids
from qualcode.store.records.codebook.key_lineage import KeyPair
from qualcode.store.row_changes import Recorder

_NAMESPACE = UUID("0b6c7a5e-2c55-4e37-9d0a-6a0c1f0f7d52")

SUBJECT = "codebook_versions"
"""The `subject` of a change of the codebook in the history."""


class CodebookVersion(NamedTuple):
    """One state of the codebook file; numbers count from 1."""

    number: int
    sha256: str
    text: str
    parsed: str
    made_at: str
    coder: CoderName
    restores: int | None = None
    """The earlier version that this one restores, because the acts between were undone."""


class PendingFile(NamedTuple):
    """A version not yet written to the codebook file, and the hash of the text that it replaces there."""

    version: int
    replaces: str


_COLUMNS = "number, sha256, text, parsed, made_at, coder, restores"


def newest(database: Database) -> CodebookVersion | None:
    """Return the newest version; None if there is none."""
    row = database.row(f"SELECT {_COLUMNS} FROM codebook_versions ORDER BY number DESC LIMIT 1")
    return None if row is None else _version(row)


def newest_number_and_hash(database: Database) -> tuple[int, str] | None:
    """Return the number and the hash of the newest version; None if there is none."""
    row = database.row("SELECT number, sha256 FROM codebook_versions ORDER BY number DESC LIMIT 1")
    return None if row is None else (int(row[0] or 0), str(row[1]))


def with_number(database: Database, number: int) -> CodebookVersion | None:
    """Return the version with this number; None if there is none."""
    row = database.row(f"SELECT {_COLUMNS} FROM codebook_versions WHERE number = ?", (number,))
    return None if row is None else _version(row)


def numbers(database: Database) -> list[int]:
    """Return the numbers of all versions, oldest first."""
    return [int(row[0] or 0) for row in database.rows("SELECT number FROM codebook_versions ORDER BY number")]


def add(
    recorder: Recorder,
    coder: CoderName,
    text: str,
    sha256: str,
    parsed: str,
    restores: int | None = None,
    key_pairs: Sequence[KeyPair] = (),
) -> int:
    """Add a version that the file holds already, made from the newest one; return its number.

    Its UUID follows from that one, its text, the version that it restores and which keys became which
    (`key_pairs`), so that copies of a study that both store it agree on it.
    """
    parent = recorder.database.row("SELECT uuid FROM codebook_versions ORDER BY number DESC LIMIT 1")
    restored = recorder.database.row("SELECT uuid FROM codebook_versions WHERE number = ?", (restores,))
    identity = version_uuid(
        str(parent[0]) if parent else "", str(restored[0]) if restored else "", sha256, key_pairs
    )
    return recorder.database.insert(
        "INSERT INTO codebook_versions (sha256, text, parsed, made_at, coder, restores, uuid, parent) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, max(number) FROM codebook_versions",
        (sha256, text, parsed, now(), coder, restores, identity),
    )


def version_uuid(parent: str, restores: str, sha256: str, key_pairs: Sequence[KeyPair]) -> str:
    """Return the UUID of a version that a coder makes from the version with the UUID `parent`.

    `restores` is the UUID of the earlier version that it restores, empty if it restores none.
    """
    fates = "".join(f" {old}>{new}" for old, new in key_pairs)
    restored = f" = {restores}" if restores else ""
    return str(uuid5(_NAMESPACE, f"{parent} {sha256}{fates}{restored}"))


def add_next(recorder: Recorder, new: CodebookVersion, key_pairs: Iterable[KeyPair], file_sha256: str) -> int:
    """Add a version after the newest one, with a change for undo; return its number.

    `key_pairs` say which keys of the newest version became which of this one. `file_sha256` is the hash of
    the file: if it differs from the version's, the file is flagged as pending.
    """
    previous = newest(recorder.database)
    pairs = list(key_pairs)
    number = add(recorder, new.coder, new.text, new.sha256, new.parsed, new.restores, pairs)
    recorder.database.execute_many(
        "INSERT INTO code_fates VALUES (?, ?, ?)", ((number, old, key) for old, key in pairs)
    )
    renames: dict[str, list[str]] = {}
    for old, key in pairs:
        renames.setdefault(old, []).append(key)
    for code, keys in renames.items():
        if len(keys) == 1:
            foreign_guids.rename(recorder, foreign_guids.GuidKind.CODE, code, keys[0])
    recorder.record_change(SUBJECT, {"number": previous.number} if previous else None, {"number": number})
    flag_pending_file(recorder.database, number, new.sha256, file_sha256)
    return number


def restore(recorder: Recorder, coder: CoderName, change: Change) -> None:
    """Reverse a change of the codebook: add the version before it again, under a new number.

    ConflictError if the codebook has been changed since.
    """
    database = recorder.database
    current = newest(database)
    changed, original = (_version_of(database, side) for side in (change.after, change.before))
    if current is None or changed is None or original is None or current.sha256 != changed.sha256:
        raise ConflictError(
            "The codebook has been changed since this act.",
            "Undo the later acts first (see `qualcode history`), or reverse the change by a new one.",
        )
    restored = CodebookVersion(
        number=0,
        sha256=original.sha256,
        text=original.text,
        parsed=original.parsed,
        made_at="",
        coder=coder,
        restores=original.number,
    )
    add_next(recorder, restored, (), current.sha256)


def _version_of(database: Database, record: Record | None) -> CodebookVersion | None:
    return with_number(database, int(record["number"] or 0)) if record else None


def pending_file(database: Database) -> PendingFile | None:
    """Return the version that is not yet written to the file; None if the file is up to date."""
    row = database.row("SELECT version, replaces FROM codebook_unwritten")
    return None if row is None else PendingFile(version=int(row[0] or 0), replaces=str(row[1]))


def clear_pending_file(database: Database) -> None:
    """Clear the flag that the file is pending."""
    database.execute("DELETE FROM codebook_unwritten")


def flag_pending_file(database: Database, number: int, sha256: str, file_sha256: str) -> None:
    """Flag the file as pending; several versions may be added before it is written."""
    pending = pending_file(database)
    replaces = pending.replaces if pending else file_sha256
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
