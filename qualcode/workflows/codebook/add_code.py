"""A new code while coding: its key is made from the label, and undo takes it back like any other act."""

from qualcode.model import Code, CodeKey, CoderName
from qualcode.store.project import Project
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook


def add_code(
    project: Project, coder: CoderName, label: str, definition: str = "", under: CodeKey | None = None
) -> tuple[CodeKey, CurrentCodebook]:
    """Add a code, its key made from the label; return the key and the codebook that is now in force."""
    from qualcode.codebook import key_from

    key = CodeKey(key_from(label))
    proposal = edit_codebook.add(project, Code(key=key, label=label, definition=definition), under)
    edit_codebook.carry_out(project, coder, proposal)
    return key, current_codebook(project)
