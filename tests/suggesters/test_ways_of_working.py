"""Suggestions neither flood nor fall silent, in whichever way a coder works.

The studies are the demonstration and, where QUALCODE_CODED_STUDIES names folders of coded transcripts (as
tests/benchmarks/coded_study.py describes them, separated as in PATH), these too.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from qualcode.model import CodeKey
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import CalibratedModel, fit_model, previous_codes
from qualcode.suggesters.learning.segment_features import FeatureSpace, SegmentFeatures
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
from qualcode.suggesters.suggestion_limits import (
    DEFAULT_LIMITS,
    SuggestionLimits,
    gets_suggestions,
    shown_codes,
)
from qualcode.workflows import demo_project
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.sources import finish_sources
from qualcode.workflows.suggestions import run_suggester
from qualcode.workflows.suggestions.training_data import gather_training_data
from tests.benchmarks.coded_study import read_study
from tests.support.ways_of_working import SIMPLE_WAYS, Answers, accepting, partial

FOLDERS = [
    Path(folder) for folder in os.environ.get("QUALCODE_CODED_STUDIES", "").split(os.pathsep) if folder
]
_SKIP = pytest.mark.skip(reason="QUALCODE_CODED_STUDIES names no folders of coded transcripts")
_OTHERS = [pytest.param(folder.name) for folder in FOLDERS] or [pytest.param("coded study", marks=_SKIP)]
STUDIES = [pytest.param("demonstration"), *_OTHERS]
WAYS = [*SIMPLE_WAYS, "accepting only"]
BUDGETS = (25, 100)


@dataclass(frozen=True)
class MeasuredStudy:
    """A completely coded study and the features of all its sources."""

    complete: list[CodedSource]
    space: FeatureSpace
    features: list[SegmentFeatures]

    @property
    def keys(self) -> tuple[CodeKey, ...]:
        return self.space.patterns.keys

    def eligible(self, number: int) -> np.ndarray:
        segments = self.complete[number].segments
        return np.array([gets_suggestions(segment, DEFAULT_LIMITS) for segment in segments])

    def human_rate(self) -> float:
        """Return the number of codings per 100 segments that get suggestions, in the complete coding."""
        counts = [
            (self.eligible(number), np.array([len(codes) for codes in source.codes]))
            for number, source in enumerate(self.complete)
        ]
        return float(
            100
            * sum(codes[eligible].sum() for eligible, codes in counts)
            / sum(eligible.sum() for eligible, _ in counts)
        )

    def fitted(self, answers: Answers) -> CalibratedModel:
        sources = [source for _, source in answers]
        return fit_model(self.space, sources, [self.features[number] for number, _ in answers])

    def shown(
        self,
        answers: Answers,
        limits: SuggestionLimits = DEFAULT_LIMITS,
        fitted: CalibratedModel | None = None,
    ) -> list[np.ndarray]:
        """Return what is shown on each source after these answers: segments by codes."""
        model = fitted or self.fitted(answers)
        by_number = dict(answers)
        shown = []
        for number, features in enumerate(self.features):
            source = by_number.get(number) or partial(self.complete[number], [])
            previous = previous_codes(self.keys, source)
            known = source.read_through_count
            shown.append(model.select(features, previous, self.keys, limits, known).shown)
        return shown

    def shown_by_patterns(self) -> list[np.ndarray]:
        return [
            shown_codes(features.pattern_probabilities(), 0.15, 3) & self.eligible(number)[:, None]
            for number, features in enumerate(self.features)
        ]

    def per_100(self, shown: list[np.ndarray]) -> float:
        eligible = sum(self.eligible(number).sum() for number in range(len(self.features)))
        return float(100 * sum(matrix.sum() for matrix in shown) / eligible)

    def answers(self, way: str, budget: int) -> Answers | None:
        order = list(range(len(self.complete)))
        if way == "accepting only":
            probabilities = [features.pattern_probabilities() for features in self.features]
            return accepting(self.complete, order, budget, self.keys, probabilities)
        return SIMPLE_WAYS[way](self.complete, order, budget)


@pytest.fixture(scope="module")
def demonstration() -> Iterator[Project]:
    with TemporaryDirectory() as folder:
        demo = demo_project.create_demo_project(Path(folder) / "demo", lambda _: None)
        with demo.project as project:  # these tests are on a coder of whom nothing is known to be read
            finish_sources.reopen(project, demo_project.CODER, list(sources.ids_by_name(project.database)))
            yield project


@pytest.fixture(scope="module")
def study_named(demonstration: Project) -> Callable[[str], MeasuredStudy]:
    @cache
    def measured(name: str) -> MeasuredStudy:
        if name == "demonstration":
            current = current_codebook(demonstration)
            training = gather_training_data(demonstration, demo_project.CODER, current)
            space = training.feature_space
            complete = [
                partial(source, [*source.codes, *[frozenset()] * (len(source.segments) - len(source.codes))])
                for source in training.answers
            ]
        else:
            study = read_study(next(folder for folder in FOLDERS if folder.name == name))
            evidence = PatternEvidence(study.codebook)
            segments = [segment for source in study.sources for segment in source.segments]
            complete = study.sources
            space = FeatureSpace(patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, segments))
        return MeasuredStudy(complete, space, [space.measure(source.segments) for source in complete])

    return measured


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", STUDIES)
def test_at_most_twice_as_many_are_shown_as_the_coder_codes(
    study_named: Callable[[str], MeasuredStudy], name: str, way: str
) -> None:
    study = study_named(name)
    for budget in BUDGETS:
        answers = study.answers(way, budget)
        if answers:
            assert study.per_100(study.shown(answers)) <= 2 * study.human_rate(), budget


@pytest.mark.parametrize("way", [way for way in WAYS if way != "reading along"])
@pytest.mark.parametrize("name", STUDIES)
def test_codes_that_were_not_used_keep_their_patterns_suggestions(
    study_named: Callable[[str], MeasuredStudy], name: str, way: str
) -> None:
    study = study_named(name)
    for answers in filter(None, (study.answers(way, budget) for budget in BUDGETS)):
        used = {key for _, source in answers for codes in source.codes for key in codes}
        unused = [column for column, key in enumerate(study.keys) if key not in used]
        for shown, by_patterns in zip(study.shown(answers), study.shown_by_patterns(), strict=True):
            assert (shown[:, unused] >= by_patterns[:, unused]).all()


def test_two_codes_applied_here_and_there_leave_the_others_suggestions(
    study_named: Callable[[str], MeasuredStudy],
) -> None:
    study = study_named("demonstration")
    first, second = study.keys[3], study.keys[7]
    answers = []
    for number in range(2):
        codes: list[frozenset[CodeKey]] = [frozenset()] * 25
        codes[3::5] = [frozenset([first if row % 2 else second]) for row in range(len(codes[3::5]))]
        answers.append((number, partial(study.complete[number], codes)))
    codes_of_patterns = np.any([matrix.any(axis=0) for matrix in study.shown_by_patterns()], axis=0)
    codes_shown = np.any([matrix.any(axis=0) for matrix in study.shown(answers)], axis=0)
    assert codes_of_patterns.sum() > 40
    assert (codes_shown >= codes_of_patterns).all()


def test_one_code_that_is_asked_for_is_not_given_on_every_turn(
    study_named: Callable[[str], MeasuredStudy],
) -> None:
    study = study_named("demonstration")
    answers = study.answers("accepting only", 400)
    assert answers is not None
    fitted = study.fitted(answers)
    for column, key in enumerate(study.keys):
        shown = study.shown(answers, SuggestionLimits(codes=frozenset([key])), fitted)
        by_patterns = sum(matrix[:, column].sum() for matrix in study.shown_by_patterns())
        assert sum(matrix.sum() for matrix in shown) <= 2 * by_patterns + 2, key


def test_the_demonstrations_coder_is_not_flooded(demonstration: Project) -> None:
    ids = run_suggester.source_ids(demonstration)
    names = list(sources.ids_by_name(demonstration.database))
    finish_sources.finish(demonstration, demo_project.CODER, names)
    finished = run_suggester.suggest(demonstration, demo_project.CODER, ids)
    assert finished.total <= 2 * finished.learned_from
    finish_sources.reopen(demonstration, demo_project.CODER, names)
    result = run_suggester.suggest(demonstration, demo_project.CODER, ids)
    assert result.suggester == "learned"
    assert result.total <= 2 * result.learned_from
    assert result.codebook_scores == result.total, "nothing is known to be read"
    assert (
        suggestions.pending(
            demonstration.database, demo_project.CODER, current_codebook(demonstration).codebook
        )
        == []
    )
