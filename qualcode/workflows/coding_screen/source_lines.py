"""The rows of the list of sources: size of each source, and how far a coder is with it."""

from dataclasses import dataclass

from qualcode.model import SourceId, SourceState
from qualcode.store.records import codings, sources, suggestions
from qualcode.store.records.transcripts import finished_sources, reading_places
from qualcode.workflows.coding_screen.open_source import OpenSource
from qualcode.workflows.rounds.list_rounds import assignments


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One row of the list of sources: size, and this coder's progress."""

    id: SourceId
    name: str
    words: int
    turns: int
    read: int
    """Number of turns that the coder has read to their ends."""
    codings: int
    """Number of this coder's codings."""
    pending: int
    """Number of undecided suggestions."""
    rounds: str = ""
    """The open rounds in which the coder has still to code it."""
    finished: bool = False
    """Whether the coder has coded the source to the end."""

    @property
    def state(self) -> SourceState:
        """How far the coder is with the source."""
        return SourceState.of(finished=self.finished, coded=self.codings > 0)


def source_lines(open_source: OpenSource) -> list[SourceLine]:
    """Return every source with the coder's progress in it, by name; their part of open rounds comes first.

    The suggestions of the open source are counted where it has them in memory.
    """
    project, coder = open_source.project, open_source.coder
    database = project.database
    places = reading_places.read_all(database, coder)
    finished_by = finished_sources.coders_by_source(database)
    coded = codings.counts(database, "source_id", coder)
    open_id = None if open_source.partly_loaded else open_source.source.id
    pending = suggestions.pending_counts(database, coder, open_source.codebook, without=open_id)
    if open_id is not None:
        pending[open_id] = len(open_source.pending)
    assigned = assignments(database, coder)
    return [
        SourceLine(
            id=source.id,
            name=source.name,
            words=source.words,
            turns=source.turns,
            read=reading_places.count_read_turns(database, places[source.id]) if source.id in places else 0,
            codings=coded.get(source.id, 0),
            pending=pending.get(source.id, 0),
            finished=coder in finished_by.get(source.id, ()),
            rounds=assigned.get(source.name, ""),
        )
        for source in sorted(sources.summaries(database), key=lambda each: each.name not in assigned)
    ]
