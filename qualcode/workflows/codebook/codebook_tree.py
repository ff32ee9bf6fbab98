"""The codebook as a tree with the number of codings of each branch and of each code alone."""

from collections.abc import Mapping, Sequence

from qualcode.model import Codebook, CoderName
from qualcode.store.project import Project
from qualcode.workflows.coding.counted_codings import count_by, counted_codings
from qualcode.workflows.project.current_codebook import current_codebook

TreeRow = tuple[str, int, str, int, int, int]


def tree(project: Project, coders: Sequence[CoderName] = ()) -> list[TreeRow]:
    """Return key, depth, label, codings, those of the code alone and interviewers' of each code, in order.

    Codings are those that tables count, in the whole branch, with `coders` only theirs; those wholly on
    interviewers' words are apart. Codes in use that are missing from the codebook come last.
    """
    codebook = current_codebook(project).codebook
    direct, direct_interviewer = count_by(counted_codings(project.database, coders), 1)
    codings, interviewer = _with_branches(codebook, direct), _with_branches(codebook, direct_interviewer)
    rows = [(str(key), len(ancestors), code.label) for key, (code, ancestors) in codebook.entries.items()]
    missing = sorted({*direct, *direct_interviewer} - {key for key, _, _ in rows})
    return [
        (*row, codings.get(row[0], 0), direct.get(row[0], 0), interviewer.get(row[0], 0))
        for row in (*rows, *((key, 0, "(not in the codebook)") for key in missing))
    ]


def _with_branches(codebook: Codebook, direct: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of the codes with those of the codes under them."""
    numbers = dict(direct)
    for key, (_, ancestors) in codebook.entries.items():
        for ancestor in ancestors:
            numbers[ancestor.key] = numbers.get(ancestor.key, 0) + direct.get(key, 0)
    return numbers
