"""Appearances: which speakers of which sources belong to a case; an empty speaker is the whole source."""

from collections.abc import Iterable
from typing import NamedTuple

from qualcode.model import Role, SourceId
from qualcode.store.database import Database
from qualcode.store.row_changes import Recorder, records

_TABLE = "appearances"


class Appearance(NamedTuple):
    """A case's id and name, and its speaker in a source."""

    case: str
    name: str
    speaker: str


def of_source(database: Database, source: SourceId) -> list[Appearance]:
    """Return the cases of a source and their speakers, by name."""
    rows = database.rows(
        """SELECT case_id, name, speaker FROM appearances JOIN cases ON cases.id = case_id
           WHERE source_id = ? ORDER BY name, speaker""",
        (source,),
    )
    return [Appearance(str(case), str(name), str(speaker)) for case, name, speaker in rows]


class StudySpeaker(NamedTuple):
    """A speaker of a source who is no interviewer: the label there, and the case's name, if there is one."""

    source: SourceId
    label: str
    case: str


def speakers_of_study(database: Database) -> list[StudySpeaker]:
    """Return the speakers of all sources, oldest source first, each by first turn.

    A case of a whole source is that of its only speaker.
    """
    rows = database.rows(
        """WITH speakers AS (
               SELECT source_id, speaker, min(number) AS first_turn,
                   count(*) OVER (PARTITION BY source_id) AS in_source
               FROM turns WHERE speaker <> '' AND role <> ? GROUP BY source_id, speaker)
           SELECT speakers.source_id, speakers.speaker, coalesce((
               SELECT min(name) FROM appearances JOIN cases ON cases.id = case_id
               WHERE appearances.source_id = speakers.source_id
                   AND (appearances.speaker = speakers.speaker
                        OR appearances.speaker = '' AND in_source = 1)), '')
           FROM speakers JOIN sources ON sources.id = speakers.source_id
           ORDER BY imported_at, name, first_turn""",
        (Role.INTERVIEWER.value,),
    )
    return [StudySpeaker(SourceId(str(source)), str(label), str(case)) for source, label, case in rows]


def removed_with(database: Database, sources: Iterable[SourceId]) -> list[Appearance]:
    """Return the appearances that were deleted with the first of these sources that had any.

    Those of cases that have been removed since are left out.
    """
    for source in sources:
        rows = database.rows(
            """SELECT id, name, json_extract(before, '$.speaker') FROM changes
                   JOIN cases ON cases.id = json_extract(before, '$.case_id')
               WHERE subject = 'appearances' AND after IS NULL AND json_extract(before, '$.source_id') = ?1
                 AND act = (SELECT max(act) FROM changes WHERE subject = 'sources' AND after IS NULL
                            AND json_extract(before, '$.id') = ?1)
               ORDER BY name""",
            (source,),
        )
        if rows:
            return [Appearance(str(case), str(name), str(speaker)) for case, name, speaker in rows]
    return []


def add(recorder: Recorder, source: SourceId, appearance: Appearance) -> None:
    """Join a speaker of a source to a case; nothing is written if they are joined already."""
    record = {"case_id": appearance.case, "source_id": source, "speaker": appearance.speaker}
    if not records(recorder.database, _TABLE, record):
        recorder.insert(_TABLE, dict(record))


def rename_speaker(recorder: Recorder, source: SourceId, appearance: Appearance, speaker: str) -> None:
    """Join a case to another speaker of the source instead of the one of this appearance."""
    record = {"case_id": appearance.case, "source_id": source, "speaker": appearance.speaker}
    for row in records(recorder.database, _TABLE, record):
        recorder.delete(_TABLE, row)
    add(recorder, source, appearance._replace(speaker=speaker))
