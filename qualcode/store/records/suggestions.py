"""Suggestions, which every run of a suggester replaces, and coders' decisions, which stay.

Suggestions of codes that are retired or no longer in the codebook stay until the next run, but nobody sees
them: they are pending again if the code comes back.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from qualcode.model import (
    Codebook,
    CodeKey,
    CoderName,
    Decision,
    SourceId,
    Span,
    Suggestion,
    SuggestionId,
    Verdict,
    new_id,
)  # fmt: skip
from qualcode.store.clock import now
from qualcode.store.database import Cell, Database, Row
from qualcode.store.row_changes import TABLES, Recorder, records


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggesterRun:
    """One run of a suggester, with all that is needed to repeat it."""

    suggester: str
    version: str
    settings: Mapping[str, object]
    codebook_version: int
    learned_from: int = 0
    coder: str = ""
    """The coder whom its suggestions are for, since it learned from their decisions; empty: every coder."""


_COLUMNS = 'id, source_id, start, "end", code, score, reason, suggester, evidence_start, evidence_end'


def replace(
    recorder: Recorder,
    run: SuggesterRun,
    sources: Iterable[SourceId],
    suggestions: Iterable[Suggestion],
    codes: Collection[CodeKey] = (),
) -> int:
    """Replace the suggester's earlier suggestions for this coder on these sources; return the new number.

    With `codes`, suggestions of other codes stay. Those for every coder stay for all others. Runs are kept,
    so that a decision can be traced to the run that it answered.
    """
    database = recorder.database
    run_id = add_run(recorder, run)
    narrowed, values = _narrowed(codes)
    for source in sources:
        if run.coder:
            _give_to_coders(database, source)
        database.execute(
            f"DELETE FROM suggestions WHERE source_id = ? AND suggester = ? AND coder = ?{narrowed}",
            (source, run.suggester, run.coder, *values),
        )
    rows = [(suggestion.id, run.coder, run_id, *_cells(suggestion)) for suggestion in suggestions]
    database.execute_many("INSERT INTO suggestions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def _give_to_coders(database: Database, source: SourceId) -> None:
    """Make of each suggestion for every coder one for each, so that one of them can be replaced alone.

    Only projects of early versions have them. Whoever comes later gets suggestions with `qualcode suggest`.
    """
    columns = f"run_id, {_COLUMNS.removeprefix('id, ')}"
    database.execute(
        f"""INSERT OR IGNORE INTO suggestions (id, coder, {columns})
            SELECT id, name, {columns} FROM suggestions CROSS JOIN coders
            WHERE coder = '' AND source_id = ?""",
        (source,),
    )
    database.execute("DELETE FROM suggestions WHERE coder = '' AND source_id = ?", (source,))


def add_run(recorder: Recorder, run: SuggesterRun) -> str:
    """Write a run of a suggester; return its id."""
    run_id = new_id()
    recorder.database.execute(
        "INSERT INTO suggestion_runs VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            run_id,
            run.suggester,
            run.version,
            json.dumps(dict(run.settings), ensure_ascii=False, sort_keys=True),
            run.codebook_version,
            run.learned_from,
            now(),
        ),
    )
    return run_id


def runs(database: Database, suggester: str) -> list[SuggesterRun]:
    """Return the runs of a suggester, newest first."""
    rows = database.rows(
        """SELECT suggester, version, settings, codebook_version, learned_from FROM suggestion_runs
           WHERE suggester = ? ORDER BY made_at DESC, rowid DESC""",
        (suggester,),
    )
    return [
        SuggesterRun(
            suggester=str(row[0]),
            version=str(row[1]),
            settings=json.loads(str(row[2])),
            codebook_version=int(row[3] or 0),
            learned_from=int(row[4] or 0),
        )
        for row in rows
    ]


def has_runs(database: Database) -> bool:
    """Whether any suggester has been run in the project."""
    return database.row("SELECT 1 FROM suggestion_runs LIMIT 1") is not None


def exist_for(database: Database, coder: CoderName, source: SourceId) -> bool:
    """Whether a source has any suggestions for this coder."""
    sql = "SELECT 1 FROM suggestions WHERE source_id = ? AND coder IN ('', ?) LIMIT 1"
    return database.row(sql, (source, coder)) is not None


def delete_other_suggesters(
    recorder: Recorder, run: SuggesterRun, sources: Iterable[SourceId], codes: Collection[CodeKey] = ()
) -> None:
    """Delete what `replace` left this coder of other suggesters on these sources (and codes)."""
    narrowed, values = _narrowed(codes)
    for source in sources:
        recorder.database.execute(
            f"DELETE FROM suggestions WHERE source_id = ? AND suggester <> ? AND coder = ?{narrowed}",
            (source, run.suggester, run.coder, *values),
        )


def pending(
    database: Database,
    coder: CoderName,
    codebook: Codebook,
    source: SourceId | None = None,
    code: CodeKey | None = None,
    *,
    within: Span | None = None,
    skipped: bool = False,
) -> list[Suggestion]:
    """Return the suggestions for this coder without a decision, in the order of the text.

    Only those of codes that new codings may have; `unusable` returns the others.
    `within` selects those that overlap a span, `skipped` includes those that the coder skipped.

    A suggestion is not pending if a coding of the coder with this code overlaps it. Such a coding starts at
    most the length of the longest coding before the suggestion, which bounds the search. A decision made
    before the turns were cut anew also holds for a suggestion with at least half its characters in it.
    """
    conditions = [
        (column, cell) for column, cell in (("source_id", source), ("code", code)) if cell is not None
    ]
    narrowed = "".join(f" AND {column} = ?" for column, _ in conditions)
    near, bounds = (' AND s.start < ? AND s."end" > ?', [within.end, within.start]) if within else ("", [])
    rows = database.rows(
        f"""SELECT {_COLUMNS} {_PENDING}{_USABLE}{narrowed}{near}
            ORDER BY source_id, start, score DESC, code""",
        [
            *_pending_values(coder, skipped=skipped),
            _json_keys(codebook),
            *(cell for _, cell in conditions),
            *bounds,
        ],
    )
    return [_suggestion(row) for row in rows]


_PENDING = """FROM suggestions AS s
    WHERE s.coder IN ('', ?) AND NOT EXISTS (SELECT 1 FROM decisions AS d
          WHERE d.source_id = s.source_id AND d.start = s.start AND d."end" = s."end"
            AND d.code = s.code AND d.coder = ?
            AND d.verdict <> ?)
      AND NOT (s.source_id IN (SELECT source_id FROM turn_versions WHERE is_current AND number > 1)
          AND EXISTS (SELECT 1 FROM turn_versions AS v CROSS JOIN decisions AS d
          WHERE v.source_id = s.source_id AND v.is_current
            AND d.source_id = s.source_id AND d.decided_at <= v.made_at AND d.code = s.code
            AND d.coder = ? AND d.verdict <> ?
            AND 2 * (min(d."end", s."end") - max(d.start, s.start)) >= s."end" - s.start))
      AND NOT EXISTS (SELECT 1 FROM codings AS c
          WHERE c.source_id = s.source_id AND c.code = s.code AND c.coder = ?
            AND c.start < s."end" AND c."end" > s.start AND c.start > s.start - (
                SELECT coalesce(max("end" - start), 0) FROM codings WHERE coder = ?))"""


_USABLE = " AND s.code IN (SELECT value FROM json_each(?))"
_UNUSABLE = " AND s.code NOT IN (SELECT value FROM json_each(?))"


def _json_keys(codebook: Codebook) -> str:
    return json.dumps(sorted(codebook.usable_keys))


def _pending_values(coder: CoderName, *, skipped: bool = False) -> list[str]:
    return [coder, *(coder, Verdict.SKIPPED.value if skipped else "") * 2, coder, coder]


def pending_counts(
    database: Database, coder: CoderName, codebook: Codebook, *, without: SourceId | None = None
) -> dict[SourceId, int]:
    """Return the number of pending suggestions in each source that has any, but one."""
    rows = database.rows(
        f"SELECT source_id, count(*) {_PENDING}{_USABLE} AND s.source_id IS NOT ? GROUP BY source_id",
        [*_pending_values(coder), _json_keys(codebook), without],
    )
    return {SourceId(str(source)): int(count or 0) for source, count in rows}


def unusable(database: Database, coder: CoderName, codebook: Codebook) -> dict[SuggestionId, CodeKey]:
    """Return the suggestions that are not pending because no new coding may have their code."""
    rows = database.rows(
        f"SELECT id, code {_PENDING}{_UNUSABLE} ORDER BY code",
        [*_pending_values(coder, skipped=True), _json_keys(codebook)],
    )
    return {SuggestionId(str(identity)): CodeKey(str(code)) for identity, code in rows}


def decide(recorder: Recorder, decisions: Iterable[Decision]) -> None:
    """Write decisions, each in place of an earlier one by the coder on the same span and code."""
    rows = [_decision_row(decision) for decision in decisions]
    key = TABLES["decisions"].key
    for row in rows:
        for earlier in records(recorder.database, "decisions", dict(zip(key, row[: len(key)], strict=True))):
            recorder.delete("decisions", earlier)
    recorder.insert_many("decisions", (*key, "verdict", "decided_at", "suggester", "score"), rows)


def decisions(database: Database, coder: CoderName | None = None) -> list[Decision]:
    """Return all decisions (of one coder), oldest first."""
    rows = database.rows(
        """SELECT source_id, start, "end", code, coder, verdict, decided_at, suggester, score FROM decisions
           WHERE coder = coalesce(?, coder) ORDER BY decided_at, source_id, start""",
        (coder,),
    )
    return [
        Decision(
            source=SourceId(str(row[0])),
            span=Span(int(row[1] or 0), int(row[2] or 0)),
            code=CodeKey(str(row[3])),
            coder=CoderName(str(row[4])),
            verdict=Verdict(str(row[5])),
            decided_at=str(row[6]),
            suggester=str(row[7]),
            score=float(row[8] or 0),
        )
        for row in rows
    ]


def _narrowed(codes: Collection[CodeKey]) -> tuple[str, list[Cell]]:
    """Return the SQL condition on the codes, if there are any, and its values."""
    return (f" AND code IN ({', '.join('?' for _ in codes)})", list(codes)) if codes else ("", [])


def _decision_row(decision: Decision) -> Row:
    return (
        decision.source, decision.span.start, decision.span.end, decision.code, decision.coder,
        decision.verdict.value, decision.decided_at, decision.suggester, decision.score,
    )  # fmt: skip


def _cells(suggestion: Suggestion) -> tuple[Cell, ...]:
    evidence = (suggestion.evidence.start, suggestion.evidence.end) if suggestion.evidence else (None, None)
    return (
        suggestion.source, suggestion.span.start, suggestion.span.end, suggestion.code, suggestion.score,
        suggestion.reason, suggestion.suggester, *evidence,
    )  # fmt: skip


def _suggestion(row: Row) -> Suggestion:
    identity, source, start, end, code, score, reason, suggester, *evidence = cast(
        "tuple[SuggestionId, SourceId, int, int, CodeKey, float, str, str, int | None, int | None]", row
    )
    first, last = evidence
    return Suggestion(
        id=identity,
        source=source,
        span=Span(start, end),
        code=code,
        score=score,
        reason=reason,
        suggester=suggester,
        evidence=None if first is None or last is None else Span(first, last),
    )
