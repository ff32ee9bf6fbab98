"""Rename a source, remove it with its codings, or erase it for good."""

from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import ConflictError, StorageError
from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store.migrations import backup_copies
from qualcode.store.project import Project
from qualcode.store.records import sources


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedSource:
    """What was removed with a source."""

    codings: int
    copies: tuple[Path, ...] = ()
    """Older copies of the database that contained its text; they were deleted."""


def rename_source(project: Project, coder: CoderName, name: str, new_name: str) -> None:
    """Rename a source; its codings stay."""
    source = sources.with_name(project.database, name)
    if not new_name.strip():
        raise ConflictError("A source needs a name.")
    if new_name in sources.ids_by_name(project.database):
        raise ConflictError(f"There is a source {new_name!r} already.", "Choose another name.")
    with history.act(project.database, coder, "rename source", f"{name} to {new_name}") as recorder:
        sources.rename(recorder, source, new_name)


def remove_source(project: Project, coder: CoderName, name: str, *, erase: bool = False) -> RemovedSource:
    """Remove a source and its codings; return what was removed with it.

    This can be undone unless `erase` is set: then its text and the imported file are deleted from the project
    for good, and with them the copies of the database from before an update. For participants who withdraw.
    """
    source = sources.with_name(project.database, name)
    copies = backup_copies(project.database.path) if erase else ()
    if erase:  # files first: if one cannot be deleted, the source is still listed and can be erased again
        for file in (project.sources_folder / source.file_name, *copies):
            _delete(file)
    with history.act(project.database, coder, "remove source", name) as recorder:
        codings_removed = sources.remove(recorder, source)
    if erase:
        sources.erase_history(project.database, source)
    return RemovedSource(codings=codings_removed, copies=copies)


def _delete(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"{file} could not be deleted: {error.strerror or error}.",
            "Nothing of the source was erased from the database yet: remove the cause and erase it again.",
        ) from error
