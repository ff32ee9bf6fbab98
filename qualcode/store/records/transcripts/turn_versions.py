"""Versions of a source's turns and sentences: each cut is kept, and undo goes back to an earlier one.

The tables `turns` and `sentences` have the current version of each source; earlier ones are kept as JSON. The
text of a source never changes, so codings are not touched. The change of an act that cuts turns, an import
too, has the new turns: so a merge can take them from the history, whichever copies still have the source.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import NamedTuple

from qualcode.errors import ConflictError
from qualcode.model import Change, Source, SourceId, Turn, TurnSettings
from qualcode.store.clock import now
from qualcode.store.database import Database, Row
from qualcode.store.records.transcripts.turn_rows import SENTENCE_COLUMNS, TURN_COLUMNS, turn_row
from qualcode.store.row_changes import Recorder

SUBJECT = "current_turns"
"""The subject of a change that makes another version the current one; `after` has the turns (`RECORDED`)."""

RECORDED = ("settings", "turns", "sentences")
"""Columns of such a change that say what a version is; one made by an early qualcode lacks them."""

_FIRST = 1


class TurnVersion(NamedTuple):
    """The current version of a source's turns: its number, from 1, and what the turns were cut by."""

    number: int = _FIRST
    settings: TurnSettings = TurnSettings()


def add_first(
    recorder: Recorder,
    source: SourceId,
    turns: Iterable[Turn],
    sentences: Iterable[tuple[int, int, int]],
    settings: TurnSettings,
) -> None:
    """Write the turns and sentences (turn, start, end) of a new source, and what they were cut by."""
    _add(recorder, source, None, TurnVersion(settings=settings), turns, sentences)


def current(database: Database, source: SourceId) -> TurnVersion:
    """Return the current version of a source's turns; the first, without settings, if nothing is stored."""
    row = database.row(
        "SELECT number, settings FROM turn_versions WHERE source_id = ? AND is_current", (source,)
    )
    return TurnVersion(number=int(row[0] or 0), settings=settings_of(str(row[1]))) if row else TurnVersion()


def current_settings(database: Database) -> dict[SourceId, TurnSettings]:
    """Return what the turns of each source were cut by, as far as it is stored."""
    rows = database.rows("SELECT source_id, settings FROM turn_versions WHERE is_current")
    return {SourceId(str(source)): settings_of(str(text)) for source, text in rows}


def add(
    recorder: Recorder,
    source: Source,
    turns: Iterable[Turn],
    sentences: Iterable[tuple[int, int, int]],
    settings: TurnSettings,
) -> None:
    """Replace the turns and sentences (turn, start, end) of a source; the earlier ones are kept."""
    replaced = _keep_current(recorder, source.id)
    row = recorder.database.row("SELECT max(number) FROM turn_versions WHERE source_id = ?", (source.id,))
    number = int(row[0] or 0) + 1 if row else _FIRST
    _add(recorder, source.id, replaced, TurnVersion(number=number, settings=settings), turns, sentences)


def update_settings(recorder: Recorder, source: SourceId, settings: TurnSettings) -> None:
    """Store other settings with the current version of a source whose turns they do not change."""
    version = current(recorder.database, source)
    if settings != version.settings:
        _ensure_current(recorder, source)
        recorder.database.execute(
            "UPDATE turn_versions SET settings = ? WHERE source_id = ? AND is_current",
            (_encoded(settings), source),
        )


def restore(recorder: Recorder, change: Change) -> None:
    """Reverse a change of the current version; ConflictError if the turns have been cut again since.

    The first version is not reversed: it is deleted with its source.
    """
    if change.before is None:
        return
    before, after = change.before, change.after or {}
    source = SourceId(str(before["source_id"]))
    if current(recorder.database, source).number != after["number"]:
        raise ConflictError(
            "The turns have been cut again since.", "Undo the later acts first (see `qualcode history`)."
        )
    replaced = _keep_current(recorder, source)
    number = int(before["number"] or 0)
    row = recorder.database.row(
        "SELECT settings, turns, sentences FROM turn_versions WHERE source_id = ? AND number = ?",
        (source, number),
    )
    if row is None:
        raise ConflictError("The source has been removed in the meantime.")
    settings, turns, sentences = map(str, row)
    _write(recorder, source, json.loads(turns), json.loads(sentences))
    recorder.database.execute(
        "UPDATE turn_versions SET is_current = 1, turns = '', sentences = '' "
        "WHERE source_id = ? AND number = ?",
        (source, number),
    )
    _record_switch(recorder, source, replaced, number, (settings, turns, sentences))


def _add(
    recorder: Recorder,
    source: SourceId,
    replaced: int | None,
    version: TurnVersion,
    turns: Iterable[Turn],
    sentences: Iterable[tuple[int, int, int]],
) -> None:
    """Write a version as the current one, in place of the version `replaced`."""
    turn_rows = [turn_row(turn) for turn in turns]
    sentence_rows = [(position, *bounds) for position, bounds in enumerate(sentences, start=1)]
    _insert(recorder, source, version)
    _write(recorder, source, turn_rows, sentence_rows)
    recorded = (_encoded(version.settings), _as_json(turn_rows), _as_json(sentence_rows))
    _record_switch(recorder, source, replaced, version.number, recorded)


def _keep_current(recorder: Recorder, source: SourceId) -> int:
    """Move the current turns and sentences of a source to their version; return its number."""
    database = recorder.database
    _ensure_current(recorder, source)
    packed = [
        _as_json(
            database.rows(
                f"SELECT {_quoted(columns)} FROM {table} WHERE source_id = ? ORDER BY number", (source,)
            )
        )
        for table, columns in (("turns", TURN_COLUMNS), ("sentences", SENTENCE_COLUMNS))
    ]
    number = current(database, source).number
    for table in ("turns", "sentences"):
        database.execute(f"DELETE FROM {table} WHERE source_id = ?", (source,))
    database.execute(
        "UPDATE turn_versions SET is_current = 0, turns = ?, sentences = ? "
        "WHERE source_id = ? AND is_current",
        (*packed, source),
    )
    return number


def _ensure_current(recorder: Recorder, source: SourceId) -> None:
    """Write the first version of a source that was imported before versions were kept."""
    query = "SELECT 1 FROM turn_versions WHERE source_id = ? AND is_current"
    if recorder.database.row(query, (source,)) is None:
        _insert(recorder, source, TurnVersion())


def _insert(recorder: Recorder, source: SourceId, version: TurnVersion) -> None:
    recorder.database.execute(
        "INSERT INTO turn_versions VALUES (?, ?, 1, ?, ?, '', '')",
        (source, version.number, now(), _encoded(version.settings)),
    )


def _write(recorder: Recorder, source: SourceId, turns: Sequence[Row], sentences: Sequence[Row]) -> None:
    for table, columns, rows in (("turns", TURN_COLUMNS, turns), ("sentences", SENTENCE_COLUMNS, sentences)):
        recorder.insert_parts(table, ("source_id", *columns), ((source, *row) for row in rows))


def _record_switch(
    recorder: Recorder, source: SourceId, before: int | None, after: int, recorded: Sequence[str]
) -> None:
    recorder.record_change(
        SUBJECT,
        None if before is None else {"source_id": source, "number": before},
        {"source_id": source, "number": after, **dict(zip(RECORDED, recorded, strict=True))},
    )


def _as_json(rows: Sequence[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _encoded(settings: TurnSettings) -> str:
    return json.dumps(asdict(settings), ensure_ascii=False)


def settings_of(text: str) -> TurnSettings:
    """Return the settings that a version stores."""
    entries = json.loads(text)
    return TurnSettings(
        speakers=entries["speakers"],
        named_speakers=tuple(entries["named_speakers"]),
        interviewers=tuple(entries["interviewers"]),
        participants=tuple(entries["participants"]),
        renames=tuple((old, new) for old, new in entries["renames"]),
        project_interviewers=tuple(entries["project_interviewers"]),
        read_options=entries["read_options"],
    )


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
