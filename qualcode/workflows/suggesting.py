"""Suggesting and deciding: opinions are replaced each time, decisions are kept.

Accepting writes the decision and the coding in one act, so that undo takes both back.
"""

from collections.abc import Callable, Iterator, Sequence

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import (
    CodeKey,
    CoderName,
    Coding,
    Decision,
    Origin,
    Segment,
    SourceId,
    Suggestion,
    Verdict,
)
from qualcode.store import codings, history, sources, suggestions
from qualcode.store.clock import now
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.workflows.coding import Provenance, make
from qualcode.workflows.opening import codebook_in_force


def segments_of(database: Database, source: SourceId) -> tuple[Segment, ...]:
    """Return the units of a source that suggesters look at."""
    from qualcode import segmenters

    return segmenters.segments(
        source,
        sources.get(database, source).text,
        sources.turns(database, source),
        sources.sentences(database, source),
    )


def suggest_by_patterns(
    project: Project,
    coder: CoderName,
    source_ids: Sequence[SourceId],
    advance: Callable[[], None] = lambda: None,
) -> int:
    """Put the pattern suggester's opinions on these sources in the place of its earlier ones; count them."""
    from qualcode.suggesters.choosing import Limits
    from qualcode.suggesters.patterns import PatternSuggester

    force = codebook_in_force(project)
    settings = project.settings
    limits = Limits(at_least=settings.minimum_score, at_most=settings.suggestions_per_segment)
    suggester = PatternSuggester(force.codebook, settings.language, settings.model)

    def found() -> Iterator[Suggestion]:
        for source in source_ids:
            yield from suggester.suggest(segments_of(project.database, source), limits)
            advance()

    opinions = list(found())
    summary = f"{len(opinions)} by {suggester.name} on {len(source_ids)} sources"
    with history.act(project.database, coder, "suggest", summary, undoable=False) as recorder:
        run = suggestions.Run(
            suggester=suggester.name,
            version=suggester.version,
            settings={"at_least": limits.at_least, "at_most": limits.at_most},
            codebook_version=force.keep(recorder, coder),
        )
        return suggestions.replace(recorder, run, source_ids, opinions)


def find(project: Project, coder: CoderName, prefix: str) -> Suggestion:
    """Return this coder's undecided suggestion by the first characters of its id."""
    found = [one for one in suggestions.pending(project.database, coder) if one.id.startswith(prefix)]
    if not found or not prefix:
        raise NotFoundError(
            f"There is no undecided suggestion {prefix!r}.", "`qualcode suggestions` lists them."
        )
    if len(found) > 1:
        raise ConflictError(f"More than one suggestion's id begins with {prefix!r}.", "Give more characters.")
    return found[0]


def accept(project: Project, coder: CoderName, accepted: Sequence[Suggestion]) -> list[Coding]:
    """Make codings of suggestions as they are; one that the coder has coded already is only decided."""
    force = codebook_in_force(project)
    for one in accepted:
        force.code(one.code)
    summary = f"{len(accepted)} suggestions" if len(accepted) != 1 else f"{accepted[0].code}"
    made: list[Coding] = []
    with history.act(project.database, coder, "accept", summary) as recorder:
        version = force.keep(recorder, coder)
        ids = tuple(dict.fromkeys(one.source for one in accepted))
        texts = {source: sources.get(project.database, source) for source in ids}
        there = codings.existing(project.database, coder, ids)
        for one in accepted:
            place = (one.source, one.span.start, one.span.end, one.code)
            if place not in there:
                there.add(place)
                provenance = Provenance(origin=Origin.SUGGESTION, suggester=one.suggester, score=one.score)
                made.append(
                    make(texts[one.source], one.span, one.code, coder, version, provenance=provenance)
                )
        codings.add(recorder, made)
        suggestions.decide(recorder, [_decision(one, coder, Verdict.ACCEPTED) for one in accepted])
    return made


def decline(
    project: Project, coder: CoderName, declined: Sequence[Suggestion], verdict: Verdict = Verdict.REJECTED
) -> None:
    """Keep that the coder rejected (or skipped) suggestions."""
    summary = f"{len(declined)} suggestions" if len(declined) != 1 else f"{declined[0].code}"
    with history.act(project.database, coder, verdict.value, summary) as recorder:
        suggestions.decide(recorder, [_decision(one, coder, verdict) for one in declined])


def pending(
    project: Project, coder: CoderName, *, source: SourceId | None = None, code: CodeKey | None = None
) -> list[Suggestion]:
    """Return what this coder has not decided yet."""
    return suggestions.pending(project.database, coder, source, code)


def _decision(one: Suggestion, coder: CoderName, verdict: Verdict) -> Decision:
    return Decision(
        source=one.source,
        span=one.span,
        code=one.code,
        coder=coder,
        verdict=verdict,
        decided_at=now(),
        suggester=one.suggester,
        score=one.score,
    )
