"""A study with one interview whose codebook file is rewritten, with codings made under each version."""

from pathlib import Path

from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store import project as stored
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.codebook.edit_codebook import ProposedEdit
from qualcode.workflows.coding import apply_codes
from tests.support.marked_text import interview

ANN = CoderName("ann")
WORDS = ["one", "two", "three", "four", "five"]


def study(folder: Path, codebook: str) -> Project:
    """Return a project with one interview without codings."""
    project = stored.create(folder, "Test", codebook)
    talk = interview(f"P: {' '.join(WORDS)}.")
    with history.act(project.database, ANN, "import", "one") as recorder:
        sources.add(recorder, talk.source, talk.turns, talk.bounds, "utf-8")
    return project


def write(project: Project, codebook: str) -> None:
    """Overwrite the codebook file as an edit by hand does."""
    project.codebook_path.write_text(codebook, encoding="utf-8")


def apply(project: Project, word: int, *codes: str) -> None:
    """Apply codes to a word of the interview, which stores the current codebook as a version."""
    apply_codes.apply(project, ANN, codes, "one", apply_codes.SpanChoice(quote=WORDS[word]))


def carry_out(project: Project, proposal: ProposedEdit) -> None:
    """Carry out an edit of the codebook as a command does."""
    edit_codebook.carry_out(project, ANN, proposal)
