"""Star and unstar codings: good examples of their codes, quoted first in published codebooks."""

from collections.abc import Sequence

from qualcode.model import CoderName, Coding
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings
from qualcode.workflows.coding import act_summaries
from qualcode.workflows.coding.apply_codes import own_coding


def star(
    project: Project, coder: CoderName, prefixes: Sequence[str], *, starred: bool = True
) -> list[Coding]:
    """Star or unstar this coder's codings, given by the first characters of their ids.

    Return the changed codings, without those that already had the requested state.
    """
    selected = [own_coding(project, coder, prefix) for prefix in prefixes]
    changing = [coding for coding in selected if coding.starred != starred]
    summary = act_summaries.of_codings(project.database, changing)
    with history.act(project.database, coder, "star" if starred else "unstar", summary) as recorder:
        for coding in changing:
            codings.star(recorder, coding, starred=starred)
    return changing
