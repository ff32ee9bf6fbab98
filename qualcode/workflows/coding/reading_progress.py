"""What a coder says to have read without the coding screen: sources up to their last coding by hand."""

from collections.abc import Iterable

from qualcode.model import CoderName, Origin, SourceId, merge_spans
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.store.records.transcripts import reading_places

_BY_HAND = (Origin.HUMAN, Origin.IMPORTED)


def coding_counts(database: Database, coder: CoderName) -> dict[SourceId, int]:
    """Return the number of a coder's codings in each source."""
    ids = sources.ids_by_name(database).values()
    return {source: len(codings.of_source(database, source, coder)) for source in ids}


def mark_read_through(project: Project, coder: CoderName, ids: Iterable[SourceId]) -> int:
    """Mark sources as read up to the end of the coder's last coding by hand; return the number of turns.

    Turns that were read already stay so. As what is read on the screen, it is not in the history.
    """
    database, count = project.database, 0
    for source in ids:
        own_codings = codings.of_source(database, source, coder)
        end = max((coding.span.end for coding in own_codings if coding.origin in _BY_HAND), default=0)
        turns = [turn.span for turn in sources.turns(database, source) if turn.span.start < end]
        place = reading_places.of_source(database, coder, source)
        reading_places.write(
            database,
            coder,
            reading_places.ReadingPlace(
                source=source,
                position=place.position if place else 0,
                read_spans=merge_spans([*turns, *(place.read_spans if place else ())]),
                mark=place.mark if place else None,
            ),
        )
        count += len(turns)
    return count
