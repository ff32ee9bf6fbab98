"""List the sources with their sizes, codings, and how far each is coded."""

from collections.abc import Sequence

from qualcode.model import CoderName, Listing, SourceState
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.coding.counted_codings import count_by, counted_codings
from qualcode.workflows.rounds.hidden_work import visible_finishers
from qualcode.workflows.rounds.list_rounds import assignments


def source_listing(project: Project, coders: Sequence[CoderName] = ()) -> Listing:
    """Return a row for each source, by name.

    `codings` are those that tables count; those on interviewers' words have the column `interviewer`, which
    is left out where there are none. `finished by` names coders. With `coders`, codings and state are theirs
    alone. What the viewing coder has still to code in
    an open round comes first, with the round's name in the column `round`.
    """
    database = project.database
    counted, interviewer = count_by(counted_codings(database, coders), 0)
    finished_by = visible_finishers(database)
    coded = codings.counts(database, "source_id", *coders)
    rounds = assignments(database, CoderName(database.viewing_coder))
    rows = []
    for summary in sorted(sources.summaries(database), key=lambda each: each.name not in rounds):
        finishers = [name for name in finished_by.get(summary.id, ()) if name in coders or not coders]
        state = SourceState.of(finished=bool(finishers), coded=summary.id in coded)
        rows.append(
            (
                summary.name,
                *((rounds.get(summary.name),) if rounds else ()),
                summary.kind.value,
                summary.words,
                counted.get(summary.name, 0),
                *((interviewer.get(summary.name, 0),) if interviewer else ()),
                state.value,
                ", ".join(finishers),
                summary.turns,
                summary.sentences,
                summary.file_name,
                summary.imported_at,
            )
        )
    columns = (
        "source",
        *(("round",) if rounds else ()),
        *("kind", "words", "codings"),
        *(("interviewer",) if interviewer else ()),
        *("state", "finished by", "turns", "sentences", "file", "imported at"),
    )
    return Listing(columns=columns, rows=tuple(rows))
