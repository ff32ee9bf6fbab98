"""Finished sources: which sources each coder has coded to the end, so that no code there means none."""

from qualcode.model import CoderName, SourceId
from qualcode.store.clock import now
from qualcode.store.database import Database
from qualcode.store.row_changes import Recorder, records

_TABLE = "finished_sources"


def finish(recorder: Recorder, coder: CoderName, source: SourceId) -> None:
    """Record that a coder has coded a source to the end."""
    recorder.insert(_TABLE, {"source_id": source, "coder": coder, "finished_at": now()})


def reopen(recorder: Recorder, coder: CoderName, source: SourceId) -> None:
    """Remove the record that a coder has finished a source; nothing is written if there is none."""
    for record in records(recorder.database, _TABLE, {"source_id": source, "coder": coder}):
        recorder.delete(_TABLE, record)


def is_finished(database: Database, coder: CoderName, source: SourceId) -> bool:
    """Return whether a coder has finished a source."""
    return bool(records(database, _TABLE, {"source_id": source, "coder": coder}))


def coders_by_source(database: Database) -> dict[SourceId, tuple[CoderName, ...]]:
    """Return the coders who have finished each source, sorted by name; sources without any are missing."""
    coders: dict[SourceId, tuple[CoderName, ...]] = {}
    for source, coder in database.rows(f"SELECT source_id, coder FROM {_TABLE} ORDER BY source_id, coder"):
        identity = SourceId(str(source))
        coders[identity] = (*coders.get(identity, ()), CoderName(str(coder)))
    return coders
