"""The files of a project's sources, and what an interrupted command has left among them.

A new file is linked into `sources/` from its staging folder while the transaction that refers to it is open.
A process killed before the commit leaves both names, by which `sweep` recognises the copy that no source has.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from qualcode.errors import StorageError
from qualcode.files import (
    abandoned_folders,
    make_folders,
    set_permissions,
    staging_folder,
    storage_errors,
    sync_folder,
    write_to_disk,
)
from qualcode.store.project import Project
from qualcode.store.records import sources


def free_file_name(project: Project, name: str, data: bytes) -> str:
    """Return the name for an imported file in `sources/`: its own, unless another file has that already."""
    path = project.sources_folder / name
    if not path.exists() or _has_content(path, data):
        return name
    return f"{path.stem}-{hashlib.sha256(data).hexdigest()[:8]}{path.suffix}"


@contextmanager
def stored_file(project: Project, name: str, data: bytes) -> Iterator[None]:
    """Put a file into `sources/`; it is taken away again if the body fails."""
    target = project.sources_folder / name
    if _has_content(target, data):  # of a source that was removed, or imported from there
        yield
        return
    with ExitStack() as stack:
        with storage_errors(target):
            make_folders(target.parent)
            folder = stack.enter_context(staging_folder(target.parent, sweep=False))
            write_to_disk(folder / name, data)
            set_permissions(folder / name, target)
            _link(folder / name, target)
        try:
            with storage_errors(target):
                sync_folder(target.parent)
            yield
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def leftovers(project: Project) -> list[Path]:
    """Return what interrupted commands have left: unfinished files, and imported files of no source."""
    folders = (project.folder, project.sources_folder, project.tables_folder)
    abandoned = [path for folder in folders for path in abandoned_folders(folder)]
    copies = [path for folder in abandoned for path in _copies_of_no_source(project, folder)]
    unfinished = [*project.folder.glob(".qualcode*.partial*"), *project.folder.glob("etilqs_*")]
    return [*copies, *abandoned, *sorted(unfinished)]


def sweep(project: Project) -> list[Path]:
    """Delete what interrupted commands have left; return the paths."""
    paths = leftovers(project)
    for path in paths:
        delete(path)
    return paths


def unknown_files(project: Project) -> list[Path]:
    """Return the files in `sources/` that belong to no source, nor to a removed one that undo can restore."""
    if not project.sources_folder.is_dir():
        return []
    known = sources.file_names(project.database, removed=True)
    files = (path for path in project.sources_folder.iterdir() if path.is_file())
    return sorted(path for path in files if path.name not in known and not path.name.startswith("."))


def copies_of(project: Project, file_sha256: str) -> list[Path]:
    """Return the files in `sources/` that belong to no source and have this SHA-256 digest."""
    return [
        path
        for path in unknown_files(project)
        if hashlib.sha256(path.read_bytes()).hexdigest() == file_sha256
    ]


def delete(path: Path) -> None:
    """Delete a file, or a staging folder with what is in it; StorageError if that fails."""
    try:
        if path.is_dir() and path.name.startswith("."):
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"{path} could not be deleted: {error.strerror or error}.",
            "See that you may write to its folder, and try again.",
        ) from error


def _copies_of_no_source(project: Project, staging: Path) -> list[Path]:
    if staging.parent != project.sources_folder:
        return []
    known = sources.file_names(project.database)
    pairs = ((file, project.sources_folder / file.name) for file in staging.iterdir())
    return [copy for file, copy in pairs if copy.name not in known and copy.exists() and copy.samefile(file)]


def _has_content(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _link(file: Path, target: Path) -> None:
    try:
        target.hardlink_to(file)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        file.rename(target)
