"""Erase a source for good, for a participant who withdraws: its files, its rows, its history.

The erasure is recorded before anything is deleted, and each step can be repeated: if it is interrupted, the
same command completes it.
"""

from pathlib import Path

from qualcode.errors import StorageError
from qualcode.model import CoderName
from qualcode.store import history, source_files
from qualcode.store.migrations import backup_copies
from qualcode.store.project import Project
from qualcode.store.records import erasures, sources
from qualcode.store.records.erasures import Erasure
from qualcode.store.records.sources import SourceFile


def erase(project: Project, coder: CoderName, name: str) -> tuple[int, tuple[Path, ...]]:
    """Erase a source; return its number of codings and the copies of the database that were deleted with it.

    A source of this name that was only removed before, or erased incompletely, is erased too. StorageError
    says what could not be done; repeating the call completes it.
    """
    erasure = _begun(project, name) or _begin(project, name)
    copies = backup_copies(project.database.path)
    step = "its file and older copies of the database"
    try:
        source_files.sweep(project)
        for file in (*_files(project, erasure.source), *copies):
            source_files.delete(file)
        step = "its text, codings and history"
        _erase_rows(project, coder, erasure.source)
        step = "traces in free space of the database"
        project.database.erase_traces()
        erasures.complete(project.database, erasure)
    except (StorageError, OSError) as error:
        message, hint = (
            (error.message, error.hint) if isinstance(error, StorageError) else (str(error.strerror), "")
        )
        raise StorageError(
            f"{name} is not erased completely, there remain at least {step}: {message}",
            f"{hint.replace('nothing was changed', 'what was erased before stays erased')}\n"
            f"Then complete it: qualcode sources remove {name} --erase".strip(),
        ) from error
    return erasure.codings, copies


def _begun(project: Project, name: str) -> Erasure | None:
    return next((one for one in erasures.under_way(project.database) if one.source.name == name), None)


def _begin(project: Project, name: str) -> Erasure:
    database = project.database
    removed = sources.in_history(database, name=name)
    if name not in sources.ids_by_name(database) and removed:
        erasure = Erasure(source=removed[0], codings=0)
    else:
        source = sources.with_name(database, name)
        codings = next(one.codings for one in sources.summaries(database) if one.id == source.id)
        erasure = Erasure(
            source=SourceFile(
                id=source.id, name=name, file_name=source.file_name, file_sha256=source.file_sha256
            ),
            codings=codings,
        )
    erasures.begin(database, erasure)
    return erasure


def _files(project: Project, source: SourceFile) -> list[Path]:
    """Return the source's file, and the files of its removed versions and copies."""
    others = {one.file_name for one in sources.summaries(project.database) if one.id != source.id}
    names = dict.fromkeys([source.file_name, *(one.file_name for one in _versions(project, source))])
    files = [project.sources_folder / name for name in names if name not in others]
    return [*files, *source_files.copies_of(project, source.file_sha256)]


def _versions(project: Project, source: SourceFile) -> list[SourceFile]:
    """Return the removed sources with the same name or file, whose text undo could restore."""
    return sources.in_history(project.database, name=source.name, file_sha256=source.file_sha256)


def _erase_rows(project: Project, coder: CoderName, source: SourceFile) -> None:
    database = project.database
    with database.transaction():
        if source.id in sources.ids_by_name(database).values():
            with history.act(database, coder, "remove source", source.name) as recorder:
                sources.remove(recorder, sources.with_id(database, source.id))
        for version in {one.id: one for one in (source, *_versions(project, source))}.values():
            sources.forget(database, version)
