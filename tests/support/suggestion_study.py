"""A small study with patterns that fire, for the tests of suggesting, deciding and reviewing."""

from collections.abc import Sequence
from pathlib import Path

from qualcode.model import CoderName, Coding, Suggestion
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
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


def talks() -> list[Marked]:
    return [interview(FIRST, name="first"), interview(SECOND, name="second")]


def project_in(folder: Path) -> Project:
    return study(folder, *talks(), codebook=CODEBOOK)


def suggested(
    project: Project, asked: run_suggester.SuggestOptions = run_suggester.DEFAULT_OPTIONS
) -> list[Suggestion]:
    """Suggest on every source and return what ann has to decide, first source first."""
    ids = run_suggester.source_ids(project)
    run_suggester.suggest(project, ANN, ids, asked)
    return run_suggester.pending(project, ANN)


def told(found: Sequence[Suggestion]) -> list[tuple[str, str, str]]:
    return [(one.source, one.code, one.suggester) for one in found]


def coded(project: Project, coder: CoderName = ANN) -> list[Coding]:
    ids = sources.ids_by_name(project.database).values()
    return [one for source in ids for one in codings.of_source(project.database, source, coder)]
