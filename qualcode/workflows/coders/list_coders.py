"""List the coders with the numbers of their codings, decisions, memos and acts."""

from qualcode.model import Listing
from qualcode.store.project import Project
from qualcode.store.records.people import coders
from qualcode.workflows.coding.counted_codings import count_by, counted_codings


def coder_listing(project: Project) -> Listing:
    """Return a row for each coder who has done anything, by name.

    `codings` are those that tables count, `interviewer` those that are wholly on interviewers' words.
    """
    counted, interviewer = count_by(counted_codings(project.database), 2)
    rows = tuple(
        (
            coder.name,
            counted.get(coder.name, 0),
            interviewer.get(coder.name, 0),
            coder.decisions,
            coder.memos,
            coder.summaries,
            coder.acts,
            coder.last_act,
        )
        for coder in coders.counts(project.database)
    )
    columns = ("coder", "codings", "interviewer", "decisions", "memos", "summaries", "acts", "last_act")
    return Listing(columns=columns, rows=rows)
