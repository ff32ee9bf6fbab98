"""Add a code while coding, with a key derived from its label, as an act that can be undone."""

from qualcode.model import Code, CodeKey, CoderName, key_from
from qualcode.store.project import Project
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook


def add_code(
    project: Project, coder: CoderName, label: str, definition: str = "", under: CodeKey | None = None
) -> tuple[CodeKey, CurrentCodebook]:
    """Add a code with a key derived from its label; return the key and the changed codebook."""
    key = CodeKey(key_from(label))
    proposal = edit_codebook.add(project, Code(key=key, label=label, definition=definition), under)
    edit_codebook.carry_out(project, coder, proposal)
    return key, current_codebook(project)
