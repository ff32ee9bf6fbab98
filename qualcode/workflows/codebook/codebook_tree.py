"""The codebook as a user sees it: the tree with its counts."""

from qualcode.store.project import Project
from qualcode.store.records import codings
from qualcode.workflows.project.current_codebook import current_codebook

TreeRow = tuple[str, int, str, int, int]


def tree(project: Project) -> list[TreeRow]:
    """Return key, depth, label, own codings and those of the whole branch, in the order of the file.

    Codes that codings have and the codebook no longer has come last.
    """
    codebook = current_codebook(project).codebook
    own = codings.counts(project.database, "code")
    total = dict(own)
    for key, (_, above) in reversed(codebook.entries.items()):
        if above:
            parent = above[-1].key
            total[parent] = total.get(parent, 0) + total.get(key, 0)
    rows = [
        (str(key), len(above), code.label, own.get(key, 0), total.get(key, 0))
        for key, (code, above) in codebook.entries.items()
    ]
    gone = [
        (key, 0, "(not in the codebook)", count, count) for key, count in own.items() if key not in codebook
    ]
    return rows + gone
