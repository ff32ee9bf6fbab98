"""Atomic file writes: the old file stays until the new one is completely on disk."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from qualcode.errors import StorageError


def write_atomically(path: Path, content: bytes, *, parents: bool = False) -> Path:
    """Write a file atomically, replacing an existing one; return its path.

    `parents` creates missing folders above it. StorageError, and nothing is changed, if writing fails.
    """
    with staged_file(path, content, parents=parents) as rename:
        rename()
    return path


@contextmanager
def staged_file(path: Path, content: bytes, *, parents: bool = False) -> Iterator[Callable[[], None]]:
    """Write a temporary file next to `path`; call the yielded function to rename it into place atomically.

    Nearly every failure happens before the function is yielded, so that a transaction can be committed in
    between. Symbolic links are followed, and an existing file keeps its permissions.
    """
    with ExitStack() as stack:
        with _storage_errors(path):
            if parents:
                path.parent.mkdir(parents=True, exist_ok=True)
            target = path.resolve()
            folder = stack.enter_context(TemporaryDirectory(dir=target.parent, prefix=".writing-"))
            temporary = Path(folder) / target.name
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if target.is_file():
                shutil.copymode(target, temporary)

        def rename() -> None:
            with _storage_errors(path):
                temporary.replace(target)

        yield rename


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path} could not be written: {error.strerror or error}.",
            "Check that the folder exists, that the disk has space, and that you may write to it.",
        ) from error
