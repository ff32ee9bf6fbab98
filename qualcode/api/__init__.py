"""The public Python API: `qualcode.open` and the methods of the project that it returns.

Each method runs the function that the command of the same name runs, in a folder of the same noun, and raises
the same errors. Tables are DataFrames; `tables.column_types` lists their columns. The messages that a command
prints beside its table are in `table.attrs["notes"]`.
"""

import os
from pathlib import Path

from qualcode.api.open_project import OpenProject

__all__ = ["OpenProject", "open"]


def open(  # noqa: A001 - `qualcode.open`, as `gzip.open`
    folder: str | os.PathLike[str] | None = None, *, coder: str | None = None
) -> OpenProject:
    """Open the project in a folder (or above it), by default the current one.

    With a coder's name, the project can be changed, and every change is an act of that coder in its history.
    Without one it is only read: nothing in its folder is written. NotFoundError where there is no project.

    >>> with qualcode.open("my-study", coder="ann") as project:
    ...     len(project.codings())
    4
    """
    return OpenProject.at(Path(folder) if folder is not None else None, coder)
