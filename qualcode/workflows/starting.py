"""Starting a study: a folder with settings, a codebook, and an empty database."""

from pathlib import Path

from qualcode.store import project as stored
from qualcode.store.project import Project
from qualcode.workflows.opening import read_text


def make(folder: Path, name: str = "", codebook: Path | None = None) -> Project:
    """Make a project in a folder; `codebook` is a file to begin with, else a small one to write on.

    ConflictError where there is a project already; CodebookError where the codebook is not one.
    """
    from qualcode.codebook import new_text, read

    title = name or folder.absolute().name
    if codebook is None:
        return stored.create(folder, title, new_text(title))
    text = read_text(codebook)
    read(text, codebook)
    return stored.create(folder, title, text)
