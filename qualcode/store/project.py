"""A project is a folder: settings, the codebook, the files as they came, and the database.

Commands find it by walking up from where they are, as git does.
"""

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from qualcode.errors import ConflictError, NotFoundError, StorageError
from qualcode.settings import PROJECT_FILE, ProjectSettings
from qualcode.store.database import Database

DATABASE_FILE = "qualcode.db"
SOURCES_FOLDER = "sources"
TABLES_FOLDER = "tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """An open project; use it as a context manager, so that the database is closed."""

    folder: Path
    settings: ProjectSettings
    database: Database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()

    @property
    def codebook_path(self) -> Path:
        """The codebook's YAML file."""
        return self.folder / self.settings.codebook

    @property
    def sources_folder(self) -> Path:
        """Where every imported file is kept, byte for byte."""
        return self.folder / SOURCES_FOLDER

    @property
    def tables_folder(self) -> Path:
        """Where exports go unless told otherwise."""
        return self.folder / TABLES_FOLDER


def find_folder(start: Path | None = None) -> Path:
    """Return the folder of the project that `start` is in (or `QUALCODE_PROJECT`, or the current folder)."""
    named = start or (Path(os.environ["QUALCODE_PROJECT"]) if os.environ.get("QUALCODE_PROJECT") else None)
    try:
        if named is not None and not named.is_dir():
            raise NotFoundError(f"There is no folder {named}.")
        begin = (named or Path.cwd()).absolute()
        for folder in (begin, *begin.parents):
            if (folder / PROJECT_FILE).is_file() or (folder / DATABASE_FILE).is_file():
                return folder
    except OSError as error:
        raise StorageError(
            f"Cannot look for a project in {named or 'this folder'}: {error.strerror}."
        ) from error
    raise NotFoundError(
        f"There is no qualcode project in {begin} or above it.",
        "Make one with `qualcode init`, or name one with --project DIR.",
    )


def open_project(start: Path | None = None) -> Project:
    """Open the project that `start` is in; a StorageError says what stands in the way."""
    folder = find_folder(start)
    path = folder / DATABASE_FILE
    if not path.is_file():
        raise StorageError(f"The project's database is not there: {path}.", "Put it back from a backup.")
    settings_path = folder / PROJECT_FILE
    settings = ProjectSettings.read(settings_path) if settings_path.is_file() else ProjectSettings()
    return Project(folder=folder, settings=settings, database=Database(path))


def create(folder: Path, name: str, codebook: str) -> Project:
    """Make a project in `folder`, which may hold other files, with this text as its codebook.

    A codebook that is there already is kept. ConflictError where there is a project already; where anything
    fails, no file is left behind.
    """
    for file in (PROJECT_FILE, DATABASE_FILE):
        if (folder / file).exists():
            raise ConflictError(
                f"There is a project already in {folder}.", "Use it, or choose another folder."
            )
    with ExitStack() as on_failure:
        try:
            (folder / SOURCES_FOLDER).mkdir(parents=True, exist_ok=True)
            codebook_path = folder / ProjectSettings().codebook
            if not codebook_path.exists():
                on_failure.callback(codebook_path.unlink, missing_ok=True)
                codebook_path.write_text(codebook, encoding="utf-8")
            Database.create(folder / DATABASE_FILE).close()
            on_failure.callback((folder / DATABASE_FILE).unlink, missing_ok=True)
            # Last: until here, a project that was not finished can simply be made again.
            on_failure.callback((folder / PROJECT_FILE).unlink, missing_ok=True)
            (folder / PROJECT_FILE).write_text(ProjectSettings.template(name), encoding="utf-8")
        except OSError as error:
            raise StorageError(f"Cannot make a project in {folder}: {error.strerror}.") from error
        on_failure.pop_all()
    return open_project(folder)
