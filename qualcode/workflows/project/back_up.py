"""Back up a project to one file, and restore one: a copy to rely on if a disk is lost."""

from datetime import UTC, datetime
from pathlib import Path

from qualcode import notices
from qualcode.errors import ConflictError, StorageError
from qualcode.files import staging_folder, storage_errors
from qualcode.project_folder import DATABASE_FILE, PROJECT_FILE, SOURCES_FOLDER
from qualcode.store import backup_file
from qualcode.store.backup_file import BackupManifest
from qualcode.store.clock import now
from qualcode.store.project import Project, open_project
from qualcode.store.records import backups, sources
from qualcode.text.plurals import counted
from qualcode.workflows.project.codebook_file import recover_file
from qualcode.workflows.project.file_to_write import require_file_to_write

_SCHEMA_FILE = "codebook.schema.json"


def back_up(project: Project, path: Path, *, replace: bool = False) -> BackupManifest:
    """Write a consistent backup of a project that may be in use; return what is in it.

    UsageError if there is a file already and it may not be replaced. ConflictError if a source was erased
    meanwhile.
    """
    require_file_to_write(project, path, "study-backup.zip", replace=replace)
    recover_file(project)
    made_at = now()
    with storage_errors(path), staging_folder(path.absolute().parent) as staging:
        files = _snapshot(project, staging)
        known = sorted(sources.file_names(project.database, removed=True))
        stored = {f"{SOURCES_FOLDER}/{name}": project.sources_folder / name for name in known}
        missing = tuple(name for name, file in stored.items() if not file.is_file())
        files |= {name: file for name, file in stored.items() if name not in missing}
        named = project.settings.name or project.folder.name
        try:
            manifest = backup_file.write(
                path, files, BackupManifest(name=named, made_at=made_at, files={}, missing=missing)
            )
        except StorageError as error:
            if all(file.is_file() for file in files.values()):
                raise
            raise ConflictError("A file of the project was deleted meanwhile.", "Do it again.") from error
    if sorted(sources.file_names(project.database, removed=True)) != known:
        path.unlink()
        raise ConflictError("Sources were imported or erased meanwhile.", "Do it again.")
    if project.database.writable:
        backups.add(project.database, path.resolve(), made_at)
    if missing:
        notices.notify(f"{counted(len(missing), 'original file')} missing: {', '.join(missing)}.")
    return manifest


def restore(path: Path, folder: Path) -> Project:
    """Make a project of a backup in a new folder, and open it.

    ConflictError if there is something in the folder, InvalidFileError if the backup cannot be used.
    """
    manifest = backup_file.unpack(path, folder)
    project = open_project(folder)
    backups.add(project.database, path.resolve(), manifest.made_at)
    return project


def age(made_at: str) -> str:
    """Return how long ago a time was, in words: `2 days ago`."""
    passed = datetime.now(UTC) - datetime.fromisoformat(made_at)
    if passed.days > 0:
        return f"{counted(passed.days, 'day')} ago"
    hours = passed.seconds // 3600
    return f"{counted(hours, 'hour')} ago" if hours else "less than an hour ago"


def _snapshot(project: Project, staging: Path) -> dict[str, Path]:
    """Copy the database, the codebook and the settings at one moment; return the copies by their names."""
    if not project.database.writable:
        return _copies(project, staging)
    with project.database.transaction():  # nobody writes meanwhile, so that codebook and codings agree
        return _copies(project, staging)


def _copies(project: Project, staging: Path) -> dict[str, Path]:
    project.database.copy_to(staging / DATABASE_FILE)
    copies = {DATABASE_FILE: staging / DATABASE_FILE}
    for number, name in enumerate((PROJECT_FILE, project.settings.codebook, _SCHEMA_FILE)):
        file = project.folder / name
        if not file.is_file():
            continue
        if not file.resolve().is_relative_to(project.folder.resolve()):
            notices.notify(f"{name} is outside the project and is not in the backup; its versions are.")
            continue
        copies[name] = staging / str(number)
        copies[name].write_bytes(file.read_bytes())
    return copies
