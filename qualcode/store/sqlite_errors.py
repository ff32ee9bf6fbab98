"""SQLite errors as StorageError and ConflictError, each with a remedy."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import ConflictError, StorageError

_REMEDIES = {
    "SQLITE_FULL": ("The disk is full", "Free some space and try again; nothing was changed."),
    "SQLITE_IOERR": (
        "The data could not be written to disk",
        "Check for a full disk or quota; nothing was changed.",
    ),
    "SQLITE_READONLY": (
        "The project's database is read-only",
        "Copy the project to a folder that you may write to, or ask for permission.",
    ),
    "SQLITE_BUSY": (
        "Another program has been writing to the project for too long",
        "Close it and try again; nothing was changed.",
    ),
    "SQLITE_PROTOCOL": (
        "The folder does not support file locks",
        "Move the project to a local drive, or close other programs that have it open.",
    ),
    "SQLITE_CANTOPEN": (
        "The project's database cannot be opened",
        "Check that the file exists and that you may read it.",
    ),
    "SQLITE_NOTADB": ("This file is not a qualcode database", "Put back a copy from a backup."),
    "SQLITE_CORRUPT": (
        "The project's database is damaged",
        "Keep this file, put back a copy from a backup, and run `qualcode check`.",
    ),
}

_DAMAGE_MESSAGES = ("Could not decode to UTF-8", "unsupported file format")
"""How messages about a damaged file begin for which SQLite gives no specific error name."""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Convert errors of SQLite to a StorageError with the file and a remedy, or a ConflictError."""
    try:
        yield
    except sqlite3.Error as error:
        name = "SQLITE_CORRUPT" if str(error).startswith(_DAMAGE_MESSAGES) else error_name(error)
        for prefix, (message, hint) in _REMEDIES.items():
            if name.startswith(prefix):
                raise StorageError(f"{message}: {path}.", hint) from error
        if isinstance(error, sqlite3.IntegrityError):
            _raise_conflict(error)
        raise


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Do the same as `translated`; a stored text that is not UTF-8 is damage too."""
    try:
        with translated(path):
            yield
    except UnicodeDecodeError as error:
        message, hint = _REMEDIES["SQLITE_CORRUPT"]
        raise StorageError(f"{message}: {path}.", hint) from error


def write_access_hint(path: Path) -> str:
    """Return how to get a database written that was opened for reading only."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "Run `qualcode status` in the project once, and open it again."
    return "Copy the whole project to a folder that you may write to, and open it there."


def _raise_conflict(error: sqlite3.IntegrityError) -> None:
    if is_duplicate(error):
        raise ConflictError("It exists already.", "Nothing was changed.") from error
    if error.sqlite_errorname == "SQLITE_CONSTRAINT_FOREIGNKEY":
        raise ConflictError(
            "What this refers to has been removed, or something else still refers to it.",
            "Nothing was changed; `qualcode history` lists the latest changes.",
        ) from error


def is_duplicate(error: sqlite3.IntegrityError) -> bool:
    """Whether a row with the same key exists already."""
    return error.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def is_read_only(error: sqlite3.Error) -> bool:
    """Whether the file may be readable although it cannot be written."""
    return error_name(error).startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"))


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another process is writing."""
    return error_name(error).startswith("SQLITE_BUSY")


def error_name(error: sqlite3.Error) -> str:
    """Return SQLite's name of the error, such as `SQLITE_FULL`; empty if Python raised it."""
    return getattr(error, "sqlite_errorname", None) or ""
