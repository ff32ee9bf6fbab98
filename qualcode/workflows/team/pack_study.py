"""Pack one's work on the study in one file for a colleague."""

from pathlib import Path

from qualcode.model import CoderName
from qualcode.store.project import Project
from qualcode.store.team.pack_file import PackCounts, write_pack
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.project.file_to_write import require_file_to_write


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
    require_file_to_write(project, path, f"{coder}.qpack", replace=replace)
    current_codebook(project)  # says if the file has codes missing
    return write_pack(project.database, path, coder, everybody=everybody, with_texts=with_texts)
