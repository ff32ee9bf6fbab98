"""Cross-validation of the suggestions on a coder's own codings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from qualcode.errors import NotFoundError
from qualcode.model import CodeKey, Segment
from qualcode.suggesters.learning.meaning.code_meanings import CodeMeanings
from qualcode.suggesters.suggestion_limits import SuggestionLimits
from qualcode.suggesters.trial.source_shares import SourceShare
from qualcode.suggesters.trial.suggestion_trial import (
    cross_validate,
    cross_validate_meaning,
    sources_within_budget,
)
from qualcode.suggesters.trial.trial_result import Advice, CodeTrial, PriorTrial, Trial
from tests.support.topic_interviews import CODEBOOK, TOPICS, coded, feature_space

SOURCES = [coded(f"interview {number}", 40, seed=number) for number in range(5)]


@pytest.fixture(scope="module")
def trial() -> Trial:
    return cross_validate(feature_space(SOURCES), SOURCES)


def test_codes_that_words_predict_are_shown(trial: Trial) -> None:
    by_code: dict[str, CodeTrial] = {code.code: code for code in trial.codes}
    assert by_code["treatment"].advice is Advice.SHOW
    assert by_code["treatment"].more == 0
    precision = by_code["treatment"].precision
    assert 0.5 < (precision.value or 0) <= 1
    assert precision.sources == 5
    assert (by_code["treatment"].f1 or 0) > 0.5


def test_a_code_that_was_never_used_is_hidden_until_there_is_enough(trial: Trial) -> None:
    unused = next(code for code in trial.codes if code.code == "unused")
    assert (unused.coded, unused.advice, unused.more) == (0, Advice.HIDE, 20)
    assert unused.average_precision is None
    assert unused.precision == SourceShare(right=0, n=0, sources=0)


def test_every_read_segment_is_tested_once_by_a_model_not_fitted_to_its_source(trial: Trial) -> None:
    assert (trial.sources, trial.segments) == (5, 200)
    assert trial.hit_at_1.n == sum(bool(codes) for source in SOURCES for codes in source.codes)


def test_the_quality_of_the_ranking_over_all_codes_is_measured(trial: Trial) -> None:
    assert (trial.mean_average_precision or 0) > 0.7
    assert trial.hit_at_1.right <= trial.hit_at_3.right
    assert trial.hit_at_3.right <= trial.recall_at_3.right
    assert trial.shown.calibration_error < 0.2


def test_what_would_be_shown_is_compared_with_all_codings(trial: Trial) -> None:
    shown, codings = trial.shown, sum(len(codes) for source in SOURCES for codes in source.codes)
    assert shown.covered.n == codings
    assert shown.covered.right == shown.accepted.right == sum(code.precision.right for code in trial.codes)
    assert shown.codings_per_100 == pytest.approx(100 * codings / 200)
    assert 0 < shown.suggestions_per_100 <= 2 * shown.codings_per_100
    assert shown.accepted.sources == shown.covered.sources == 5


def test_a_code_that_is_not_suggested_is_not_tried(trial: Trial) -> None:
    rest = frozenset(CODEBOOK.keys) - {CodeKey("treatment")}
    without = cross_validate(feature_space(SOURCES), SOURCES, SuggestionLimits(codes=rest))
    [treatment] = [code for code in trial.codes if code.code == "treatment"]
    assert {code.code for code in without.codes} == rest
    assert without.shown.covered.n == without.recall_at_3.n == trial.shown.covered.n - treatment.coded
    assert without.shown.accepted.right == sum(code.precision.right for code in without.codes)


def test_the_curve_grows_with_the_codings(trial: Trial) -> None:
    assert [point.coded for point in trial.curve] == [25, 50, 100]
    first, last = trial.curve[0], trial.curve[-1]
    assert (last.mean_average_precision or 0) >= (first.mean_average_precision or 0)


def test_a_trial_can_be_repeated(trial: Trial) -> None:
    assert cross_validate(feature_space(SOURCES), SOURCES) == trial


def test_progress_is_reported() -> None:
    steps: list[int] = []
    cross_validate(feature_space(SOURCES), SOURCES[:2], advance=lambda: steps.append(1))
    assert len(steps) > 1


def test_one_coded_source_is_not_enough() -> None:
    with pytest.raises(NotFoundError, match=r"two sources .* there is one"):
        cross_validate(feature_space(SOURCES), [SOURCES[0], SOURCES[1].truncated(0)])


def test_a_budget_ends_at_the_turn_that_fills_it() -> None:
    training = sources_within_budget(SOURCES, 30)
    assert training is not None
    assert sum(bool(codes) for source in training for codes in source.codes) == 30
    assert training[-1].codes[-1]
    assert sources_within_budget(SOURCES, 1000) is None


@dataclass(frozen=True)
class TopicVectors:
    """An encoder whose dimensions are the codes, by their words."""

    def encode(self, segments: Sequence[Segment]) -> np.ndarray:
        topics = [TOPICS.get(key, []) for key in CODEBOOK.keys]
        return np.array(
            [[float(any(word in one.text for word in words)) for words in topics] for one in segments]
        )


def test_a_trial_with_meaning_also_tries_without_the_meaning_of_codes() -> None:
    sources = [source.truncated(12) for source in SOURCES[:2]]
    plain = replace(feature_space(sources), encoder=TopicVectors())
    space = replace(plain, meanings=CodeMeanings(np.eye(len(CODEBOOK.keys))))
    result = cross_validate_meaning(space, sources)
    assert result.prior is not None
    assert result.prior.recall_without == cross_validate(plain, sources).recall_at_3
    assert result.recall_at_3 == result.prior.recall_with == cross_validate(space, sources).recall_at_3


@pytest.mark.parametrize(("right", "helps"), [(29, False), (30, True), (31, True)])
def test_the_meaning_of_codes_helps_unless_it_finds_fewer_codings(right: int, *, helps: bool) -> None:
    prior = PriorTrial(
        recall_with=SourceShare(right=right, n=40, sources=5),
        recall_without=SourceShare(right=30, n=40, sources=5),
    )
    assert prior.helps == helps


def test_reading_along_is_tested_on_the_same_codings() -> None:
    """Codes that run on over several segments are found where those of the segment before are known."""
    runs = [coded(f"runs {number}", 30, seed=number) for number in range(3)]
    treatment = frozenset([CodeKey("treatment")])
    sources = [
        replace(source, codes=[treatment if row // 10 == 1 else frozenset() for row in range(30)])
        for source in runs
    ]
    result = cross_validate(feature_space(sources), sources)
    assert result.along.covered.n == result.shown.covered.n == 30
    assert result.along.covered.right > result.shown.covered.right
