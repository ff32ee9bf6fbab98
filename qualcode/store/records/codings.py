"""Codings: add, find, change and remove them, each change recorded in the history."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple, cast

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import (
    CONTEXT,
    CodeKey,
    CoderName,
    Coding,
    CodingId,
    Listing,
    Origin,
    Source,
    SourceId,
    Span,
    new_ids,
)  # fmt: skip
from qualcode.store.database import Database, Row
from qualcode.store.records.coding_filter import EVERY_CODING, CodingFilter
from qualcode.store.row_changes import Recorder, current
from qualcode.store.sqlite_errors import is_duplicate

_COLUMNS = """codings.id, source_id, start, "end", quote, context_before, context_after, code, coder, made_at,
    origin, codebook_version, suggester, score, memo, starred"""

LISTING_COLUMNS = (
    "id", "source", "start", "end", "quote", "context_before", "context_after", "code", "coder",
    "made_at", "origin", "suggester", "score", "codebook_version", "memo", "starred",
)  # fmt: skip


_ANYWHERE = Span(0, 2**62)


class SpanWithCode(NamedTuple):
    """A span to be coded, with the code and a memo; sorts in the order of the text."""

    start: int
    end: int
    code: CodeKey
    memo: str


def add(recorder: Recorder, codings: Iterable[Coding]) -> None:
    """Write codings; ConflictError if a coder has the same code on the same span already."""
    _insert(recorder, map(_row, codings))


def add_spans(
    recorder: Recorder,
    source: Source,
    spans: Collection[SpanWithCode],
    *,
    coder: CoderName,
    codebook_version: int,
    made_at: str,
) -> None:
    """Write a manual coding for each span of a source; ConflictError as in `add`.

    For bulk imports: no `Coding` objects are created, and the index grows at one end if sources are added in
    the order of their ids.
    """
    text, by_hand = source.text, Origin.HUMAN.value
    _insert(
        recorder,
        (
            (
                identity, source.id, start, end, text[start:end],
                text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT],
                code, coder, made_at, by_hand, "", None, codebook_version, memo, 0,
            )
            for identity, (start, end, code, memo) in zip(
                sorted(new_ids(len(spans))), sorted(spans), strict=True
            )
        ),
    )  # fmt: skip


def _insert(recorder: Recorder, rows: Iterable[Row]) -> None:
    try:
        recorder.insert_many("codings", _STORED, rows)
    except sqlite3.IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise ConflictError(
            "One of these codings exists already.", "`qualcode codings` lists them."
        ) from error


def existing_keys(
    database: Database, coder: CoderName, sources: Iterable[SourceId]
) -> set[tuple[str, int, int, str]]:
    """Return (source id, start, end, code) of each coding of this coder in these sources."""
    keys: set[tuple[str, int, int, str]] = set()
    for source in sources:
        rows = database.rows(
            'SELECT source_id, start, "end", code FROM codings WHERE source_id = ? AND coder = ?',
            (source, coder),
        )
        keys.update((str(row[0]), int(row[1] or 0), int(row[2] or 0), str(row[3])) for row in rows)
    return keys


def on_span(database: Database, source: SourceId, span: Span, coder: CoderName) -> set[CodeKey]:
    """Return the codes that a coder has on exactly this span."""
    rows = database.rows(
        'SELECT code FROM codings WHERE source_id = ? AND start = ? AND "end" = ? AND coder = ?',
        (source, span.start, span.end, coder),
    )
    return {CodeKey(str(row[0])) for row in rows}


def of_source(
    database: Database, source: SourceId, *coders: CoderName, within: Span = _ANYWHERE
) -> tuple[Coding, ...]:
    """Return a source's codings in the order of the text, longer ones first.

    With `coders` only theirs, with `within` only those that overlap the span.
    """
    where, values = CodingFilter(sources=(source,), coders=coders).where()
    rows = database.rows(
        f"""SELECT {_COLUMNS} FROM codings{where}
            AND start < ? AND "end" > ? ORDER BY start, "end" DESC, code, coder""",
        (*values, within.end, within.start),
    )
    return tuple(_coding(row) for row in rows)


def of_code(database: Database, code: CodeKey) -> list[Coding]:
    """Return the codings of a code, by source name and in the order of the text."""
    rows = database.rows(
        f"""SELECT {_COLUMNS} FROM codings JOIN sources ON sources.id = source_id
            WHERE code = ? ORDER BY sources.name, start, "end" DESC, coder""",
        (code,),
    )
    return [_coding(row) for row in rows]


def with_id(database: Database, identity: CodingId) -> Coding | None:
    """Return the coding with this id; None if there is none."""
    row = database.row(f"SELECT {_COLUMNS} FROM codings WHERE codings.id = ?", (identity,))
    return None if row is None else _coding(row)


def with_id_prefix(database: Database, prefix: str) -> Coding:
    """Return the coding whose id begins with `prefix`; NotFoundError for none, ConflictError for several."""
    rows = database.rows(
        f"SELECT {_COLUMNS} FROM codings WHERE id >= ? AND id < ? ORDER BY id LIMIT 3",
        (prefix.lower(), prefix.lower() + "\x7f"),
    )
    if not rows or not prefix:
        raise NotFoundError(
            f"There is no coding {prefix!r}.", "`qualcode codings` lists them with their ids."
        )
    if len(rows) > 1 and rows[0][0] != prefix:
        ids = ", ".join(str(row[0])[: len(prefix) + 4] for row in rows)
        raise ConflictError(
            f"More than one coding's id begins with {prefix!r}: {ids} …", "Give more characters."
        )
    return _coding(rows[0])


def listing(
    database: Database, chosen: CodingFilter = EVERY_CODING, columns: Sequence[str] = LISTING_COLUMNS
) -> Listing:
    """Return codings as rows, by source name and in the order of the text.

    `columns` is a selection of `LISTING_COLUMNS`; without quotes and contexts it takes a third of the time.
    """
    where, values = chosen.where()
    names = {"id": "codings.id", "source": "sources.name"}
    cells = ", ".join(names.get(column, f'"{column}"') for column in columns)
    # CROSS JOIN has SQLite loop over the sources first, so that it sorts the codings of one at a time.
    rows = database.rows(
        f"""SELECT {cells} FROM sources CROSS JOIN codings ON sources.id = source_id{where}
            ORDER BY sources.name, start, "end" DESC, code, coder""",
        values,
    )
    return Listing(columns=tuple(columns), rows=tuple(rows), title="Codings")


def spans(database: Database, chosen: CodingFilter = EVERY_CODING) -> dict[SourceId, list[tuple[int, int]]]:
    """Return (start, end) of codings by source, in the order of the text."""
    where, values = chosen.where()
    join = " JOIN sources ON sources.id = source_id" if chosen.kind else ""
    rows = cast(
        "list[tuple[SourceId, int, int]]",
        database.rows(
            f'SELECT source_id, start, "end" FROM codings{join}{where} ORDER BY source_id, start', values
        ),
    )
    return {
        source: [(start, end) for _, start, end in group] for source, group in groupby(rows, itemgetter(0))
    }


def counts(database: Database, column: str, *coders: CoderName) -> dict[str, int]:
    """Return the number of codings by `code`, `coder` or `source_id`; of these coders, all without any."""
    where, values = CodingFilter(coders=coders).where()
    rows = database.rows(
        f"SELECT {column}, count(*) FROM codings{where} GROUP BY {column} ORDER BY {column}", values
    )
    return {str(value): int(count or 0) for value, count in rows}


def begun_sources(database: Database) -> set[tuple[SourceId, CoderName]]:
    """Return each source with each coder who has a coding in it."""
    rows = database.rows("SELECT DISTINCT source_id, coder FROM codings")
    return {(SourceId(str(source)), CoderName(str(coder))) for source, coder in rows}


def source_counts(database: Database, *coders: CoderName) -> dict[CodeKey, int]:
    """Return the number of sources in which each code was used, by these coders, by any without names."""
    where, values = CodingFilter(coders=coders).where()
    rows = database.rows(f"SELECT code, count(DISTINCT source_id) FROM codings{where} GROUP BY code", values)
    return {CodeKey(str(code)): int(count or 0) for code, count in rows}


def remove(recorder: Recorder, coding: Coding) -> None:
    """Delete a coding; ConflictError if it has been deleted already."""
    recorder.delete("codings", current(recorder.database, "codings", {"id": coding.id}))


def write_memo(recorder: Recorder, coding: Coding, text: str) -> None:
    """Replace a coding's memo; ConflictError if the coding has been deleted."""
    before = current(recorder.database, "codings", {"id": coding.id})
    recorder.update("codings", before, {"memo": text})


def star(recorder: Recorder, coding: Coding, *, starred: bool) -> None:
    """Set whether a coding is a good example of its code; ConflictError if it has been deleted."""
    before = current(recorder.database, "codings", {"id": coding.id})
    recorder.update("codings", before, {"starred": int(starred)})


_STORED = (
    "id", "source_id", "start", "end", "quote", "context_before", "context_after", "code", "coder",
    "made_at", "origin", "suggester", "score", "codebook_version", "memo", "starred",
)  # fmt: skip
_row = attrgetter(
    "id", "source", "span.start", "span.end", "quote", "context_before", "context_after", "code", "coder",
    "made_at", "origin.value", "suggester", "score", "codebook_version", "memo", "starred",
)  # fmt: skip
_ORIGINS = {origin.value: origin for origin in Origin}


def _coding(row: Row) -> Coding:
    (identity, source, start, end, quote, before, after, code, coder, made_at, origin, version, suggester,
     score, memo, starred) = cast(
        "tuple[CodingId, SourceId, int, int, str, str, str, CodeKey, CoderName, str, str, int, str,"
        " float | None, str, int]",
        row,
    )  # fmt: skip
    return Coding(
        id=identity,
        source=source,
        span=Span(start, end),
        quote=quote,
        context_before=before,
        context_after=after,
        code=code,
        coder=coder,
        made_at=made_at,
        origin=_ORIGINS[origin],
        codebook_version=version,
        suggester=suggester,
        score=score,
        memo=memo,
        starred=bool(starred),
    )
