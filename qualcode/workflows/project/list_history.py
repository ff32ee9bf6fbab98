"""List the acts of a project."""

from collections.abc import Iterable, Sequence

from qualcode.model import Act, CoderName, Listing
from qualcode.store import history
from qualcode.store.project import Project

COLUMNS = ("act", "at", "coder", "verb", "what", "changes", "undone_by")


def act_listing(project: Project, *, coders: Sequence[CoderName] = (), limit: int | None = None) -> Listing:
    """Return the acts of all coders or some as rows, newest first, at most `limit` of them."""
    return listed_acts(history.acts(project.database, limit=limit, coders=coders))


def listed_acts(acts: Iterable[Act]) -> Listing:
    """Return acts as rows."""
    rows = (
        (act.number, act.made_at, act.coder, act.verb, act.summary, act.changes, act.undone_by)
        for act in acts
    )
    return Listing(columns=COLUMNS, rows=tuple(rows))
