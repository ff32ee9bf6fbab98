"""Give what one coder has done to another name: two spellings of one person become one coder."""

from typing import NamedTuple

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records.people import coders
from qualcode.store.records.rounds import renamed_coders
from qualcode.text.plurals import counted
from qualcode.workflows.coding.act_summaries import quoted
from qualcode.workflows.rounds.hidden_work import require_nothing_hidden

_LISTED = 3
"""Maximum number of codings on the same words that the error lists."""


class RenamedCoder(NamedTuple):
    """The number of codings under the new name, and of those that both coders had."""

    codings: int
    duplicates: int


def rename_coder(
    project: Project, coder: CoderName, old: CoderName, new: CoderName, *, merge: bool = False
) -> RenamedCoder:
    """Rename a coder in one act of `coder`; with `merge` also where both have codings on the same words."""
    if old != coder:
        require_nothing_hidden(project.database, coder, "rename another coder")
    names = [counts.name for counts in coders.counts(project.database)]
    if old not in names:
        raise NotFoundError.among("coder", old, names, "`qualcode coders` lists the coders.")
    if not new or new == old:
        raise UsageError("The new name must be another name.", "qualcode coders rename OLD NEW")
    overlapping = coders.overlapping_codings(project.database, old, new)
    if overlapping and not merge:
        listed = "\n".join(
            f"  {code} on {quoted(quote)}, {source}" for source, code, quote in overlapping[:_LISTED]
        )
        raise ConflictError(
            f"{old} and {new} have codings on the same words; "
            f"{counted(len(overlapping), 'coding')} of {old}, so they may be two people:\n{listed}",
            "If they are one person, add --merge: equal codings become one.",
        )
    with history.act(
        project.database, coder, renamed_coders.VERB, renamed_coders.summary(old, new)
    ) as recorder:
        return RenamedCoder(*coders.rename(recorder, old, new))
