"""List the coders with the numbers of their codings, decisions, memos and acts."""

from qualcode.model import Listing
from qualcode.store.project import Project
from qualcode.store.records.people import coders


def coder_listing(project: Project) -> Listing:
    """Return a row for each coder who has done anything, by name."""
    return Listing(
        columns=("coder", "codings", "decisions", "memos", "summaries", "acts", "last_act"),
        rows=tuple(tuple(counts) for counts in coders.counts(project.database)),
    )
