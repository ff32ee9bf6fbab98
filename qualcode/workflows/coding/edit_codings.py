"""Changing codings: another code or other words, with the coding's identity, memo and origin kept.

The row is taken away and written again in one act, so that undo brings the coding back as it was.
"""

from collections.abc import Sequence
from dataclasses import replace

from qualcode.errors import ConflictError, UsageError
from qualcode.model import (
    CodeKey,
    CoderName,
    Coding,
    Decision,
    Origin,
    Source,
    Span,
    Suggestion,
    Verdict,
    context_of,
)
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, suggestions
from qualcode.workflows.coding.apply_codes import Provenance, excerpt, make_coding
from qualcode.workflows.project.current_codebook import CurrentCodebook


def recode(
    project: Project, coder: CoderName, force: CurrentCodebook, coding: Coding, key: CodeKey
) -> Coding:
    """Give a coding another code; ConflictError where that code is on these words already."""
    changed = replace(coding, code=force.code(key), origin=_edited(coding.origin))
    return _write(project, coder, force, coding, changed, f"{coding.code} to {key}")


def move_ends(
    project: Project, coder: CoderName, force: CurrentCodebook, source: Source, coding: Coding, span: Span
) -> Coding:
    """Put a coding on other words of its source."""
    if span.end > len(source.text) or not span.of(source.text).strip():
        raise UsageError("A coding needs at least one word.")
    before, after = context_of(source.text, span)
    changed = replace(
        coding,
        span=span,
        quote=span.of(source.text),
        context_before=before,
        context_after=after,
        origin=_edited(coding.origin),
    )
    summary = f"{coding.code} [{coding.span.start}:{coding.span.end}] to [{span.start}:{span.end}]"
    return _write(project, coder, force, coding, changed, summary)


def accept_as(
    project: Project,
    coder: CoderName,
    force: CurrentCodebook,
    suggestion: Suggestion,
    source: Source,
    span: Span,
    keys: Sequence[CodeKey],
) -> list[Coding]:
    """Accept a suggestion with other codes or on other words; the decision is on what was suggested."""
    summary = f"{suggestion.code} as {', '.join(keys)}"
    provenance = Provenance(
        origin=Origin.EDITED_SUGGESTION, suggester=suggestion.suggester, score=suggestion.score
    )
    with history.act(project.database, coder, "accept", summary) as recorder:
        version = force.keep(recorder, coder)
        there = codings.on_span(project.database, source.id, span, coder)
        made = [
            make_coding(source, span, force.code(key), coder, version, provenance=provenance)
            for key in dict.fromkeys(keys)
            if key not in there
        ]
        codings.add(recorder, made)
        answer = Decision(
            source=suggestion.source,
            span=suggestion.span,
            code=suggestion.code,
            coder=coder,
            verdict=Verdict.ACCEPTED,
            decided_at=now(),
            suggester=suggestion.suggester,
            score=suggestion.score,
        )
        suggestions.decide(recorder, [answer])
    return made


def _write(
    project: Project, coder: CoderName, force: CurrentCodebook, before: Coding, after: Coding, summary: str
) -> Coding:
    if before.coder != coder:
        raise ConflictError(f"This coding is by {before.coder}, not by {coder}.", "It can only be read.")
    with history.act(project.database, coder, "change", summary) as recorder:
        if after.code in codings.on_span(project.database, after.source, after.span, coder):
            raise ConflictError(
                f"{coder} has put {after.code!r} on these words already: {excerpt(after.quote)}",
                "Nothing was changed.",
            )
        changed = replace(after, codebook_version=force.keep(recorder, coder))
        codings.remove(recorder, before)
        codings.add(recorder, [changed])
    return changed


def _edited(origin: Origin) -> Origin:
    return Origin.EDITED_SUGGESTION if origin is Origin.SUGGESTION else origin
