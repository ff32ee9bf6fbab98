"""Change codings: another code or another span; id, memo and origin are kept.

The row is deleted and inserted again in one act, so that undo restores the coding as it was.
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
from qualcode.workflows.coding import act_summaries
from qualcode.workflows.coding.act_summaries import quoted
from qualcode.workflows.coding.apply_codes import Provenance, make_coding
from qualcode.workflows.project.current_codebook import CurrentCodebook


def recode(
    project: Project, coder: CoderName, current: CurrentCodebook, source: Source, coding: Coding, key: CodeKey
) -> Coding:
    """Give a coding another code; ConflictError where the coder has that code on this span."""
    recoded = replace(coding, code=current.codable(key), origin=_edited(coding.origin))
    location = act_summaries.located(source.name, coding.span)
    summary = f"{quoted(coding.quote)} from {coding.code} to {key}, {location}"
    return _replace(project, coder, current, coding, recoded, ("recode", summary))


def move_ends(
    project: Project, coder: CoderName, current: CurrentCodebook, source: Source, coding: Coding, span: Span
) -> Coding:
    """Give a coding another span of its source."""
    if span.end > len(source.text) or not span.of(source.text).strip():
        raise UsageError("A coding needs at least one word.")
    before, after = context_of(source.text, span)
    moved = replace(
        coding,
        span=span,
        quote=span.of(source.text),
        context_before=before,
        context_after=after,
        origin=_edited(coding.origin),
    )
    old_location = act_summaries.located(source.name, coding.span)
    summary = (
        f"{coding.code} from {quoted(coding.quote)} to {quoted(moved.quote)}, "
        f"{old_location} to [{span.start}:{span.end}]"
    )
    return _replace(project, coder, current, coding, moved, ("change span", summary))


def accept_as(
    project: Project,
    coder: CoderName,
    current: CurrentCodebook,
    suggestion: Suggestion,
    source: Source,
    span: Span,
    keys: Sequence[CodeKey],
) -> list[Coding]:
    """Accept a suggestion with other codes or span; the decision is on the suggested span and code."""
    summary = (
        f"{suggestion.code} as {', '.join(keys)} on {act_summaries.on_span(source.text, source.name, span)}"
    )
    provenance = Provenance(
        origin=Origin.EDITED_SUGGESTION, suggester=suggestion.suggester, score=suggestion.score
    )
    with history.act(project.database, coder, "accept", summary) as recorder:
        version = current.keep(recorder, coder, keys)
        existing_codes = codings.on_span(project.database, source.id, span, coder)
        new_codings = [
            make_coding(source, span, current.codable(key), coder, version, provenance=provenance)
            for key in dict.fromkeys(keys)
            if key not in existing_codes
        ]
        codings.add(recorder, new_codings)
        decision = Decision(
            source=suggestion.source,
            span=suggestion.span,
            code=suggestion.code,
            coder=coder,
            verdict=Verdict.ACCEPTED,
            decided_at=now(),
            suggester=suggestion.suggester,
            score=suggestion.score,
        )
        suggestions.decide(recorder, [decision])
    return new_codings


def _replace(
    project: Project,
    coder: CoderName,
    current: CurrentCodebook,
    before: Coding,
    after: Coding,
    act: tuple[str, str],
) -> Coding:
    """Replace a coding as one act, given by its verb and summary."""
    verb, summary = act
    if before.coder != coder:
        raise ConflictError(
            f"This coding is by {before.coder}, not by {coder}.", "You can change only your own codings."
        )
    with history.act(project.database, coder, verb, summary) as recorder:
        if after.code in codings.on_span(project.database, after.source, after.span, coder):
            raise ConflictError(
                f"{coder} has already applied {after.code!r} to {quoted(after.quote)}.",
                "Nothing was changed.",
            )
        changed = replace(after, codebook_version=current.keep(recorder, coder, [after.code]))
        codings.remove(recorder, before)
        codings.add(recorder, [changed])
    return changed


def _edited(origin: Origin) -> Origin:
    return Origin.EDITED_SUGGESTION if origin is Origin.SUGGESTION else origin
