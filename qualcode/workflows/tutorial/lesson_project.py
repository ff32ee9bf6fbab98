"""The project of the tutorial: an invented interview, a codebook, and the step reached so far."""

import json
import shutil
from pathlib import Path

from qualcode.errors import ConflictError
from qualcode.files import write_atomically
from qualcode.model import CoderName
from qualcode.store.project import Project, open_project
from qualcode.store.records import sources
from qualcode.workflows.project import create_project
from qualcode.workflows.sources import import_files
from qualcode.workflows.sources.import_files import ImportOptions
from qualcode.workflows.suggestions import run_suggester

SOURCE = "kitchen"
_PROGRESS_FILE = "tutorial.json"
_LESSON = Path(__file__).parent / "lesson"


def default_folder() -> Path:
    """Return the folder of the tutorial among the user's data."""
    import platformdirs

    return platformdirs.user_data_path("qualcode", appauthor=False) / "tutorial"


def open_lesson(folder: Path, coder: CoderName) -> Project:
    """Open the project of the tutorial in a folder, or create it there.

    ConflictError if the folder has something else in it.
    """
    if (folder / _PROGRESS_FILE).is_file():
        return open_project(folder)
    if folder.exists() and any(folder.iterdir()):
        raise ConflictError(f"{folder} is not a folder of the tutorial.", "Name another folder.")
    project = create_project.create(folder, "Tutorial", _LESSON / "codebook.yaml")
    try:
        list(import_files.import_files(project, coder, [_LESSON / f"{SOURCE}.txt"], ImportOptions()))
        run_suggester.suggest(project, coder, list(sources.ids_by_name(project.database).values()))
        save_step(project, 0)
    except BaseException:
        project.database.close()
        raise
    return project


def remove_lesson(folder: Path) -> None:
    """Delete the project of the tutorial, to begin anew.

    ConflictError if it has other sources than the lesson's; a folder without the lesson is left alone.
    """
    if not (folder / _PROGRESS_FILE).is_file():
        return
    with open_project(folder) as project:
        others = set(sources.ids_by_name(project.database)) - {SOURCE}
    if others:
        raise ConflictError(
            f"{folder} has sources of your own: {', '.join(sorted(others))}.",
            "Nothing was deleted. Name another folder for the lesson.",
        )
    shutil.rmtree(folder)


def reached_step(project: Project) -> int:
    """Return the index of the step that was reached, from 0."""
    try:
        step = json.loads((project.folder / _PROGRESS_FILE).read_text(encoding="utf-8"))["step"]
    except (OSError, ValueError, KeyError, TypeError):
        return 0
    return step if isinstance(step, int) and step >= 0 else 0


def save_step(project: Project, step: int) -> None:
    """Write the index of the step that has been reached."""
    write_atomically(project.folder / _PROGRESS_FILE, json.dumps({"step": step}).encode())
