"""Writing a file whole or not at all: what was there before stays until the new one is on disk."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from qualcode.errors import StorageError


def write_whole(path: Path, content: bytes, *, parents: bool = False) -> Path:
    """Put a file in its place in one step, over one that is there; `parents` makes the folders above it.

    StorageError where the disk refuses; then nothing has changed.
    """
    try:
        if parents:
            path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.absolute().parent, prefix=".writing-") as place:
            beside = Path(place) / path.name
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
    except OSError as error:
        raise StorageError(
            f"{path} could not be written: {error.strerror or error}.",
            "See that the folder is there, that there is space, and that you may write to it.",
        ) from error
    return path
