"""The folder of a project: names of its files, and the search for it in the folders above, as git does."""

import os
from pathlib import Path

from qualcode.errors import NotFoundError, StorageError

PROJECT_FILE = "qualcode.toml"
DATABASE_FILE = "qualcode.db"
SOURCES_FOLDER = "sources"
TABLES_FOLDER = "tables"
_DATABASE_FILES = tuple(DATABASE_FILE + suffix for suffix in ("", "-wal", "-shm", "-journal"))
"""The database and the files that SQLite reads beside it: a stranger in their place damages it."""
_OWN_FILES = (PROJECT_FILE, *_DATABASE_FILES, "codebook.schema.json", "participants.csv")
_CODEBOOK_SUFFIXES = (".yaml", ".yml")


def find_folder(start: Path | None = None) -> Path:
    """Return the project folder around `start` (default: `QUALCODE_PROJECT` or the current folder)."""
    named_folder = start or (
        Path(os.environ["QUALCODE_PROJECT"]) if os.environ.get("QUALCODE_PROJECT") else None
    )
    try:
        if named_folder is not None and not named_folder.is_dir():
            raise NotFoundError(f"There is no folder {named_folder}.")
        begin = (named_folder or Path.cwd()).absolute()
        for folder in (begin, *begin.parents):
            if _is_project(folder):
                return folder
    except OSError as error:
        raise StorageError(
            f"Cannot look for a project in {named_folder or 'this folder'}: {error.strerror}."
        ) from error
    raise NotFoundError(
        f"There is no qualcode project in {begin} or above it.",
        "Make one with `qualcode init`, or give one with --project DIR.",
    )


def is_own_file(path: Path) -> bool:
    """Whether a file is part of a project, in whichever folder: its settings, database, codebook or a source.

    Symbolic links are followed. A file that does not exist counts too, since SQLite would read it.
    """
    target = path.resolve()
    folder = next((parent for parent in target.parents if _is_project(parent)), None)
    if folder is None:
        return False
    place = target.relative_to(folder)
    if len(place.parts) > 1:
        return place.parts[0] == SOURCES_FOLDER and target.exists()
    return place.name.casefold() in _OWN_FILES or place.suffix.casefold() in _CODEBOOK_SUFFIXES


def _is_project(folder: Path) -> bool:
    return (folder / PROJECT_FILE).is_file() or (folder / DATABASE_FILE).is_file()
