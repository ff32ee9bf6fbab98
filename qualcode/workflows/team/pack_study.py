"""Pack one's work on the study in one file for a colleague."""

from pathlib import Path

from qualcode.errors import UsageError
from qualcode.model import CoderName
from qualcode.store.project import Project
from qualcode.store.team.pack_file import PackCounts, write_pack
from qualcode.workflows.project.current_codebook import current_codebook


def pack_study(
    project: Project,
    coder: CoderName,
    path: Path,
    *,
    everybody: bool = False,
    with_texts: bool = True,
    replace: bool = False,
) -> PackCounts:
    """Write a pack; return the numbers of what is in it. UsageError for a file that may not be replaced."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", f"Name a file, such as {coder}.qpack.")
    if path.exists() and not replace:
        raise UsageError(f"There is a file {path} already.", "Name another file, or add --replace.")
    current_codebook(project)  # says if the file has codes missing
    return write_pack(project.database, path, coder, everybody=everybody, with_texts=with_texts)
