"""The backups that were made of a project: where each was written, and when."""

from dataclasses import dataclass
from pathlib import Path

from qualcode.store.clock import now
from qualcode.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBackup:
    """A backup that was written to this path; it may have been moved since."""

    path: Path
    made_at: str


def add(database: Database, path: Path, made_at: str = "") -> None:
    """Record a backup, in place of an earlier one at the same path."""
    with database.transaction():
        database.execute("REPLACE INTO backups VALUES (?, ?)", (str(path), made_at or now()))


def read_all(database: Database) -> list[KnownBackup]:
    """Return the known backups, newest first."""
    rows = database.rows("SELECT path, made_at FROM backups ORDER BY made_at DESC, path")
    return [KnownBackup(path=Path(str(path)), made_at=str(made_at)) for path, made_at in rows]
