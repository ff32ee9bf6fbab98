"""Preparing: a suggester by its name, ready to look at sources. This table is where a new one is added."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import CoderName
from qualcode.store.project import Project
from qualcode.workflows.project.current_codebook import CurrentCodebook
from qualcode.workflows.suggestions.training_data import count_answers, gather_training_data

if TYPE_CHECKING:
    from qualcode.suggesters.suggestion_limits import Suggester

PATTERNS, LEARNED = "patterns", "learned"
_SOME = 10
"""From fewer answers it cannot tell how often the coder codes at all, and falls nearly silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggesterInput:
    """What a suggester is made from."""

    project: Project
    coder: CoderName
    """Whose answers are learned from."""
    force: CurrentCodebook
    meaning: bool = False
    """Whether sentence vectors take part."""
    advance: Callable[[], None] = lambda: None
    """Called for each source that is read to learn from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedSuggester:
    """A suggester that is ready, and of how many codings it has learned."""

    suggester: "Suggester"
    learned_from: int = 0


Factory = Callable[[SuggesterInput], PreparedSuggester]


def _patterns(teaching: SuggesterInput) -> PreparedSuggester:
    from qualcode.suggesters.patterns.pattern_suggester import PatternSuggester

    if teaching.meaning:
        raise UsageError("Patterns do not compare meanings.", "--meaning goes with the suggester `learned`.")
    settings = teaching.project.settings
    return PreparedSuggester(
        suggester=PatternSuggester(teaching.force.codebook, settings.language, settings.model)
    )


def _learned(teaching: SuggesterInput) -> PreparedSuggester:
    found = gather_training_data(
        teaching.project,
        teaching.coder,
        teaching.force,
        meaning=teaching.meaning,
        advance=teaching.advance,
    )
    return PreparedSuggester(suggester=found.learned(), learned_from=found.codings)


SUGGESTERS: Mapping[str, Factory] = {PATTERNS: _patterns, LEARNED: _learned}
"""How each suggester is made; to add one, add a line."""


def suggester_named(name: str) -> Factory:
    """Return how the suggester of this name is made; NotFoundError with the nearest where there is none."""
    if name not in SUGGESTERS:
        raise NotFoundError.among("suggester", name, SUGGESTERS, f"There are: {', '.join(SUGGESTERS)}.")
    return SUGGESTERS[name]


def best_suggester(project: Project, coder: CoderName) -> str:
    """Return the one that knows most: it learns from this coder's answers once there are some."""
    return LEARNED if count_answers(project.database, coder) >= _SOME else PATTERNS
