"""A study whose codebook changes: the file is written anew, and something is coded under each state of it."""

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
    """A project with one interview that nobody has coded."""
    project = stored.create(folder, "Test", codebook)
    one = interview(f"P: {' '.join(WORDS)}.")
    with history.act(project.database, ANN, "import", "one") as recorder:
        sources.add(recorder, one.source, one.turns, one.bounds, "utf-8")
    return project


def write(project: Project, codebook: str) -> None:
    """Change the codebook by hand."""
    project.codebook_path.write_text(codebook, encoding="utf-8")


def apply(project: Project, word: int, *codes: str) -> None:
    """Put codes on a word of the interview, which keeps the codebook as it is now."""
    apply_codes.apply(project, ANN, codes, "one", apply_codes.SpanChoice(quote=WORDS[word]))


def done(project: Project, proposal: ProposedEdit) -> None:
    """Change the codebook by a command."""
    edit_codebook.carry_out(project, ANN, proposal)
