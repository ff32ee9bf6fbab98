"""Suggesting: a suggester's opinions take the place of its earlier ones; what a coder decided stays.

Suggestions are for the coder who asked: what is learned from one coder's answers is not shown to another.
A suggester looks at the sources one at a time, and only when it has seen them all is anything written, in
one act: a run that is cut short changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError
from qualcode.model import CodeKey, CoderName, SourceId, Suggestion
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook
from qualcode.workflows.suggestions.decide_suggestions import accept, decline, pending
from qualcode.workflows.suggestions.suggester_registry import (
    LEARNED,
    PreparedSuggester,
    SuggesterInput,
    best_suggester,
    suggester_named,
)
from qualcode.workflows.suggestions.training_data import segments_of

if TYPE_CHECKING:
    from qualcode.suggesters.suggestion_limits import SuggestionLimits

__all__ = [
    "SuggestOptions",
    "SuggestResult",
    "accept",
    "decline",
    "pending",
    "progress_steps",
    "source_ids",
    "suggest",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestOptions:
    """What suggestions are asked for."""

    suggester: str = ""
    """Its name; empty: the one that knows most, whose opinions then replace those of all others."""
    codes: tuple[CodeKey, ...] = ()
    """Only these; the suggestions of other codes stay as they are. All where empty."""
    with_interviewer: bool = False
    """Whether the interviewer's own words get suggestions too."""
    meaning: bool = False
    """Whether sentence vectors take part (needs the extra `semantic`)."""


DEFAULT_OPTIONS = SuggestOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestResult:
    """What came of it."""

    suggester: str
    learned_from: int
    """How many codings it had learned from."""
    sources: int
    by_code: Mapping[CodeKey, int]
    """How many suggestions each code got, in the codebook's order; those without any are not in it."""

    @property
    def total(self) -> int:
        """How many suggestions there are, decided ones included."""
        return sum(self.by_code.values())


def suggest(
    project: Project,
    coder: CoderName,
    source_ids: Sequence[SourceId],
    asked: SuggestOptions = DEFAULT_OPTIONS,
    advance: Callable[[], None] = lambda: None,
) -> SuggestResult:
    """Put a suggester's opinions on these sources in the place of its earlier ones for this coder."""
    force = current_codebook(project)
    name = asked.suggester or best_suggester(project, coder)
    teaching = SuggesterInput(
        project=project, coder=coder, force=force, meaning=asked.meaning, advance=advance
    )
    prepared = suggester_named(name)(teaching)
    opinions = list(_opinions(project, prepared, source_ids, _limits(project, force, asked), advance))
    summary = f"{len(opinions)} by {prepared.suggester.name} on {len(source_ids)} sources"
    with history.act(project.database, coder, "suggest", summary, undoable=False) as recorder:
        run = suggestions.SuggesterRun(
            suggester=prepared.suggester.name,
            version=prepared.suggester.version,
            settings=_provenance(project, coder, asked),
            codebook_version=force.keep(recorder, coder),
            learned_from=prepared.learned_from,
            coder=coder,
        )
        suggestions.replace(recorder, run, source_ids, opinions, asked.codes)
        if not asked.suggester:
            suggestions.delete_other_suggesters(recorder, run, source_ids, asked.codes)
    counted = Counter(one.code for one in opinions)
    return SuggestResult(
        suggester=run.suggester,
        learned_from=run.learned_from,
        sources=len(source_ids),
        by_code={key: counted[key] for key in force.codebook.keys if counted[key]},
    )


def progress_steps(
    project: Project, coder: CoderName, source_ids: Sequence[SourceId], asked: SuggestOptions
) -> int:
    """Return how often `suggest` will call `advance`: learning reads every source first."""
    learns = (asked.suggester or best_suggester(project, coder)) == LEARNED
    return len(source_ids) + (len(sources.ids_by_name(project.database)) if learns else 0)


def source_ids(project: Project, names: Sequence[str] = ()) -> list[SourceId]:
    """Return the ids of the named sources, or of all, in the order of the names."""
    known = sources.ids_by_name(project.database)
    for name in names:
        if name not in known:
            raise NotFoundError.among("source", name, known, "`qualcode sources` lists what is there.")
    return [known[name] for name in (dict.fromkeys(names) if names else known)]


def _opinions(
    project: Project,
    prepared: PreparedSuggester,
    source_ids: Sequence[SourceId],
    limits: "SuggestionLimits",
    advance: Callable[[], None],
) -> Iterator[Suggestion]:
    for source in source_ids:
        if limits.codes:
            yield from prepared.suggester.suggest(segments_of(project.database, source), limits)
        advance()


def _limits(project: Project, force: CurrentCodebook, asked: SuggestOptions) -> "SuggestionLimits":
    """Return which opinions are wanted; a retired code is never suggested, not even when asked for."""
    from qualcode.suggesters.suggestion_limits import SuggestionLimits

    codes = asked.codes or force.codebook.keys
    return SuggestionLimits(
        at_least=project.settings.minimum_score,
        at_most=project.settings.suggestions_per_segment,
        interviewer=asked.with_interviewer,
        codes=frozenset(key for key in codes if not force.codebook.code(key).retired),
    )


def _provenance(project: Project, coder: CoderName, asked: SuggestOptions) -> dict[str, object]:
    """Return all that was set, so that the run can be repeated."""
    return {
        "at_least": project.settings.minimum_score,
        "at_most": project.settings.suggestions_per_segment,
        "language": project.settings.language,
        "model": project.settings.model,
        "coder": coder,
        "with_interviewer": asked.with_interviewer,
        "meaning": asked.meaning,
        "codes": list(asked.codes),
    }
