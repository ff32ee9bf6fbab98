"""Create a project: a folder with settings, a codebook and an empty database."""

from pathlib import Path

from qualcode.errors import ConflictError
from qualcode.files import write_atomically
from qualcode.settings import ProjectSettings
from qualcode.store import project as stored
from qualcode.store.project import Project
from qualcode.workflows.project.current_codebook import read_project_text, read_text


def create(folder: Path, name: str = "", codebook: Path | None = None) -> Project:
    """Create a project in a folder, with a copy of the file `codebook` or else a commented small codebook.

    ConflictError if the folder has a project already; CodebookError if the codebook is not valid.
    """
    from qualcode.codebook import new_text, read

    title = name or folder.absolute().name
    if codebook is None:
        return create_with_text(folder, title, new_text(title))
    text = read_text(codebook)
    read(text, codebook)
    return create_with_text(folder, title, text)


def require_no_project(folder: Path) -> None:
    """Raise ConflictError if a folder has a project or a codebook file already."""
    stored.require_no_project(folder)
    path = folder / ProjectSettings().codebook
    if path.exists():
        raise ConflictError(
            f"There is a codebook already: {path}.", "Choose another folder, or move the file away."
        )


def write_schema(project: Project) -> None:
    """Write the JSON Schema next to the codebook, where the codebook's first line refers to it."""
    for name, content in _schema_files().items():
        write_atomically(project.codebook_path.with_name(name), content)


def add_schema_line(project: Project) -> None:
    """Add a first line to the codebook that tells editors where the JSON Schema is."""
    from qualcode.codebook import with_schema

    write_atomically(project.codebook_path, with_schema(read_project_text(project)).encode())


def create_with_text(folder: Path, title: str, codebook: str) -> Project:
    """Create a project in a folder with this text as its codebook; an existing codebook file is kept."""
    has_schema = any((folder / name).exists() for name in _schema_files())
    project = stored.create(folder, title, codebook, _schema_files())
    if has_schema:
        write_schema(project)
    return project


def _schema_files() -> dict[str, bytes]:
    from qualcode.codebook import SCHEMA_FILE, schema_text

    return {SCHEMA_FILE: schema_text().encode()}
