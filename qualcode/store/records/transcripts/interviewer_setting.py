"""The interviewers in the project's settings, compared with those by which the sources were imported."""

from collections.abc import Sequence

from qualcode.model import Role, SourceId, SourceKind, TurnSettings
from qualcode.store.database import Database
from qualcode.store.records.transcripts import turn_versions


def names_to_apply(database: Database, interviewers: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return the speakers whose role in interviews is not what the settings now say, and how many interviews.

    Who was named as interviewer or participant of a source by an option keeps that role.
    """
    now = _keys(interviewers)
    interviews = _interviews(database)
    settings = turn_versions.current_settings(database)
    differing = [
        source for source in interviews if _keys(_stored(settings, source).project_interviewers) != now
    ]
    names: dict[str, None] = {}
    count = 0
    for source in differing:
        stored = _stored(settings, source)
        before, named = (
            _keys(stored.project_interviewers),
            _keys((*stored.interviewers, *stored.participants)),
        )
        changed = [
            speaker
            for speaker, role in _speakers(database, source)
            if (key := _key(speaker)) not in named
            and (
                (key in now and role != Role.INTERVIEWER)
                or (key in before - now and role == Role.INTERVIEWER)
            )
        ]
        names.update(dict.fromkeys(changed))
        count += bool(changed)
    return tuple(names), count


def _interviews(database: Database) -> list[SourceId]:
    rows = database.rows("SELECT id FROM sources WHERE kind = ?", (SourceKind.INTERVIEW.value,))
    return [SourceId(str(source)) for (source,) in rows]


def _stored(settings: dict[SourceId, TurnSettings], source: SourceId) -> TurnSettings:
    return settings.get(source, TurnSettings())


def _speakers(database: Database, source: SourceId) -> list[tuple[str, str]]:
    rows = database.rows("SELECT DISTINCT speaker, role FROM turns WHERE source_id = ?", (source,))
    return [(str(speaker), str(role)) for speaker, role in rows]


def _keys(names: Sequence[str]) -> set[str]:
    return {_key(name) for name in names}


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
