"""Check a project's files: who may read them, what interrupted commands have left, erasures under way."""

import os
from collections.abc import Iterator
from pathlib import Path

from qualcode.project_folder import PROJECT_FILE
from qualcode.store import source_files
from qualcode.store.migrations import backup_copies
from qualcode.store.project import Project
from qualcode.store.records.erasing import erasures
from qualcode.text.plurals import counted
from qualcode.workflows.project_fault import ProjectFault

_OTHERS = 0o077
_NAMED = 3


def file_faults(project: Project) -> list[ProjectFault]:
    """Return a fault for each erasure under way, leftover and file of no source."""
    faults = [
        ProjectFault(
            location=f"{'case' if erasure.is_of_case else 'source'} {erasure.source.name}",
            problem="its erasure was interrupted, and its words may still be in the project",
            remedy=f"Complete it: {erasure.command}",
        )
        for erasure in erasures.under_way(project.database)
    ]
    faults += [
        ProjectFault(
            location=str(path.relative_to(project.folder)),
            problem="an interrupted command has left it here, perhaps with words of an interview",
            remedy="The next `qualcode import` or `qualcode sources remove NAME --erase` deletes it.",
        )
        for path in source_files.leftovers(project)
    ]
    faults += [
        ProjectFault(
            location=str(path.relative_to(project.folder)),
            problem="this file belongs to no source",
            remedy="Import it, or delete it.",
        )
        for path in source_files.unknown_files(project)
    ]
    return faults


def permission_faults(project: Project) -> list[ProjectFault]:
    """Return a fault if files of the project can be used by others, unless it is shared by its settings."""
    if os.name != "posix" or project.settings.shared:
        return []
    readable = [path for path in _paths(project) if path.lstat().st_mode & _OTHERS and not path.is_symlink()]
    if not readable:
        return []
    names = ", ".join(str(path.relative_to(project.folder)) for path in readable[:_NAMED])
    more = f" and {len(readable) - _NAMED} more" if len(readable) > _NAMED else ""
    return [
        ProjectFault(
            location="permissions",
            problem=f"{counted(len(readable), 'file or folder', 'files and folders')} can be used by other "
            f"accounts of this machine: {names}{more}",
            remedy=f"chmod -R go= '{project.folder}', or `shared = true` in {PROJECT_FILE} if others are "
            "to use the project.",
        )
    ]


def _paths(project: Project) -> Iterator[Path]:
    """Yield the files and folders of a project that qualcode writes, and what is in these folders."""
    database = project.database.path
    files = [project.folder / name for name in (PROJECT_FILE, project.settings.codebook)]
    logs = [database.with_name(database.name + ending) for ending in ("-wal", "-shm")]
    folders = (project.sources_folder, project.tables_folder)
    for path in (database, *folders, *files, *backup_copies(database), *logs):
        if path.exists():
            yield path
            yield from sorted(path.rglob("*"))
