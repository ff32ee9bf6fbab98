"""Suggestions that a coder has not decided, selected by id or by source, code, suggester and score."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import CodeKey, CoderName, Listing, SourceId, Suggestion, Value
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.project.filter_codes import filter_codes
from qualcode.workflows.suggestions.run_suggester import source_ids
from qualcode.workflows.suggestions.suggester_registry import suggester_named

COLUMNS = (
    "id", "source", "turn", "start", "end", "code", "score", "suggester", "reason", "evidence", "quote",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionFilter:
    """Criteria for undecided suggestions; an empty one does not narrow the selection."""

    sources: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    branch: bool = False
    """Whether a code includes all codes under it."""
    suggester: str = ""
    min_score: float | None = None
    skipped: bool = False
    """Whether skipped suggestions are included."""


NO_FILTER = SuggestionFilter()


def select(project: Project, coder: CoderName, criteria: SuggestionFilter = NO_FILTER) -> list[Suggestion]:
    """Return the suggestions this coder has not decided, by source name, then in the order of the text."""
    if criteria.suggester:
        suggester_named(criteria.suggester)
    order = {source: number for number, source in enumerate(source_ids(project, criteria.sources))}
    undecided = suggestions.pending(project.database, coder, skipped=criteria.skipped)
    codes = _codes(project, criteria, {suggestion.code for suggestion in undecided})
    selected = [
        suggestion
        for suggestion in undecided
        if suggestion.source in order
        and (not criteria.codes or suggestion.code in codes)
        and criteria.suggester in ("", suggestion.suggester)
        and (criteria.min_score is None or suggestion.score >= criteria.min_score)
    ]
    return sorted(selected, key=lambda suggestion: order[suggestion.source])  # stable: in order within one


def by_ids(project: Project, coder: CoderName, prefixes: Sequence[str]) -> list[Suggestion]:
    """Return this coder's undecided (or skipped) suggestions by the first characters of their ids."""
    undecided = suggestions.pending(project.database, coder, skipped=True)
    return list(dict.fromkeys(_by_id(undecided, prefix) for prefix in prefixes))


def resolve_codes(project: Project, codes: Sequence[str], *, branch: bool = False) -> tuple[CodeKey, ...]:
    """Return the codes named by key or as `@group`, with `branch` also those under them, each once."""
    return filter_codes(current_codebook(project).codebook, codes, branch=branch)


def listing(project: Project, selected: Sequence[Suggestion]) -> Listing:
    """Return suggestions as rows, with their quotes; `turn` is a number from 1."""
    names = {source: name for name, source in sources.ids_by_name(project.database).items()}
    rows: list[tuple[Value, ...]] = []
    for source, group in groupby(selected, key=lambda suggestion: suggestion.source):
        rows += _rows(project, source, names[source], list(group))
    return Listing(columns=COLUMNS, rows=tuple(rows))


def _codes(project: Project, criteria: SuggestionFilter, suggested: set[CodeKey]) -> set[CodeKey]:
    """Return the codes to select, among them suggested ones that are no longer in the codebook."""
    codebook = current_codebook(project).codebook
    return set(filter_codes(codebook, criteria.codes, used=suggested, branch=criteria.branch))


def _by_id(undecided: Sequence[Suggestion], prefix: str) -> Suggestion:
    """Return the only suggestion whose id begins so; NotFoundError, ConflictError."""
    matches = [suggestion for suggestion in undecided if prefix and suggestion.id.startswith(prefix.lower())]
    if not matches:
        raise NotFoundError(
            f"There is no undecided suggestion {prefix!r}.", "`qualcode suggestions` lists them."
        )
    if len(matches) > 1:
        ids = ", ".join(match.id[: len(prefix) + 4] for match in matches[:3])
        raise ConflictError(
            f"More than one suggestion's id begins with {prefix!r}: {ids} …", "Type more characters of it."
        )
    return matches[0]


def _rows(
    project: Project, source: SourceId, name: str, selected: Sequence[Suggestion]
) -> list[tuple[Value, ...]]:
    text = sources.with_id(project.database, source).text
    turn_starts = [turn.span.start for turn in sources.turns(project.database, source)]
    return [
        (
            suggestion.id,
            name,
            bisect_right(turn_starts, suggestion.span.start),
            suggestion.span.start,
            suggestion.span.end,
            suggestion.code,
            suggestion.score,
            suggestion.suggester,
            suggestion.reason,
            (suggestion.evidence or suggestion.span).of(text),
            suggestion.span.of(text),
        )
        for suggestion in selected
    ]
