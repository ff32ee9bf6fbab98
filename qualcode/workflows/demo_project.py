"""The demonstration: a small study of fictional interviews, made, imported, coded by machine and counted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import StorageError
from qualcode.model import CoderName, SourceKind
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.workflows.project import create_project
from qualcode.workflows.sources import import_files, participants
from qualcode.workflows.sources.import_files import ImportOptions, ImportResult
from qualcode.workflows.suggestions import decide_suggestions, run_suggester

CODER = CoderName("demo")
CODEBOOK = "codebooks/harm-reduction.yaml"
_DOCUMENTS = ("force-drugs-strategy",)
_NOT_TRANSCRIPTS = ("README.md", "participants.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProject:
    """What the demonstration made."""

    project: Project
    imported: tuple[ImportResult, ...]
    cases: int
    suggested: int
    codings: int


def samples_folder() -> Path:
    """Return the folder with the example codebooks and transcripts that come with qualcode."""
    package = Path(__file__).parents[1]
    for folder in (package / "samples", package.parent):
        if (folder / CODEBOOK).is_file():
            return folder
    raise StorageError("The examples that come with qualcode are missing.", "Install qualcode again.")


def create_demo_project(folder: Path, tell: Callable[[str], None]) -> DemoProject:
    """Make a project in `folder`, import the samples, and accept what the codebook's patterns suggest.

    In a study a person decides on each suggestion; here the machine's are taken as they are, as codings
    of the coder `demo` with the origin `suggestion`.
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
    papers = [path for path in files if path.stem in _DOCUMENTS]
    interviews = [path for path in files if path.stem not in _DOCUMENTS]
    imported = [
        *import_files.import_files(project, CODER, interviews, ImportOptions()),
        *import_files.import_files(project, CODER, papers, ImportOptions(kind=SourceKind.DOCUMENT)),
    ]
    found = participants.import_cases(project, CODER, transcripts / "participants.csv")
    tell("Suggesting codes from the codebook's patterns …")
    ids = list(sources.ids_by_name(project.database).values())
    suggested = run_suggester.suggest(project, CODER, ids).total
    made = decide_suggestions.accept(project, CODER, suggestions.pending(project.database, CODER))
    return DemoProject(
        project=project,
        imported=tuple(imported),
        cases=len(found),
        suggested=suggested,
        codings=len(made),
    )
