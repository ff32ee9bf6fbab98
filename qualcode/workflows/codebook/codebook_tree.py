"""The codebook as a tree with the number of codings of each code and branch."""

from qualcode.store.project import Project
from qualcode.workflows.coding.counted_codings import count_by, counted_codings
from qualcode.workflows.project.current_codebook import current_codebook

TreeRow = tuple[str, int, str, int, int, int]


def tree(project: Project) -> list[TreeRow]:
    """Return key, depth, label, codings, those of the branch, and interviewers' of each code, in file order.

    Codings are those that tables count; those wholly on interviewers' words are apart. Codes in use that are
    missing from the codebook come last.
    """
    codebook = current_codebook(project).codebook
    own, interviewer = count_by(counted_codings(project.database), 1)
    total = dict(own)
    for key, (_, ancestors) in reversed(codebook.entries.items()):
        if ancestors:
            parent = ancestors[-1].key
            total[parent] = total.get(parent, 0) + total.get(key, 0)
    rows = [
        (str(key), len(ancestors), code.label, own.get(key, 0), total.get(key, 0), interviewer.get(key, 0))
        for key, (code, ancestors) in codebook.entries.items()
    ]
    missing = [
        (key, 0, "(not in the codebook)", own.get(key, 0), own.get(key, 0), interviewer.get(key, 0))
        for key in sorted({*own, *interviewer})
        if key not in codebook
    ]
    return rows + missing
