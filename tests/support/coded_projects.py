"""Projects on disk with a codebook and codings by two coders, for tests of codebook edits."""

from collections.abc import Iterable
from pathlib import Path

from qualcode.codebook import read
from qualcode.model import (
    About,
    CodeKey,
    CoderName,
    Decision,
    Memo,
    MemoId,
    Span,
    Suggestion,
    SuggestionId,
    Verdict,
)
from qualcode.store import history
from qualcode.store import project as stored
from qualcode.store.database import Row
from qualcode.store.project import Project
from qualcode.store.records import codings, memos, sources, suggestions
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.codebook.codebook_json import to_json
from qualcode.store.row_changes import Recorder
from qualcode.workflows.coding.apply_codes import make_coding
from qualcode.workflows.project.codebook_file import text_sha256
from tests.support.marked_text import interview
from tests.support.stored_studies import rows_of

ANN, BEN = CoderName("ann"), CoderName("ben")
TALK = interview(
    "Int: And then?\nR: We took out a line, and within a week it was back. " + "Then more. " * 20
)
Placed = tuple[int, int, CoderName, str]
"""Start, length, coder and code of a coding."""


def project(folder: Path, codebook: str, placed: Iterable[Placed]) -> Project:
    """Create a project with this codebook; each coding has a memo, a suggestion and a decision."""
    study = stored.create(folder, "Test", "")
    study.codebook_path.write_bytes(codebook.encode())
    study.database.rows("PRAGMA synchronous = OFF")  # the tests do not simulate power cuts
    with history.act(study.database, ANN, "import", undoable=False) as recorder:
        for coder in (ANN, BEN):
            study.database.execute("INSERT OR IGNORE INTO coders VALUES (?, '')", (coder,))
        sources.add(recorder, TALK.source, TALK.turns, TALK.bounds, "utf-8")
        codebooks.add(recorder, ANN, codebook, text_sha256(codebook), to_json(read(codebook)))
        _code(recorder, sorted(set(placed)))
    return study


def _code(recorder: Recorder, placed: list[Placed]) -> None:
    new_codings = [
        make_coding(
            TALK.source,
            Span(start, start + length),
            CodeKey(code),
            coder,
            1,
            memo=f"memo {number}",
            made_at=f"2026-01-01T00:{number // 60:02}:{number % 60:02}.000Z",
        )
        for number, (start, length, coder, code) in enumerate(placed)
    ]
    codings.add(recorder, new_codings)
    for number, coding in enumerate(new_codings):
        suggestion = Suggestion(
            id=SuggestionId(f"s{number}"),
            source=coding.source,
            span=coding.span,
            code=coding.code,
            score=0.5,
            reason="",
            suggester="rules",
        )
        if number == 0:
            run = suggestions.SuggesterRun(suggester="rules", version="1", settings={}, codebook_version=1)
            suggestions.replace(recorder, run, [], [suggestion])
        verdict = list(Verdict)[number % 3]
        suggestions.decide(recorder, [_decision(suggestion, coding.coder, verdict)])
        memo = Memo(
            id=MemoId(f"m{number}"),
            about=About.CODE,
            target=coding.code,
            text="x",
            coder=coding.coder,
            made_at="",
        )
        memos.add(recorder, memo)


def _decision(suggestion: Suggestion, coder: CoderName, verdict: Verdict) -> Decision:
    return Decision(
        source=suggestion.source,
        span=suggestion.span,
        code=suggestion.code,
        coder=coder,
        verdict=verdict,
        decided_at="",
        suggester=suggestion.suggester,
        score=suggestion.score,
    )


State = tuple[bytes, dict[str, list[Row]]]


def state(study: Project) -> State:
    """Return the codebook file's bytes and all rows of the tables that refer to codes."""
    tables = ("codings", "decisions", "memos", "suggestions", "stays")
    return study.codebook_path.read_bytes(), rows_of(study.database, tables)


def coded_spans(study: Project) -> set[tuple[object, ...]]:
    """Return source, span, quote and coder of all codings, without their codes."""
    rows = study.database.rows('SELECT source_id, start, "end", quote, coder FROM codings')
    return set(rows)
