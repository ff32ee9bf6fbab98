"""Decide on suggestions: a coder's decisions are kept, whatever is suggested later.

Accepting stores the decision and the coding in one transaction, so that one undo reverts both.
"""

from collections.abc import Iterable, Sequence

from qualcode.model import (
    CodeKey,
    CoderName,
    Coding,
    Decision,
    Origin,
    Source,
    SourceId,
    Span,
    Suggestion,
    Verdict,
)
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records import codings, sources, suggestions
from qualcode.text.plurals import counted
from qualcode.workflows.coding.act_summaries import on_span
from qualcode.workflows.coding.apply_codes import Provenance, make_coding
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook

_MAX_QUERIES = 20
"""Maximum number of suggestions whose spans are queried one by one."""


def accept(
    project: Project,
    coder: CoderName,
    accepted: Sequence[Suggestion],
    *,
    sentence: bool = False,
    code: CodeKey | None = None,
    current: CurrentCodebook | None = None,
    open_source: Source | None = None,
) -> list[Coding]:
    """Make codings of suggestions: as they are, on the evidence sentence only, or with another code.

    `current` and `open_source` are the codebook and a source where the caller has read them already.

    If the coder already has this code on this span, only the decision is stored. The decision is on the
    suggestion as it was made; a coding on another span or with another code has the origin `edited
    suggestion`. NotFoundError if a code is not in the codebook.
    """
    if not accepted:
        return []
    current = current or current_codebook(project)
    keys = {code or suggestion.code for suggestion in accepted}
    for key in keys:
        current.codable(key)
    new_codings: list[Coding] = []
    ids = tuple(dict.fromkeys(suggestion.source for suggestion in accepted))
    texts = _read_texts(project.database, ids, open_source)
    summary = _summary(accepted, texts[accepted[0].source], code)
    with history.act(project.database, coder, "accept", summary) as recorder:
        version = current.keep(recorder, coder, keys)
        existing = _existing_keys(project.database, coder, accepted, ids)
        for suggestion in accepted:
            span, key = _coded_span(suggestion, sentence=sentence), code or suggestion.code
            coding_key = (suggestion.source, span.start, span.end, key)
            if coding_key not in existing:
                existing.add(coding_key)
                text, provenance = texts[suggestion.source], _provenance(suggestion, span, key)
                new_codings.append(make_coding(text, span, key, coder, version, provenance=provenance))
        codings.add(recorder, new_codings)
        suggestions.decide(recorder, _decisions(accepted, coder, Verdict.ACCEPTED))
    return new_codings


def _existing_keys(
    database: Database, coder: CoderName, accepted: Sequence[Suggestion], ids: Sequence[SourceId]
) -> set[tuple[str, int, int, str]]:
    """Return (source id, start, end, code) of the coder's codings on the spans, or in all of the sources."""
    if len(accepted) > _MAX_QUERIES:
        return codings.existing_keys(database, coder, ids)
    spans = {(each.source, span) for each in accepted for span in (each.span, each.evidence) if span}
    return {
        (source, span.start, span.end, key)
        for source, span in spans
        for key in codings.on_span(database, source, span, coder)
    }


def decline(
    project: Project,
    coder: CoderName,
    declined: Sequence[Suggestion],
    verdict: Verdict = Verdict.REJECTED,
    *,
    open_source: Source | None = None,
) -> None:
    """Store that the coder rejected (or skipped) suggestions."""
    if declined:
        first = declined[0].source
        summary = _summary(declined, _read_texts(project.database, [first], open_source)[first])
        with history.act(project.database, coder, verdict.value, summary) as recorder:
            suggestions.decide(recorder, _decisions(declined, coder, verdict))


def _coded_span(suggestion: Suggestion, *, sentence: bool) -> Span:
    return suggestion.evidence if sentence and suggestion.evidence else suggestion.span


def _provenance(suggestion: Suggestion, span: Span, key: CodeKey) -> Provenance:
    is_unchanged = (span, key) == (suggestion.span, suggestion.code)
    origin = Origin.SUGGESTION if is_unchanged else Origin.EDITED_SUGGESTION
    return Provenance(origin=origin, suggester=suggestion.suggester, score=suggestion.score)


def _read_texts(
    database: Database, ids: Iterable[SourceId], open_source: Source | None
) -> dict[SourceId, Source]:
    """Read these sources with their texts, except the one that is open."""
    return {
        source: open_source if open_source and open_source.id == source else sources.with_id(database, source)
        for source in ids
    }


def _summary(decided: Sequence[Suggestion], source: Source, code: CodeKey | None = None) -> str:
    """Return what the history says: of one suggestion also its quote, source and offsets."""
    subject = str(decided[0].code) if len(decided) == 1 else counted(len(decided), "suggestion")
    summary = f"{subject} as {code}" if code else subject
    if len(decided) > 1:
        return summary
    return f"{summary} on {on_span(source.text, source.name, decided[0].span)}"


def _decisions(decided: Sequence[Suggestion], coder: CoderName, verdict: Verdict) -> list[Decision]:
    """Return one decision per span and code, also where several suggesters have suggested it."""
    decided_at = now()
    first_by_key = {
        (suggestion.source, suggestion.span, suggestion.code): suggestion for suggestion in reversed(decided)
    }
    return [
        Decision(
            source=suggestion.source,
            span=suggestion.span,
            code=suggestion.code,
            coder=coder,
            verdict=verdict,
            decided_at=decided_at,
            suggester=suggestion.suggester,
            score=suggestion.score,
        )
        for suggestion in reversed(first_by_key.values())
    ]
