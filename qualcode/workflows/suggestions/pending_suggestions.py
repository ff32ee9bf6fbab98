"""The undecided: which suggestions still wait for a coder's answer, found by id or by what they are."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import CodeKey, CoderName, Listing, SourceId, Suggestion, Value
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions.run_suggester import source_ids
from qualcode.workflows.suggestions.suggester_registry import suggester_named

COLUMNS = (
    "id", "source", "turn", "start", "end", "code", "score", "suggester", "reason", "evidence", "quote",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionFilter:
    """Which undecided suggestions are meant; what is empty does not narrow them."""

    sources: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    branch: bool = False
    """Whether a code stands for all codes under it too."""
    suggester: str = ""
    min_score: float | None = None
    skipped: bool = False
    """Whether those that the coder skipped are meant too."""


NO_FILTER = SuggestionFilter()


def select(project: Project, coder: CoderName, wanted: SuggestionFilter = NO_FILTER) -> list[Suggestion]:
    """Return what this coder has not decided, sources by name, each in the order of its text."""
    if wanted.suggester:
        suggester_named(wanted.suggester)
    order = {source: number for number, source in enumerate(source_ids(project, wanted.sources))}
    found = suggestions.pending(project.database, coder, skipped=wanted.skipped)
    codes = _codes(project, wanted, {one.code for one in found})
    chosen = [
        one
        for one in found
        if one.source in order
        and (not wanted.codes or one.code in codes)
        and wanted.suggester in ("", one.suggester)
        and (wanted.min_score is None or one.score >= wanted.min_score)
    ]
    return sorted(chosen, key=lambda one: order[one.source])  # within a source they are in order


def by_ids(project: Project, coder: CoderName, prefixes: Sequence[str]) -> list[Suggestion]:
    """Return this coder's undecided (or skipped) suggestions by the first characters of their ids."""
    undecided = suggestions.pending(project.database, coder, skipped=True)
    return list(dict.fromkeys(_only(undecided, prefix) for prefix in prefixes))


def resolve_codes(project: Project, codes: Sequence[str], *, branch: bool = False) -> tuple[CodeKey, ...]:
    """Return the codes named, and those under them where the branch is meant, each once."""
    force = current_codebook(project)
    keys = [force.code(code) for code in codes]
    found = [inner for key in keys for inner in (force.codebook.branch(key) if branch else (key,))]
    return tuple(dict.fromkeys(found))


def listing(project: Project, found: Sequence[Suggestion]) -> Listing:
    """Return suggestions as rows, with the words they are on; `turn` is a number from 1."""
    names = {source: name for name, source in sources.ids_by_name(project.database).items()}
    rows: list[tuple[Value, ...]] = []
    for source, on_it in groupby(found, key=lambda one: one.source):
        rows += _rows(project, source, names[source], list(on_it))
    return Listing(columns=COLUMNS, rows=tuple(rows))


def _codes(project: Project, wanted: SuggestionFilter, suggested: set[CodeKey]) -> set[CodeKey]:
    """Return the codes meant; one that only suggestions still have can be asked for too."""
    gone = {CodeKey(code) for code in wanted.codes} & suggested - set(current_codebook(project).codebook.keys)
    known = [code for code in wanted.codes if code not in gone]
    return gone | set(resolve_codes(project, known, branch=wanted.branch))


def _only(undecided: Sequence[Suggestion], prefix: str) -> Suggestion:
    found = [one for one in undecided if prefix and one.id.startswith(prefix.lower())]
    if not found:
        raise NotFoundError(
            f"There is no undecided suggestion {prefix!r}.", "`qualcode suggestions` lists them."
        )
    if len(found) > 1:
        ids = ", ".join(one.id[: len(prefix) + 4] for one in found[:3])
        raise ConflictError(
            f"More than one suggestion's id begins with {prefix!r}: {ids} …", "Give more characters."
        )
    return found[0]


def _rows(
    project: Project, source: SourceId, name: str, found: Sequence[Suggestion]
) -> list[tuple[Value, ...]]:
    text = sources.with_id(project.database, source).text
    starts = [turn.span.start for turn in sources.turns(project.database, source)]
    return [
        (
            one.id,
            name,
            bisect_right(starts, one.span.start),
            one.span.start,
            one.span.end,
            one.code,
            one.score,
            one.suggester,
            one.reason,
            (one.evidence or one.span).of(text),
            one.span.of(text),
        )
        for one in found
    ]
