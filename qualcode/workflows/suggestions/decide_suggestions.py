"""Deciding: a coder's answers to suggestions, which nothing that is suggested later can change.

Accepting writes the decision and the coding in one act, so that undo takes both back.
"""

from collections.abc import Sequence

from qualcode.model import (
    CodeKey,
    CoderName,
    Coding,
    Decision,
    Origin,
    SourceId,
    Span,
    Suggestion,
    Verdict,
)
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, sources, suggestions
from qualcode.text.plurals import counted
from qualcode.workflows.coding.apply_codes import Provenance, make_coding
from qualcode.workflows.project.current_codebook import current_codebook


def accept(
    project: Project,
    coder: CoderName,
    accepted: Sequence[Suggestion],
    *,
    sentence: bool = False,
    code: CodeKey | None = None,
) -> list[Coding]:
    """Make codings of suggestions, as they are, or of the evidence sentence only, or with another code.

    What the coder has coded just so already is only decided. The decision is on what was suggested; a coding
    with another code or other words than were suggested has the origin `edited suggestion`.
    """
    if not accepted:
        return []
    force = current_codebook(project)
    for key in {code or one.code for one in accepted}:
        force.code(key)
    made: list[Coding] = []
    with history.act(project.database, coder, "accept", _summary(accepted, code)) as recorder:
        version = force.keep(recorder, coder)
        ids = tuple(dict.fromkeys(one.source for one in accepted))
        texts = {source: sources.with_id(project.database, source) for source in ids}
        there = codings.existing_keys(project.database, coder, ids)
        for one in accepted:
            span, key = _taken(one, sentence=sentence), code or one.code
            place = (one.source, span.start, span.end, key)
            if place not in there:
                there.add(place)
                provenance = _provenance(one, span, key)
                made.append(make_coding(texts[one.source], span, key, coder, version, provenance=provenance))
        codings.add(recorder, made)
        suggestions.decide(recorder, _decisions(accepted, coder, Verdict.ACCEPTED))
    return made


def decline(
    project: Project, coder: CoderName, declined: Sequence[Suggestion], verdict: Verdict = Verdict.REJECTED
) -> None:
    """Keep that the coder rejected (or skipped) suggestions."""
    if declined:
        with history.act(project.database, coder, verdict.value, _summary(declined)) as recorder:
            suggestions.decide(recorder, _decisions(declined, coder, verdict))


def pending(
    project: Project, coder: CoderName, *, source: SourceId | None = None, code: CodeKey | None = None
) -> list[Suggestion]:
    """Return what this coder has not decided yet."""
    return suggestions.pending(project.database, coder, source, code)


def _taken(one: Suggestion, *, sentence: bool) -> Span:
    return one.evidence if sentence and one.evidence else one.span


def _provenance(one: Suggestion, span: Span, key: CodeKey) -> Provenance:
    unchanged = (span, key) == (one.span, one.code)
    origin = Origin.SUGGESTION if unchanged else Origin.EDITED_SUGGESTION
    return Provenance(origin=origin, suggester=one.suggester, score=one.score)


def _summary(answered: Sequence[Suggestion], code: CodeKey | None = None) -> str:
    what = str(answered[0].code) if len(answered) == 1 else counted(len(answered), "suggestion")
    return f"{what} as {code}" if code else what


def _decisions(answered: Sequence[Suggestion], coder: CoderName, verdict: Verdict) -> list[Decision]:
    """Return one decision for each place and code: two suggesters may have said the same."""
    at = now()
    by_place = {(one.source, one.span, one.code): one for one in reversed(answered)}
    return [
        Decision(
            source=one.source,
            span=one.span,
            code=one.code,
            coder=coder,
            verdict=verdict,
            decided_at=at,
            suggester=one.suggester,
            score=one.score,
        )
        for one in reversed(by_place.values())
    ]
