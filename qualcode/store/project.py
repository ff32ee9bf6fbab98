"""A project: the folder with settings, codebook, imported files and database."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from qualcode import notices
from qualcode.errors import ConflictError, StorageError
from qualcode.files import PRIVATE_FOLDER, storage_errors, write_atomically
from qualcode.project_folder import DATABASE_FILE, PROJECT_FILE, SOURCES_FOLDER, TABLES_FOLDER, find_folder
from qualcode.settings import ProjectSettings
from qualcode.store.database import Database
from qualcode.store.publish_folder import folder_to_publish, remove_unfinished
from qualcode.store.records.erasing import erasures
from qualcode.store.records.transcripts import interviewer_setting
from qualcode.text.plurals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """An open project and context manager that closes its database."""

    folder: Path
    settings: ProjectSettings
    database: Database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()

    @property
    def codebook_path(self) -> Path:
        """The path of the codebook file."""
        return self.folder / self.settings.codebook

    @property
    def sources_folder(self) -> Path:
        """The folder with every imported file, byte for byte."""
        return self.folder / SOURCES_FOLDER

    @property
    def tables_folder(self) -> Path:
        """The default folder of exported tables."""
        return self.folder / TABLES_FOLDER


def open_project(
    start: Path | None = None, *, read_only: bool = False, applies_settings: bool = False
) -> Project:
    """Open the project that contains `start`; StorageError if its database cannot be opened.

    With `read_only`, nothing in its folder is written or created. Unless the caller `applies_settings`, a
    notice says if the settings name other interviewers than the sources were imported with.
    """
    folder = find_folder(start)
    path = folder / DATABASE_FILE
    if not path.is_file():
        raise StorageError(f"The project's database is missing: {path}.", "Put it back from a backup.")
    settings_path = folder / PROJECT_FILE
    settings = ProjectSettings.read(settings_path) if settings_path.is_file() else ProjectSettings()
    database = Database(path, read_only=read_only)
    if database.writable:
        erasures.finish(database)
    for erasure in erasures.under_way(database):
        notices.notify(
            f"The erasure of {erasure.source.name} was interrupted. Complete it: {erasure.command}"
        )
    if not applies_settings:
        _notify_of_interviewers(database, settings)
    return Project(folder=folder, settings=settings, database=database)


def _notify_of_interviewers(database: Database, settings: ProjectSettings) -> None:
    names, interviews = interviewer_setting.names_to_apply(database, settings.interviewers)
    if names:
        notices.notify(
            f"`interviewers` in {PROJECT_FILE} has changed: it is not applied yet to {', '.join(names)} in "
            f"{counted(interviews, 'interview')}. Apply it: qualcode sources speakers --from-settings"
        )


def require_no_project(folder: Path) -> None:
    """Raise ConflictError if a folder is a project already."""
    with storage_errors(folder):
        remove_unfinished(folder)
    for file in (PROJECT_FILE, DATABASE_FILE):
        if (folder / file).exists():
            raise ConflictError(
                f"There is a project already in {folder}.", "Open that one, or choose another folder."
            )


def create(folder: Path, name: str, codebook: str, other_files: Mapping[str, bytes] | None = None) -> Project:
    """Create a project in `folder`, which may hold other files, with this text as its codebook.

    `other_files` (name → content) are put beside it. Files that are there already are kept. ConflictError if
    the folder is a project; if anything fails or the program is stopped, there is no project.
    """
    require_no_project(folder)
    for path in (folder, folder / SOURCES_FOLDER):
        if path.exists() and not path.is_dir():
            raise StorageError(f"Cannot make a project in {folder}: {path} is a file.", "Name a new folder.")
    settings = ProjectSettings.template(name).encode()
    files = {ProjectSettings().codebook: codebook.encode(), **(other_files or {}), PROJECT_FILE: settings}
    with folder_to_publish(folder) as new:
        for new_folder in (new, new / SOURCES_FOLDER):
            new_folder.mkdir()
            new_folder.chmod(PRIVATE_FOLDER)
        for file, content in files.items():
            if not (folder / file).exists():
                write_atomically(new / file, content, private=True)
        Database.create(new / DATABASE_FILE).close()
    return open_project(folder)
