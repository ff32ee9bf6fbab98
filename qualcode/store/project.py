"""A project: the folder with settings, codebook, imported files and database."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from qualcode import notices
from qualcode.errors import ConflictError, StorageError
from qualcode.files import PRIVATE_FOLDER, staging_folder, storage_errors, sync_folder, write_atomically
from qualcode.project_folder import DATABASE_FILE, PROJECT_FILE, SOURCES_FOLDER, TABLES_FOLDER, find_folder
from qualcode.settings import ProjectSettings
from qualcode.store.database import Database
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
    for file in (PROJECT_FILE, DATABASE_FILE):
        if (folder / file).exists():
            raise ConflictError(
                f"There is a project already in {folder}.", "Open that one, or choose another folder."
            )


def create(folder: Path, name: str, codebook: str) -> Project:
    """Create a project in `folder`, which may hold other files, with this text as its codebook.

    An existing codebook file is kept. ConflictError if the folder is a project; if anything fails, every new
    file is removed.
    """
    require_no_project(folder)
    with ExitStack() as on_failure:
        try:
            for new_folder in (folder, folder / SOURCES_FOLDER):
                is_new = not new_folder.exists()
                new_folder.mkdir(parents=True, exist_ok=True)
                if is_new:
                    new_folder.chmod(PRIVATE_FOLDER)
            codebook_path = folder / ProjectSettings().codebook
            if not codebook_path.exists():
                on_failure.callback(codebook_path.unlink, missing_ok=True)
                write_atomically(codebook_path, codebook.encode(), private=True)
            Database.create(folder / DATABASE_FILE).close()
            on_failure.callback((folder / DATABASE_FILE).unlink, missing_ok=True)
            # Last: without this file, an unfinished project can be created again.
            on_failure.callback((folder / PROJECT_FILE).unlink, missing_ok=True)
            write_atomically(folder / PROJECT_FILE, ProjectSettings.template(name).encode(), private=True)
        except OSError as error:
            raise StorageError(f"Cannot make a project in {folder}: {error.strerror}.") from error
        on_failure.pop_all()
    return open_project(folder)


@contextmanager
def folder_to_publish(folder: Path) -> Iterator[Path]:
    """Yield the path of a folder to make; if the body ends well, all of it comes to be in `folder` at once.

    Where it holds something or is the current folder, it gets the files one by one, and its database last:
    before that, nothing takes it for a whole project.
    ConflictError, and nothing is changed, if a file of the same name is there.
    """
    if folder.exists() and not folder.is_dir():
        raise ConflictError(f"There is a file {folder} already.", "Name a new folder.")
    stays = folder.is_dir() and (any(folder.iterdir()) or folder.resolve() == Path.cwd())
    place = folder if stays else folder.absolute().parent
    with storage_errors(folder):
        place.mkdir(parents=True, exist_ok=True)
    with storage_errors(folder), staging_folder(place) as staging:
        new = staging / "project"
        yield new
        if stays:
            _move_files(new, folder)
        else:
            if folder.is_dir():
                folder.rmdir()
            new.rename(folder)
        sync_folder(place)


def _move_files(new: Path, folder: Path) -> None:
    files = [path.relative_to(new) for path in new.rglob("*") if path.is_file()]
    files.sort(key=lambda path: path.name == DATABASE_FILE)
    for file in files:
        if (folder / file).exists():
            raise ConflictError(f"There is a file {folder / file} already.", "Choose another folder.")
    with ExitStack() as on_failure:
        for source in (path for path in sorted(new.rglob("*")) if path.is_dir()):
            target = folder / source.relative_to(new)
            if not target.exists():
                target.mkdir()
                on_failure.callback(target.rmdir)
                target.chmod(PRIVATE_FOLDER)
        for file in files:
            (new / file).rename(folder / file)
            on_failure.callback((folder / file).unlink, missing_ok=True)
        on_failure.pop_all()
