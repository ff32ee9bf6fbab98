"""Writing a file whole or not at all: what was there before stays until the new one is on disk."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from qualcode.errors import StorageError


def write_atomically(path: Path, content: bytes, *, parents: bool = False) -> Path:
    """Put a file in its place in one step, over one that is there; `parents` makes the folders above it.

    StorageError where the disk refuses; then nothing has changed.
    """
    with staged_file(path, content, parents=parents) as put:
        put()
    return path


@contextmanager
def staged_file(path: Path, content: bytes, *, parents: bool = False) -> Iterator[Callable[[], None]]:
    """Have a file on disk beside its place; calling what this yields puts it there in one step.

    Nearly all that can go wrong goes wrong before it yields, so that something else can be done in between.
    A link is followed, and a file that is there keeps its permissions.
    """
    with ExitStack() as stack:
        with _refused(path):
            if parents:
                path.parent.mkdir(parents=True, exist_ok=True)
            target = path.resolve()
            place = stack.enter_context(TemporaryDirectory(dir=target.parent, prefix=".writing-"))
            beside = Path(place) / target.name
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if target.is_file():
                shutil.copymode(target, beside)

        def put() -> None:
            with _refused(path):
                beside.replace(target)

        yield put


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path} could not be written: {error.strerror or error}.",
            "See that the folder is there, that there is space, and that you may write to it.",
        ) from error
