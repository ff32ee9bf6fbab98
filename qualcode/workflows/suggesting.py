"""Suggesting: a suggester's opinions take the place of its earlier ones; what a coder decided stays.

A suggester is built by name from the codebook in force, looks at the sources one at a time, and only when
it has seen them all is anything written, in one act: a run that is cut short changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError
from qualcode.model import CodeKey, CoderName, Segment, SourceId, Suggestion
from qualcode.store import history, sources, suggestions
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.workflows.deciding import accept, decline, pending
from qualcode.workflows.opening import CodebookInForce, codebook_in_force

if TYPE_CHECKING:
    from qualcode.suggesters.choosing import Suggester

__all__ = [
    "SUGGESTERS",
    "Asked",
    "Refreshed",
    "accept",
    "decline",
    "pending",
    "segments_of",
    "source_ids",
    "suggest",
    "suggester_named",
]

Factory = Callable[[Project, CodebookInForce], "Suggester"]


def _patterns(project: Project, force: CodebookInForce) -> "Suggester":
    from qualcode.suggesters.patterns import PatternSuggester

    return PatternSuggester(force.codebook, project.settings.language, project.settings.model)


SUGGESTERS: Mapping[str, Factory] = {"patterns": _patterns}
"""How each suggester is built; to add one, add a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What suggestions are asked for."""

    suggester: str = "patterns"
    codes: tuple[CodeKey, ...] = ()
    """Only these; the suggestions of other codes stay as they are. All where empty."""
    with_interviewer: bool = False
    """Whether the interviewer's own words get suggestions too."""


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What came of it."""

    suggester: str
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
    asked: Asked = EVERYTHING,
    advance: Callable[[], None] = lambda: None,
) -> Refreshed:
    """Put a suggester's opinions on these sources in the place of its earlier ones."""
    from qualcode.suggesters.choosing import Limits

    force = codebook_in_force(project)
    suggester = suggester_named(asked.suggester)(project, force)
    limits = Limits(
        at_least=project.settings.minimum_score,
        at_most=project.settings.suggestions_per_segment,
        interviewer=asked.with_interviewer,
        codes=frozenset(_allowed(force, asked.codes)),
    )

    def found() -> Iterator[Suggestion]:
        for source in source_ids:
            if limits.codes:
                yield from suggester.suggest(segments_of(project.database, source), limits)
            advance()

    opinions = list(found())
    counted = Counter(one.code for one in opinions)
    by_code = {key: counted[key] for key in force.codebook.keys if counted[key]}
    summary = f"{len(opinions)} by {suggester.name} on {len(source_ids)} sources"
    with history.act(project.database, coder, "suggest", summary, undoable=False) as recorder:
        run = suggestions.Run(
            suggester=suggester.name,
            version=suggester.version,
            settings=_provenance(project, asked),
            codebook_version=force.keep(recorder, coder),
        )
        suggestions.replace(recorder, run, source_ids, opinions, asked.codes)
    return Refreshed(suggester=suggester.name, sources=len(source_ids), by_code=by_code)


def segments_of(database: Database, source: SourceId) -> tuple[Segment, ...]:
    """Return the units of a source that suggesters look at."""
    from qualcode import segmenters

    return segmenters.segments(
        source,
        sources.get(database, source).text,
        sources.turns(database, source),
        sources.sentences(database, source),
    )


def source_ids(project: Project, names: Sequence[str] = ()) -> list[SourceId]:
    """Return the ids of the named sources, or of all, in the order of the names."""
    known = sources.names(project.database)
    for name in names:
        if name not in known:
            raise NotFoundError.among("source", name, known, "`qualcode sources` lists what is there.")
    return [known[name] for name in (dict.fromkeys(names) if names else known)]


def suggester_named(name: str) -> Factory:
    """Return how the suggester of this name is built; NotFoundError with the nearest where there is none."""
    if name not in SUGGESTERS:
        raise NotFoundError.among("suggester", name, SUGGESTERS, f"There are: {', '.join(SUGGESTERS)}.")
    return SUGGESTERS[name]


def _allowed(force: CodebookInForce, codes: Sequence[CodeKey]) -> list[CodeKey]:
    """Return the codes that may be suggested: those asked for, or all, but none that is retired."""
    return [key for key in codes or force.codebook.keys if not force.codebook.code(key).retired]


def _provenance(project: Project, asked: Asked) -> dict[str, object]:
    """Return all that was set, so that the run can be repeated."""
    return {
        "at_least": project.settings.minimum_score,
        "at_most": project.settings.suggestions_per_segment,
        "language": project.settings.language,
        "model": project.settings.model,
        "with_interviewer": asked.with_interviewer,
        "codes": list(asked.codes),
    }
