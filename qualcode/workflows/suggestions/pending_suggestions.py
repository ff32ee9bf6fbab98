"""Suggestions that a coder has not decided, selected by id or by source, code, suggester and score.

No suggestion of a code that is retired or no longer in the codebook is among them.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from qualcode import notices
from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import CodeKey, CoderName, Listing, SourceId, Suggestion, SuggestionId, Value
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.text.plurals import counted
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook
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
    """Return the suggestions this coder has not decided, by source name, then in the order of the text.

    NotFoundError for an unknown source, code or suggester; UsageError for a retired code. Without codes among
    the criteria, a notice says how many suggestions are left out since their codes take no new codings.
    """
    if criteria.suggester:
        suggester_named(criteria.suggester)
    order = {source: number for number, source in enumerate(source_ids(project, criteria.sources))}
    current = current_codebook(project)
    undecided = suggestions.pending(project.database, coder, current.codebook, skipped=criteria.skipped)
    codes = usable_codes(current, criteria.codes, branch=criteria.branch)
    if not codes and (message := _unusable_message(project, coder, current)):
        notices.notify(message)
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
    """Return this coder's undecided (or skipped) suggestions by the first characters of their ids.

    NotFoundError, ConflictError; UsageError for a suggestion of a retired code.
    """
    current = current_codebook(project)
    undecided = suggestions.pending(project.database, coder, current.codebook, skipped=True)
    unusable = suggestions.unusable(project.database, coder, current.codebook)
    return list(dict.fromkeys(_by_id(undecided, unusable, current, prefix) for prefix in prefixes))


def resolve_codes(project: Project, codes: Sequence[str], *, branch: bool = False) -> tuple[CodeKey, ...]:
    """Return the codes named by key or as `@group`, with `branch` also those under them, each once.

    NotFoundError for an unknown code, UsageError for one that is retired; retired codes of groups and
    branches are left out.
    """
    return usable_codes(current_codebook(project), codes, branch=branch)


def usable_codes(
    current: CurrentCodebook, names: Sequence[str], *, branch: bool = False
) -> tuple[CodeKey, ...]:
    """Return the codes named as in `resolve_codes`."""
    keys = filter_codes(current.codebook, names, branch=branch)
    for key in keys:
        if key in names:
            current.codable(key)
    usable = tuple(key for key in keys if key in current.codebook.usable_keys)
    if keys and not usable:  # to select nothing would be to select all
        current.codable(keys[0])
    return usable


def _unusable_message(project: Project, coder: CoderName, current: CurrentCodebook) -> str:
    """Return how many suggestions are left out as their codes take no new codings; empty if none are."""
    counts = Counter(suggestions.unusable(project.database, coder, current.codebook).values())
    if not counts:
        return ""
    codes = ", ".join(f"{key} {count}" for key, count in counts.items())
    retired = [key for key in counts if key in current.codebook]
    back = f"`qualcode codebook revive {retired[0]}` brings them back, " if retired else ""
    return (
        f"Left out {counted(counts.total(), 'suggestion')} of codes that are retired or no longer in the "
        f"codebook: {codes}. {back}`qualcode suggest` removes them."
    )


def listing(project: Project, selected: Sequence[Suggestion]) -> Listing:
    """Return suggestions as rows, with their quotes; `turn` is a number from 1."""
    names = {source: name for name, source in sources.ids_by_name(project.database).items()}
    rows: list[tuple[Value, ...]] = []
    for source, group in groupby(selected, key=lambda suggestion: suggestion.source):
        rows += _rows(project, source, names[source], list(group))
    return Listing(columns=COLUMNS, rows=tuple(rows))


def _by_id(
    undecided: Sequence[Suggestion],
    unusable: Mapping[SuggestionId, CodeKey],
    current: CurrentCodebook,
    prefix: str,
) -> Suggestion:
    """Return the only suggestion whose id begins so; the error of its code if that takes no new codings."""
    matches = [suggestion for suggestion in undecided if prefix and suggestion.id.startswith(prefix.lower())]
    if not matches:
        for identity, key in unusable.items():
            if prefix and identity.startswith(prefix.lower()):
                current.codable(key)
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
