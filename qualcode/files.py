"""Reads with a limit, and atomic writes: the old file stays until the new one is completely on disk.

A file is written in a hidden folder beside its place and then renamed, so that no word is ever written
elsewhere. What is new inside a project is for its owner alone, whatever the umask; files elsewhere follow it.
"""

import errno
import os
import platform
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from qualcode.errors import InvalidFileError, StorageError
from qualcode.settings import in_private_project

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
STAGING_PREFIX = ".writing-"
MEGABYTE = 1_000_000
TEXT_LIMIT = 20 * MEGABYTE
_HOST = re.sub(r"\W", "", platform.node())[:32] or "host"
_OWNER = re.compile(rf"{re.escape(STAGING_PREFIX)}(\w+)-(\d+)-")
_LONGEST_WRITE = 24 * 3600
"""Seconds after which a staging folder of another machine counts as abandoned."""


def require_file(path: Path) -> None:
    """Raise InvalidFileError unless this is a regular file: a pipe, or a link to a device, may never end."""
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        raise InvalidFileError(f"It cannot be opened: {error.strerror}.", path=path) from error
    if not is_file:
        raise InvalidFileError("This is not a file.", path=path)


def read_limited(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes; InvalidFileError for any other."""
    require_file(path)
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise InvalidFileError(f"It cannot be opened: {error.strerror}.", path=path) from error
    if len(data) > limit:
        raise InvalidFileError(f"The file is larger than {limit // MEGABYTE} MB.", path=path)
    return data


def read_utf8(path: Path, limit: int = TEXT_LIMIT) -> str:
    """Return the text of a regular UTF-8 file, without a byte order mark; InvalidFileError for any other."""
    try:
        return read_limited(path, limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidFileError(
            "This is not UTF-8 text.", "Save it as UTF-8.", path=path, line=line
        ) from error


def write_atomically(path: Path, content: bytes, *, parents: bool = False, private: bool = False) -> Path:
    """Write a file atomically, replacing an existing one; return its path.

    `parents` creates missing folders above it, `private` gives a new file to its owner alone wherever it is.
    StorageError, and nothing is changed, if writing fails.
    """
    with staged_file(path, content, parents=parents, private=private) as rename:
        rename()
    return path


@contextmanager
def staged_file(
    path: Path, content: bytes, *, parents: bool = False, private: bool = False
) -> Iterator[Callable[[], None]]:
    """Write a temporary file next to `path`; call the yielded function to rename it into place atomically.

    Nearly every failure happens before the function is yielded, so that a transaction can be committed in
    between. Symbolic links are followed, and an existing file keeps its permissions.
    """
    with ExitStack() as stack:
        with storage_errors(path):
            if parents:
                make_folders(path.parent)
            target = _resolved(path)
            require_replaceable(target)
            temporary = stack.enter_context(staging_folder(target.parent)) / target.name
            write_to_disk(temporary, content)
            set_permissions(temporary, target, private=private)

        def rename() -> None:
            with storage_errors(path):
                temporary.replace(target)
                sync_folder(target.parent)

        yield rename


def require_replaceable(path: Path) -> None:
    """Raise StorageError if a device, a pipe or a socket is in the place of a file to write.

    Renaming a file into its place would remove it: as root, `/dev/null` of the whole machine.
    """
    with storage_errors(path):
        is_special = path.exists() and not path.is_file() and not path.is_dir()
    if is_special:
        raise StorageError(f"{path} is not a file, and stays as it is.", "Name a file to write.")


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError as error:  # before Python 3.13, for a link that leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error


@contextmanager
def staging_folder(folder: Path, *, sweep: bool = True) -> Iterator[Path]:
    """Make a hidden folder for unfinished files in `folder`, and remove it with what is left in it.

    Its name says which process writes in it, so that what a stopped process left can be recognised; with
    `sweep`, such folders are removed first.
    """
    for path in abandoned_folders(folder) if sweep else ():
        if _OWNER.match(path.name):
            shutil.rmtree(path, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(dir=folder, prefix=f"{STAGING_PREFIX}{_HOST}-{os.getpid()}-"))
    try:
        staging.chmod(PRIVATE_FOLDER)
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)  # if it cannot be removed now, it is abandoned and swept


def abandoned_folders(folder: Path) -> list[Path]:
    """Return the staging folders in `folder` whose process has ended."""
    return sorted(path for path in folder.glob(f"{STAGING_PREFIX}*") if path.is_dir() and _is_abandoned(path))


def write_to_disk(path: Path, content: bytes) -> None:
    """Write a new file and wait until it is on disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names of the files in a folder are on disk, where the system can do that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def set_permissions(temporary: Path, target: Path, *, private: bool = False) -> None:
    """Give a file the permissions of the one it replaces; a new one in a private project is its owner's."""
    if target.is_file():
        shutil.copymode(target, temporary)
    elif private or in_private_project(target):
        temporary.chmod(PRIVATE_FILE)


def make_folders(folder: Path) -> None:
    """Create a folder and the missing ones above it; in a private project they are their owner's alone."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        if in_private_project(path):
            path.chmod(PRIVATE_FOLDER)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Convert the system's errors to a StorageError that names the file."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path} could not be written: {error.strerror or error}.",
            "Check that the folder exists, that the disk has space, and that you may write to it.",
        ) from error


def _is_abandoned(folder: Path) -> bool:
    owner = _OWNER.match(folder.name)
    if owner is None:  # the name that older versions gave
        return True
    if owner[1] != _HOST or os.name != "posix":
        try:
            return time.time() - folder.stat().st_mtime > _LONGEST_WRITE
        except FileNotFoundError:
            return False
    try:
        os.kill(int(owner[2]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # a process of another user
        return False
    return False
