"""Appearances of cases in sources, or of speakers, that the project does not have yet."""

from typing import NamedTuple

from qualcode.model import CaseId, SourceId
from qualcode.store.database import Database
from qualcode.store.row_changes import Recorder, records

_TABLE = "waiting_appearances"


class WaitingAppearance(NamedTuple):
    """A case's id and name, and the names of its source and speaker (empty for the whole source)."""

    case: CaseId
    name: str
    source_name: str
    speaker: str


def read_all(database: Database) -> list[WaitingAppearance]:
    """Return what waits, by case."""
    rows = database.rows(
        """SELECT case_id, name, source_name, speaker FROM waiting_appearances
           JOIN cases ON cases.id = case_id ORDER BY name, source_name, speaker"""
    )
    return [WaitingAppearance(CaseId(str(row[0])), str(row[1]), str(row[2]), str(row[3])) for row in rows]


def join(recorder: Recorder, waiting: WaitingAppearance, source: SourceId, speaker: str) -> None:
    """Join the case to its source and speaker, which the project now has."""
    for row in records(recorder.database, _TABLE, _record(waiting)):
        recorder.delete(_TABLE, row)
    appearance = {"case_id": waiting.case, "source_id": source, "speaker": speaker}
    if not records(recorder.database, "appearances", appearance):
        recorder.insert("appearances", dict(appearance))


def _record(waiting: WaitingAppearance) -> dict[str, str]:
    return {"case_id": waiting.case, "source_name": waiting.source_name, "speaker": waiting.speaker}
