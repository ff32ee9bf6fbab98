"""Check the file that a backup or a pack is to be written to, before anything is read."""

from pathlib import Path

from qualcode.errors import UsageError
from qualcode.files import storage_errors
from qualcode.project_folder import is_own_file
from qualcode.store.project import Project


def require_file_to_write(project: Project, path: Path, example: str, *, replace: bool) -> None:
    """Raise UsageError for a folder, a file of a project, or a file that may not be replaced.

    Files of projects stay whatever `replace` says: the database of the study itself would be lost.
    """
    with storage_errors(path):
        if path.is_dir():
            raise UsageError(f"{path} is a folder.", f"Name a file, such as {example}.")
        codebook_file = project.folder / project.settings.codebook
        if is_own_file(path) or path.resolve() == codebook_file.resolve():
            raise UsageError(
                f"{path} is a file of the project itself, and stays as it is.",
                f"Name another file, such as {example}.",
            )
        if path.exists() and not replace:
            raise UsageError(f"There is a file {path} already.", "Name another file, or add --replace.")
