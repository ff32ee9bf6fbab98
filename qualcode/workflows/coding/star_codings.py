"""Stars: a coder marks the codings that show their code well; pages of the codebook quote those first."""

from collections.abc import Sequence

from qualcode.model import CoderName, Coding
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings
from qualcode.workflows.coding.apply_codes import own_coding


def star(
    project: Project, coder: CoderName, prefixes: Sequence[str], *, starred: bool = True
) -> list[Coding]:
    """Star this coder's codings by the first characters of their ids, or take the stars away.

    Return those that changed: a coding that is starred already stays as it is.
    """
    found = [own_coding(project, coder, prefix) for prefix in prefixes]
    changing = [coding for coding in found if coding.starred != starred]
    summary = ", ".join(f"{coding.code} [{coding.span.start}:{coding.span.end}]" for coding in changing)
    with history.act(project.database, coder, "star" if starred else "unstar", summary) as recorder:
        for coding in changing:
            codings.star(recorder, coding, starred=starred)
    return changing
