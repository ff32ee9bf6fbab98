"""Suggesters by name. To add a suggester, add a line to `SUGGESTERS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import CoderName
from qualcode.store.project import Project
from qualcode.workflows.project.current_codebook import CurrentCodebook
from qualcode.workflows.suggestions.training_data import (
    count_answers,
    gather_training_data,
)

if TYPE_CHECKING:
    from qualcode.suggesters.suggestion_limits import Suggester

PATTERNS, LEARNED = "patterns", "learned"
_MINIMUM_ANSWERS = 10
"""From fewer answers it cannot learn how often the coder codes at all, and suggests almost nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggesterInput:
    """What a suggester is made from."""

    project: Project
    coder: CoderName
    """The coder whose answers are learned from."""
    current: CurrentCodebook
    meaning: bool = False
    """Whether sentence vectors are features."""
    advance: Callable[[], None] = lambda: None
    """Called after each source that is read to learn from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedSuggester:
    """A suggester ready to use, and the number of codings it has learned from."""

    suggester: "Suggester"
    learned_from: int = 0
    read_share: float = 1.0
    """The share that the coder is supposed to have read between codings, where it is not known."""


Factory = Callable[[SuggesterInput], PreparedSuggester]


def _patterns(inputs: SuggesterInput) -> PreparedSuggester:
    from qualcode.suggesters.patterns.pattern_suggester import PatternSuggester

    if inputs.meaning:
        raise UsageError(
            "The suggester `patterns` does not compare meanings.", "Use --suggester learned with --meaning."
        )
    settings = inputs.project.settings
    return PreparedSuggester(
        suggester=PatternSuggester(inputs.current.codebook, settings.language, settings.model)
    )


def _learned(inputs: SuggesterInput) -> PreparedSuggester:
    training = gather_training_data(
        inputs.project,
        inputs.coder,
        inputs.current,
        meaning=inputs.meaning,
        advance=inputs.advance,
    )
    suggester = training.learn()
    return PreparedSuggester(
        suggester=suggester, learned_from=training.codings, read_share=suggester.read_share
    )


SUGGESTERS: Mapping[str, Factory] = {PATTERNS: _patterns, LEARNED: _learned}


def suggester_named(name: str) -> Factory:
    """Return the factory of the suggester with this name; NotFoundError names the nearest."""
    if name not in SUGGESTERS:
        raise NotFoundError.among("suggester", name, SUGGESTERS, f"There are: {', '.join(SUGGESTERS)}.")
    return SUGGESTERS[name]


def best_suggester(project: Project, coder: CoderName) -> str:
    """Return `learned` if the coder has given ten answers, else `patterns`."""
    return LEARNED if count_answers(project.database, coder) >= _MINIMUM_ANSWERS else PATTERNS
