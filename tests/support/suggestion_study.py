"""A small study with patterns that match, for the tests of suggesting, deciding and reviewing."""

from collections.abc import Sequence
from pathlib import Path

from qualcode.model import CoderName, Coding, Suggestion
from qualcode.store.project import Project
from qualcode.store.records import codings, sources, suggestions
from qualcode.workflows.coding import apply_codes
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions import run_suggester
from tests.support.marked_text import Marked, interview
from tests.support.terminal.screen_studies import study

ANN, BEN = CoderName("ann"), CoderName("ben")

CODEBOOK = """\
codebook: Test
codes:
  - code: roles
    label: Core roles
    children:
      - code: pursue
        label: Pursue
        definition: Arrests, seizures, warrants.
        patterns:
          - phrase: took out a line
          - lemma: arrest
      - code: prevent
        label: Prevent
        patterns:
          - phrase: schools
          - phrase: youth work
  - code: displacement
    label: Displacement
    patterns:
      - phrase: came back
  - code: old
    label: Old
    retired: true
    patterns:
      - phrase: people
"""
FIRST = """\
Int: Did you arrest anybody?
P: Nobody asks that. We took out a line last year. It came back within a month.
Int: And what would help?
P: More people. We have nobody for the schools, or for youth work. Arrests do nothing.
"""
SECOND = """\
Int: What do you do?
P: We arrest people. They came back, the dealers, and were arrested again.
Int: And then?
P: I like the schools best.
"""


def interviews() -> list[Marked]:
    return [interview(FIRST, name="first"), interview(SECOND, name="second")]


def project_in(folder: Path) -> Project:
    return study(folder, *interviews(), codebook=CODEBOOK)


def suggested(
    project: Project, options: run_suggester.SuggestOptions = run_suggester.DEFAULT_OPTIONS
) -> list[Suggestion]:
    """Suggest on every source and return the suggestions that ann has not decided, by source."""
    ids = run_suggester.source_ids(project)
    run_suggester.suggest(project, ANN, ids, options)
    return pending(project, ANN)


def pending(project: Project, coder: CoderName) -> list[Suggestion]:
    """Return the suggestions that this coder has not decided."""
    return suggestions.pending(project.database, coder, current_codebook(project).codebook)


def brief(suggested: Sequence[Suggestion]) -> list[tuple[str, str, str]]:
    """Return each suggestion's source, code and suggester."""
    return [(suggestion.source, suggestion.code, suggestion.suggester) for suggestion in suggested]


def coded(project: Project, coder: CoderName = ANN) -> list[Coding]:
    ids = sources.ids_by_name(project.database).values()
    return [coding for source in ids for coding in codings.of_source(project.database, source, coder)]


def apply_code(project: Project, code: str, source: str, quote: str) -> None:
    """Apply a code to a quote, as ann."""
    apply_codes.apply(project, ANN, [code], source, apply_codes.SpanChoice(quote=quote))
