"""Starting a study: a folder with settings, a codebook, and an empty database."""

from pathlib import Path

from qualcode.files import write_atomically
from qualcode.store import project as stored
from qualcode.store.project import Project
from qualcode.workflows.project.current_codebook import read_text


def create(folder: Path, name: str = "", codebook: Path | None = None) -> Project:
    """Make a project in a folder; `codebook` is a file to begin with, kept to the byte, else a small one.

    ConflictError where there is a project already; CodebookError where the codebook is not one.
    """
    from qualcode.codebook import new_text, read

    title = name or folder.absolute().name
    if codebook is None:
        return _made(folder, title, new_text(title))
    text = read_text(codebook)
    read(text, codebook)
    return _made(folder, title, text)


def write_schema(project: Project) -> None:
    """Put the schema beside the codebook, where the codebook's first line says it is."""
    from qualcode.codebook import SCHEMA_FILE, schema_text

    write_atomically(project.codebook_path.with_name(SCHEMA_FILE), schema_text().encode())


def add_schema_line(project: Project) -> None:
    """Let the codebook's first line tell editors where the schema is."""
    from qualcode.codebook import with_schema

    write_atomically(project.codebook_path, with_schema(read_text(project.codebook_path)).encode())


def _made(folder: Path, title: str, codebook: str) -> Project:
    project = stored.create(folder, title, codebook)
    try:
        write_schema(project)
    except BaseException:
        project.database.close()
        raise
    return project
