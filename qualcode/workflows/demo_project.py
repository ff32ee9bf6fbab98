"""The demo project: fictional interviews, imported and coded with the codebook's patterns."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import StorageError
from qualcode.model import CoderName, SourceKind
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.workflows.project import create_project
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.sources import finish_sources, import_files, participants
from qualcode.workflows.sources.import_files import ImportOptions, ImportResult
from qualcode.workflows.suggestions import decide_suggestions, run_suggester

CODER = CoderName("demo")
CODEBOOK = "codebooks/harm-reduction.yaml"
_DOCUMENTS = ("force-drugs-strategy",)
_UNFINISHED = ("local-03-custody-sergeant", "regional-02-intelligence-analyst", *_DOCUMENTS)
"""Sources that the coder has begun and not finished, so that tables show the difference."""
_NOT_TRANSCRIPTS = ("README.md", "participants.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProject:
    """The new project, and how much was imported, suggested and coded."""

    project: Project
    imported: tuple[ImportResult, ...]
    cases: int
    suggested: int
    codings: int
    finished: int
    """Sources that are marked as coded to the end."""


def samples_folder() -> Path:
    """Return the folder with the example codebooks and transcripts of this installation."""
    package = Path(__file__).parents[1]
    for folder in (package / "samples", package.parent):
        if (folder / CODEBOOK).is_file():
            return folder
    raise StorageError(
        "The example files of qualcode are missing.", "Reinstall it: pip install --force-reinstall qualcode"
    )


def create_demo_project(folder: Path, tell: Callable[[str], None]) -> DemoProject:
    """Create a project in `folder`, import the samples, and accept all suggestions of the patterns.

    In a study a coder decides on each suggestion. Here all become codings of the coder `demo` with the origin
    `suggestion`, and all but three sources are marked as finished. `tell` is called with a message before
    each slow step.
    """
    transcripts = samples_folder() / "sample_transcripts"
    project = create_project.create(
        folder, "Harm-reduction policing (demonstration)", samples_folder() / CODEBOOK
    )
    create_project.add_schema_line(project)
    tell("Importing the sample interviews …")
    files = sorted(
        path for path in transcripts.iterdir() if path.is_file() and path.name not in _NOT_TRANSCRIPTS
    )
    documents = [path for path in files if path.stem in _DOCUMENTS]
    interviews = [path for path in files if path.stem not in _DOCUMENTS]
    imported = [
        *import_files.import_files(project, CODER, interviews, ImportOptions()),
        *import_files.import_files(project, CODER, documents, ImportOptions(kind=SourceKind.DOCUMENT)),
    ]
    participants_import = participants.import_cases(project, CODER, transcripts / "participants.csv")
    tell("Suggesting codes from the codebook's patterns …")
    ids = list(sources.ids_by_name(project.database).values())
    suggested = run_suggester.suggest(project, CODER, ids).total
    pending = suggestions.pending(project.database, CODER, current_codebook(project).codebook)
    accepted = decide_suggestions.accept(project, CODER, pending)
    names = [name for name in sources.ids_by_name(project.database) if name not in _UNFINISHED]
    finished = finish_sources.finish(project, CODER, names)
    return DemoProject(
        project=project,
        imported=tuple(imported),
        cases=len(participants_import.cases),
        suggested=suggested,
        codings=len(accepted),
        finished=len(finished),
    )
