"""The folder of a project: names of its files, and the search for it in the folders above, as git does."""

import os
from pathlib import Path

from qualcode.errors import NotFoundError, StorageError

PROJECT_FILE = "qualcode.toml"
DATABASE_FILE = "qualcode.db"
SOURCES_FOLDER = "sources"
TABLES_FOLDER = "tables"


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
            if (folder / PROJECT_FILE).is_file() or (folder / DATABASE_FILE).is_file():
                return folder
    except OSError as error:
        raise StorageError(
            f"Cannot look for a project in {named_folder or 'this folder'}: {error.strerror}."
        ) from error
    raise NotFoundError(
        f"There is no qualcode project in {begin} or above it.",
        "Make one with `qualcode init`, or give one with --project DIR.",
    )
