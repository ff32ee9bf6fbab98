"""Sources with their turns and sentences, which never change after import."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import Role, Sentence, Source, SourceId, SourceKind, Span, Turn, TurnSettings
from qualcode.store.database import Database, Record, Row
from qualcode.store.records.transcripts import turn_versions
from qualcode.store.records.transcripts.turn_rows import turn_of_row
from qualcode.store.row_changes import Recorder, current, records
from qualcode.store.sqlite_errors import is_duplicate
from qualcode.text.name_matches import same_name

_COLUMNS = "id, name, kind, text, sha256, file_name, file_sha256, imported_at, words"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSummary:
    """A source without its text, with its numbers of words, turns, sentences and codings."""

    id: SourceId
    name: str
    kind: SourceKind
    file_name: str
    file_sha256: str
    imported_at: str
    words: int
    turns: int
    sentences: int
    codings: int


def add(
    recorder: Recorder,
    source: Source,
    turns: tuple[Turn, ...],
    sentences: Iterable[tuple[int, int, int]],
    encoding: str,
    settings: TurnSettings | None = None,
) -> None:
    """Write a source with its turns and sentences (turn, start, end), and what they were cut by.

    ConflictError if there is a source with the same name or file.
    """
    with _unique_name(source.name):
        recorder.insert("sources", _source_record(source, encoding))
    turn_versions.add_first(recorder, source.id, turns, sentences, settings or TurnSettings())


def with_name(database: Database, name: str) -> Source:
    """Return the source with this name, or the only one whose name differs in white space.

    NotFoundError with the nearest name if there is none.
    """
    row = database.row(f"SELECT {_COLUMNS} FROM sources WHERE name = ?", (name,))
    if row is not None:
        return _source(row)
    names = ids_by_name(database)
    same = same_name(name, names)
    if same is None:
        raise NotFoundError.among("source", name, names, "`qualcode sources` lists the sources.")
    return with_name(database, same)


def with_id(database: Database, source: SourceId) -> Source:
    """Return the source with this id; NotFoundError if there is none."""
    row = database.row(f"SELECT {_COLUMNS} FROM sources WHERE id = ?", (source,))
    if row is None:
        raise NotFoundError(f"There is no source with the id {source}.")
    return _source(row)


def ids_by_name(database: Database, *, words: tuple[int, int] | None = None) -> dict[str, SourceId]:
    """Return the id of every source by its name, sorted by name.

    `words` are a number and a margin: only sources with about so many words.
    """
    where, values = ("WHERE abs(words - ?) <= ?", words) if words else ("", ())
    rows = database.rows(f"SELECT name, id FROM sources {where} ORDER BY name", values)
    return {str(name): SourceId(str(source)) for name, source in rows}


def name_of_file(database: Database, *, sha256: str = "", file_name: str = "") -> str:
    """Return the name of the source imported from this file, by hash or file name; empty if there is none."""
    row = database.row(
        "SELECT name FROM sources WHERE file_sha256 = ? OR file_name = ? COLLATE NOCASE", (sha256, file_name)
    )
    return str(row[0]) if row else ""


def summaries(database: Database) -> list[SourceSummary]:
    """Return every source without its text, sorted by name."""
    rows = database.rows(
        """SELECT id, name, kind, file_name, file_sha256, imported_at, words,
               (SELECT count(*) FROM turns WHERE source_id = id),
               (SELECT count(*) FROM sentences WHERE source_id = id),
               (SELECT count(*) FROM codings WHERE source_id = sources.id)
           FROM sources ORDER BY name"""
    )
    return [
        SourceSummary(
            id=SourceId(str(row[0])),
            name=str(row[1]),
            kind=SourceKind(str(row[2])),
            file_name=str(row[3]),
            file_sha256=str(row[4]),
            imported_at=str(row[5]),
            words=int(row[6] or 0),
            turns=int(row[7] or 0),
            sentences=int(row[8] or 0),
            codings=int(row[9] or 0),
        )
        for row in rows
    ]


def turns(database: Database, source: SourceId) -> tuple[Turn, ...]:
    """Return a source's turns in order."""
    rows = database.rows(
        """SELECT number, start, body_start, body_end, "end", speaker, role, begins, ends, page,
               heading, level
           FROM turns WHERE source_id = ? ORDER BY number""",
        (source,),
    )
    return tuple(turn_of_row(row) for row in rows)


def turns_without_label(database: Database) -> list[tuple[str, int]]:
    """Return the name of each source with turns whose speaker is not named in the text, and their number."""
    rows = database.rows(
        "SELECT sources.name, COUNT(*) FROM turns JOIN sources ON sources.id = turns.source_id"
        " WHERE turns.speaker != '' AND turns.start = turns.body_start"
        " GROUP BY sources.id ORDER BY sources.name"
    )
    return [(str(name), int(count or 0)) for name, count in rows]


def names_without_interviewer(database: Database) -> list[str]:
    """Return the names of the interviews with speakers of whom none is an interviewer, sorted."""
    return _names_of_interviews(
        database,
        "EXISTS (SELECT 1 FROM turns WHERE source_id = sources.id AND speaker <> '')"
        " AND NOT EXISTS (SELECT 1 FROM turns WHERE source_id = sources.id AND role = ?)",
        Role.INTERVIEWER.value,
    )


def names_without_speakers(database: Database) -> list[str]:
    """Return the names of the interviews in which no turn has a speaker, sorted."""
    return _names_of_interviews(
        database, "NOT EXISTS (SELECT 1 FROM turns WHERE source_id = sources.id AND speaker <> '')"
    )


def _names_of_interviews(database: Database, condition: str, *values: str) -> list[str]:
    rows = database.rows(
        f"SELECT name FROM sources WHERE kind = ? AND {condition} ORDER BY name",
        (SourceKind.INTERVIEW.value, *values),
    )
    return [str(name) for (name,) in rows]


def bodies_without_interviewer(database: Database, source: SourceId) -> list[tuple[int, int]]:
    """Return (start, end) of each turn's body in order, without the interviewer's turns."""
    rows = database.rows(
        "SELECT body_start, body_end FROM turns WHERE source_id = ? AND role <> ? ORDER BY number",
        (source, Role.INTERVIEWER.value),
    )
    return [(int(start or 0), int(end or 0)) for start, end in rows]


def sentences(database: Database, source: SourceId) -> tuple[Sentence, ...]:
    """Return a source's sentences in order."""
    return tuple(
        Sentence(number=number, turn=turn, span=Span(start, end))
        for number, turn, start, end in sentence_rows(database, source)
    )


def sentence_rows(database: Database, source: SourceId) -> list[tuple[int, int, int, int]]:
    """Return (number, turn, start, end) of each sentence in order, without building `Sentence` objects."""
    return cast(
        "list[tuple[int, int, int, int]]",
        database.rows(
            'SELECT number, turn, start, "end" FROM sentences WHERE source_id = ? ORDER BY number', (source,)
        ),
    )


def rename(recorder: Recorder, source: Source, name: str) -> None:
    """Rename a source, and in a study without cases the summaries that are on it.

    Codings refer to its id and do not change.
    """
    before = current(recorder.database, "sources", {"id": source.id})
    with _unique_name(name):
        recorder.update("sources", before, {"name": name})
    if not records(recorder.database, "cases", {}):
        on_it = records(recorder.database, "summaries", {"unit": before["name"]})
        recorder.update_many("summaries", on_it, {"unit": name})


def update(recorder: Recorder, source: Source, *, kind: SourceKind, words: int) -> None:
    """Change what a source is counted as; its text stays."""
    before = current(recorder.database, "sources", {"id": source.id})
    recorder.update("sources", before, {"kind": kind.value, "words": words})


def remove(recorder: Recorder, source: Source) -> int:
    """Delete a source and all that refers to it, such as codings and memos; return the number of codings."""
    database = recorder.database
    codings = records(database, "codings", {"source_id": source.id})
    for table in (
        *("codings", "decisions", "appearances", "finished_sources"),
        *("round_spans", "round_finished"),
    ):
        for record in records(database, table, {"source_id": source.id}):
            recorder.delete(table, record)
    for record in records(database, "memos", {"about": "source", "target": source.id}):
        recorder.delete("memos", record)
    recorder.delete("sources", current(database, "sources", {"id": source.id}))
    return len(codings)


def file_names(database: Database, *, removed: bool = False) -> set[str]:
    """Return the file names of all sources, with `removed` also of those that undo could restore."""
    from_history = """ UNION SELECT json_extract(before, '$.file_name') FROM changes
        WHERE subject = 'sources' AND after IS NULL"""
    rows = database.rows(f"SELECT file_name FROM sources{from_history if removed else ''}")
    return {str(row[0]) for row in rows}


def merged(database: Database) -> set[SourceId]:
    """Return the sources that a merge has brought, also those removed since: packs have no files."""
    rows = database.rows(
        """SELECT json_extract(after, '$.id') FROM changes JOIN main.acts ON act = number
           WHERE subject = 'sources' AND before IS NULL AND origin = 'local'"""
    )  # `main`, since an open round may hide the act from its coders
    return {SourceId(str(row[0])) for row in rows}


@contextmanager
def _unique_name(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise ConflictError(
            f"There is a source {name!r}, or one from the same file, already.",
            "`qualcode sources` lists the sources.",
        ) from error


def _source_record(source: Source, encoding: str) -> Record:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind.value,
        "text": source.text,
        "sha256": source.sha256,
        "file_name": source.file_name,
        "file_sha256": source.file_sha256,
        "encoding": encoding,
        "words": source.words,
        "imported_at": source.imported_at,
    }


def _source(row: Row) -> Source:
    return Source(
        id=SourceId(str(row[0])),
        name=str(row[1]),
        kind=SourceKind(str(row[2])),
        text=str(row[3]),
        sha256=str(row[4]),
        file_name=str(row[5]),
        file_sha256=str(row[6]),
        imported_at=str(row[7]),
        words=int(row[8] or 0),
    )
