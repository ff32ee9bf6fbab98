"""List the sources with their sizes, codings, and how far each is coded."""

from qualcode.model import Listing, SourceState
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.transcripts import finished_sources
from qualcode.workflows.coding.counted_codings import count_by, counted_codings


def source_listing(project: Project) -> Listing:
    """Return a row for each source, by name.

    `codings` are those that tables count; those on interviewers' words have the column `interviewer`, which
    is left out where there are none. `finished by` names coders.
    """
    database = project.database
    counted, interviewer = count_by(counted_codings(database), 0)
    finished_by = finished_sources.coders_by_source(database)
    rows = []
    for summary in sources.summaries(database):
        coders = finished_by.get(summary.id, ())
        state = SourceState.of(finished=bool(coders), coded=bool(summary.codings))
        rows.append(
            (
                summary.name,
                summary.kind.value,
                summary.words,
                counted.get(summary.name, 0),
                *((interviewer.get(summary.name, 0),) if interviewer else ()),
                state.value,
                ", ".join(coders),
                summary.turns,
                summary.sentences,
                summary.file_name,
                summary.imported_at,
            )
        )
    columns = (
        *("source", "kind", "words", "codings"),
        *(("interviewer",) if interviewer else ()),
        *("state", "finished by", "turns", "sentences", "file", "imported at"),
    )
    return Listing(columns=columns, rows=tuple(rows))
