"""The codebook as a tree with the number of codings of each code and branch."""

from qualcode.store.project import Project
from qualcode.store.records import codings
from qualcode.workflows.project.current_codebook import current_codebook

TreeRow = tuple[str, int, str, int, int]


def tree(project: Project) -> list[TreeRow]:
    """Return key, depth, label, own codings and codings of the branch for each code, in file order.

    Codes in use that are missing from the codebook come last.
    """
    codebook = current_codebook(project).codebook
    own = codings.counts(project.database, "code")
    total = dict(own)
    for key, (_, ancestors) in reversed(codebook.entries.items()):
        if ancestors:
            parent = ancestors[-1].key
            total[parent] = total.get(parent, 0) + total.get(key, 0)
    rows = [
        (str(key), len(ancestors), code.label, own.get(key, 0), total.get(key, 0))
        for key, (code, ancestors) in codebook.entries.items()
    ]
    missing = [
        (key, 0, "(not in the codebook)", count, count) for key, count in own.items() if key not in codebook
    ]
    return rows + missing
