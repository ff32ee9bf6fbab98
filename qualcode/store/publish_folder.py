"""Make the folder of a project out of sight and publish it whole, so that a stop leaves all of it or nothing.

A new folder is renamed into place. A folder that is there already gets the files one by one, its database
last. A list of them is written before, by which the next attempt removes what a stopped one has moved.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from qualcode.errors import ConflictError
from qualcode.files import (
    PRIVATE_FOLDER,
    abandoned_folders,
    staging_folder,
    storage_errors,
    sync_folder,
    write_to_disk,
)
from qualcode.project_folder import DATABASE_FILE
from qualcode.store import connection
from qualcode.untrusted import leads_outside

_FILES_TO_MOVE = "files.json"


@contextmanager
def folder_to_publish(folder: Path) -> Iterator[Path]:
    """Yield the path of a folder to make; if the body ends well, all of it comes to be in `folder` at once.

    Where it holds something or cannot be replaced, it gets the files one by one, and its database last:
    before that, nothing takes it for a whole project.
    ConflictError, and nothing is changed, if a file of the same name is there.
    """
    if folder.exists() and not folder.is_dir():
        raise ConflictError(f"There is a file {folder} already.", "Name a new folder.")
    with storage_errors(folder):
        remove_unfinished(folder)
        stays = folder.is_dir() and (any(folder.iterdir()) or _cannot_be_replaced(folder))
        place = folder if stays else folder.absolute().parent
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


def remove_unfinished(folder: Path) -> None:
    """Remove the files that a stopped program had moved to a folder without finishing a project in it.

    Files that were changed since are kept.
    """
    if (folder / DATABASE_FILE).exists():
        return
    for staging in abandoned_folders(folder):
        for name, changed_at in _files_to_move(staging).items():
            target = folder / name
            is_moved = not (staging / "project" / name).exists() and target.is_file()
            if is_moved and target.stat().st_mtime_ns == changed_at:
                target.unlink()
                with suppress(OSError):  # the folder of sources, if nothing else is in it
                    if target.parent != folder:
                        target.parent.rmdir()


def _files_to_move(staging: Path) -> Mapping[str, object]:
    """Return the listed files that lie within a folder, with the times of their changes.

    The list may be missing, damaged or somebody else's: the folder may have come from another machine.
    """
    try:
        files = json.loads((staging / _FILES_TO_MOVE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(files, dict):
        return {}
    return {name: time for name, time in files.items() if not leads_outside(name)}


def _cannot_be_replaced(folder: Path) -> bool:
    return folder.resolve() == Path.cwd() or folder.is_symlink() or folder.is_mount()


def _move_files(new: Path, folder: Path) -> None:
    files = [path.relative_to(new) for path in new.rglob("*") if path.is_file()]
    for file in files:
        if (folder / file).exists():
            raise ConflictError(f"There is a file {folder / file} already.", "Choose another folder.")
    files.remove(Path(DATABASE_FILE))
    changed_at = {file.as_posix(): (new / file).stat().st_mtime_ns for file in files}
    write_to_disk(new.with_name(_FILES_TO_MOVE), json.dumps(changed_at).encode())
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
        connection.publish(new / DATABASE_FILE, folder / DATABASE_FILE)
        on_failure.pop_all()
