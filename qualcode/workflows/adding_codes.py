"""A new code while coding: added to the codebook file in one step, and kept as a version."""

from qualcode.files import write_whole
from qualcode.model import Code, CodeKey, CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.workflows.opening import CodebookInForce, codebook_in_force


def add_code(
    project: Project, coder: CoderName, label: str, definition: str = "", under: CodeKey | None = None
) -> tuple[CodeKey, CodebookInForce]:
    """Add a code, its key made from the label; return the key and the codebook that is now in force."""
    from qualcode.codebook import edit, key_from

    key = CodeKey(key_from(label))
    made = edit.add(codebook_in_force(project).text, Code(key=key, label=label, definition=definition), under)
    write_whole(project.codebook_path, made.text.encode())
    with history.act(project.database, coder, "add code", key, undoable=False) as recorder:
        codebook_in_force(project).keep(recorder, coder)
    return key, codebook_in_force(project)
