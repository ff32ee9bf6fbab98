"""Run a suggester: its suggestions replace its earlier ones; a coder's decisions stay.

Suggestions are for one coder: what is learned from one coder's answers is not shown to another. All sources
are suggested on, one at a time, before anything is written, in one transaction: an interrupted run changes
nothing.
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
from qualcode.workflows.suggestions.suggester_registry import (
    LEARNED,
    PreparedSuggester,
    SuggesterInput,
    best_suggester,
    suggester_named,
)
from qualcode.workflows.suggestions.training_data import PRIOR, meaning_in_trial, segments_of

if TYPE_CHECKING:
    from qualcode.suggesters.suggestion_limits import SuggestionLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestOptions:
    """Which suggester runs, and on what."""

    suggester: str = ""
    """Its name; empty: the best one, whose suggestions then replace those of all others. With `meaning` that
    is `learned`, which alone compares meanings."""
    codes: tuple[CodeKey, ...] = ()
    """Only these, all if empty; suggestions of other codes stay as they are."""
    with_interviewer: bool = False
    """Whether the interviewer's segments get suggestions too."""
    meaning: bool = False
    """Whether sentence vectors are features (needs the extra `semantic`)."""


DEFAULT_OPTIONS = SuggestOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestResult:
    """The suggestions of a run, counted."""

    suggester: str
    learned_from: int
    """The number of codings learned from."""
    sources: int
    by_code: Mapping[CodeKey, int]
    """The number of suggestions of each code, in the codebook's order; codes with none are left out."""
    codebook_scores: int = 0
    """The number of learned suggestions whose score is that of the codebook."""
    read_share: float = 1.0
    """The share that the coder is supposed to have read between codings, where it is not known."""
    meaning: bool = False
    """Whether sentence vectors were features."""
    meaning_in_trial: bool | None = None
    """Whether the last trial found that the meaning of labels and definitions helps; None: there was none."""

    @property
    def total(self) -> int:
        """The number of suggestions, decided ones included."""
        return sum(self.by_code.values())


def suggest(
    project: Project,
    coder: CoderName,
    source_ids: Sequence[SourceId],
    options: SuggestOptions = DEFAULT_OPTIONS,
    advance: Callable[[], None] = lambda: None,
) -> SuggestResult:
    """Suggest on these sources, in place of the suggester's earlier suggestions for this coder."""
    current = current_codebook(project)
    name = _suggester_name(project, coder, options)
    inputs = SuggesterInput(
        project=project, coder=coder, current=current, meaning=options.meaning, advance=advance
    )
    prepared = suggester_named(name)(inputs)
    limits = _limits(project, current, options)
    new_suggestions = list(_suggestions(project, prepared, source_ids, limits, advance))
    summary = f"{len(new_suggestions)} by {prepared.suggester.name} on {len(source_ids)} sources"
    with history.act(project.database, coder, "suggest", summary, undoable=False) as recorder:
        run = suggestions.SuggesterRun(
            suggester=prepared.suggester.name,
            version=prepared.suggester.version,
            settings=_provenance(project, coder, options),
            codebook_version=current.keep(recorder, coder),
            learned_from=prepared.learned_from,
            coder=coder,
        )
        suggestions.replace(recorder, run, source_ids, new_suggestions, options.codes)
        if not options.suggester:
            suggestions.delete_other_suggesters(recorder, run, source_ids, options.codes)
    counts = Counter(suggestion.code for suggestion in new_suggestions)
    return SuggestResult(
        suggester=run.suggester,
        learned_from=run.learned_from,
        sources=len(source_ids),
        by_code={key: counts[key] for key in current.codebook.keys if counts[key]},
        codebook_scores=_count_codebook_scores(new_suggestions),
        read_share=prepared.read_share,
        meaning=options.meaning,
        meaning_in_trial=meaning_in_trial(project.database, coder),
    )


def progress_steps(
    project: Project, coder: CoderName, source_ids: Sequence[SourceId], options: SuggestOptions
) -> int:
    """Return how often `suggest` will call `advance`: learning reads every source first."""
    learns = _suggester_name(project, coder, options) == LEARNED
    return len(source_ids) + (len(sources.ids_by_name(project.database)) if learns else 0)


def source_ids(project: Project, names: Sequence[str] = ()) -> list[SourceId]:
    """Return the ids of the named sources, or of all, ordered by name; NotFoundError names the nearest."""
    ids = sources.ids_by_name(project.database)
    for name in names:
        if name not in ids:
            raise NotFoundError.among("source", name, ids, "`qualcode sources` lists them.")
    return [ids[name] for name in (dict.fromkeys(names) if names else ids)]


def _suggester_name(project: Project, coder: CoderName, options: SuggestOptions) -> str:
    if options.suggester:
        return options.suggester
    return LEARNED if options.meaning else best_suggester(project, coder)


def _count_codebook_scores(new_suggestions: Sequence[Suggestion]) -> int:
    from qualcode.suggesters.learning.learned_suggester import CODEBOOK_SCORE, NAME

    return sum(
        suggestion.suggester == NAME and suggestion.reason.endswith(CODEBOOK_SCORE)
        for suggestion in new_suggestions
    )


def _suggestions(
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


def _limits(project: Project, current: CurrentCodebook, options: SuggestOptions) -> "SuggestionLimits":
    """Return which suggestions are made; a retired code is never suggested, not even if named."""
    from qualcode.suggesters.suggestion_limits import SuggestionLimits

    codes = options.codes or current.codebook.keys
    return SuggestionLimits(
        at_least=project.settings.minimum_score,
        at_most=project.settings.suggestions_per_segment,
        interviewer=options.with_interviewer,
        codes=frozenset(key for key in codes if not current.codebook.code(key).retired),
    )


def _provenance(project: Project, coder: CoderName, options: SuggestOptions) -> dict[str, object]:
    """Return all settings of a run, so that it can be repeated."""
    provenance: dict[str, object] = {
        "at_least": project.settings.minimum_score,
        "at_most": project.settings.suggestions_per_segment,
        "language": project.settings.language,
        "model": project.settings.model,
        "coder": coder,
        "with_interviewer": options.with_interviewer,
        "meaning": options.meaning,
        "codes": list(options.codes),
    }
    if options.meaning:
        provenance[PRIOR] = meaning_in_trial(project.database, coder) is not False
    return provenance
