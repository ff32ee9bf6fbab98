"""Suggestions and decisions: opinions that come and go, and answers that stay."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from qualcode.model import (
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
    """What a suggester was when it ran: enough to run it again."""

    suggester: str
    version: str
    settings: Mapping[str, object]
    codebook_version: int
    learned_from: int = 0
    coder: str = ""
    """Whom its opinions are for: what was learned from one coder's answers tells them; empty: everybody."""


_COLUMNS = 'id, source_id, start, "end", code, score, reason, suggester, evidence_start, evidence_end'


def replace(
    recorder: Recorder,
    run: SuggesterRun,
    sources: Iterable[SourceId],
    suggestions: Iterable[Suggestion],
    codes: Collection[CodeKey] = (),
) -> int:
    """Put these in the place of the suggester's earlier opinions for this coder on these sources.

    Return how many there are now.

    Where codes are named, its opinions on other codes stay. Runs are kept, so that a decision can be traced
    to what was asked when it was made.
    """
    database = recorder.database
    run_id = add_run(recorder, run)
    narrowed, values = _narrowed(codes)
    for source in sources:
        database.execute(
            f"DELETE FROM suggestions WHERE source_id = ? AND suggester = ? AND coder = ?{narrowed}",
            (source, run.suggester, run.coder, *values),
        )
    rows = [(one.id, run.coder, run_id, *_cells(one)) for one in suggestions]
    database.execute_many("INSERT INTO suggestions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def add_run(recorder: Recorder, run: SuggesterRun) -> str:
    """Write what a suggester was when it ran; return the run's id."""
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
    """Return the runs of a suggester, the newest first."""
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


def delete_other_suggesters(
    recorder: Recorder, run: SuggesterRun, sources: Iterable[SourceId], codes: Collection[CodeKey] = ()
) -> None:
    """Drop the opinions of all other suggesters on these sources (and codes) that this coder sees."""
    narrowed, values = _narrowed(codes)
    for source in sources:
        recorder.database.execute(
            f"DELETE FROM suggestions WHERE source_id = ? AND suggester <> ? AND coder IN ('', ?){narrowed}",
            (source, run.suggester, run.coder, *values),
        )


def pending(
    database: Database,
    coder: CoderName,
    source: SourceId | None = None,
    code: CodeKey | None = None,
    *,
    within: Span | None = None,
    skipped: bool = False,
) -> list[Suggestion]:
    """Return the suggestions for this coder that they have not decided (or skipped), in the text's order.

    `within` narrows them to those that share a character with a span.

    Where the coder has put the code on some of the words already, there is nothing left to decide. Such a
    coding begins at most the longest coding's length before the suggestion, which bounds the search for it.
    """
    wanted = [(column, cell) for column, cell in (("source_id", source), ("code", code)) if cell is not None]
    narrowed = "".join(f" AND {column} = ?" for column, _ in wanted)
    near, bounds = (' AND s.start < ? AND s."end" > ?', [within.end, within.start]) if within else ("", [])
    rows = database.rows(
        f"""SELECT {_COLUMNS} FROM suggestions AS s
            WHERE s.coder IN ('', ?) AND NOT EXISTS (SELECT 1 FROM decisions AS d
                  WHERE d.source_id = s.source_id AND d.start = s.start AND d."end" = s."end"
                    AND d.code = s.code AND d.coder = ?
                    AND d.verdict <> ?)
              AND NOT EXISTS (SELECT 1 FROM codings AS c
                  WHERE c.source_id = s.source_id AND c.code = s.code AND c.coder = ?
                    AND c.start < s."end" AND c."end" > s.start AND c.start > s.start - (
                        SELECT coalesce(max("end" - start), 0) FROM codings WHERE coder = ?)){narrowed}{near}
            ORDER BY source_id, start, score DESC, code""",
        [
            *(coder, coder, Verdict.SKIPPED.value if skipped else "", coder, coder),
            *(cell for _, cell in wanted),
            *bounds,
        ],
    )
    return [_suggestion(row) for row in rows]


def decide(recorder: Recorder, decisions: Iterable[Decision]) -> None:
    """Keep a coder's answers; a new answer to what they answered before takes the place of the old one."""
    answers = [_answer(one) for one in decisions]
    key = TABLES["decisions"].key
    for answer in answers:
        for earlier in records(
            recorder.database, "decisions", dict(zip(key, answer[: len(key)], strict=True))
        ):
            recorder.delete("decisions", earlier)
    recorder.insert_many("decisions", (*key, "verdict", "decided_at", "suggester", "score"), answers)


def decisions(database: Database, coder: CoderName | None = None) -> list[Decision]:
    """Return all answers (of one coder), in the order in which they were given."""
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
    """Return the condition on codes, where any are named, and its values."""
    return (f" AND code IN ({', '.join('?' for _ in codes)})", list(codes)) if codes else ("", [])


def _answer(one: Decision) -> Row:
    return (
        one.source, one.span.start, one.span.end, one.code, one.coder, one.verdict.value, one.decided_at,
        one.suggester, one.score,
    )  # fmt: skip


def _cells(one: Suggestion) -> tuple[str | int | float | None, ...]:
    evidence = (one.evidence.start, one.evidence.end) if one.evidence else (None, None)
    return (
        one.source, one.span.start, one.span.end, one.code, one.score, one.reason, one.suggester, *evidence,
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
