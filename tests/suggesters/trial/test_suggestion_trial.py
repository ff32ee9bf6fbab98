"""Trying the suggestions on a coder's own codings before they are trusted."""

import pytest

from qualcode.errors import NotFoundError
from qualcode.suggesters.trial.suggestion_trial import (
    Advice,
    CodeTrial,
    Trial,
    cross_validate,
    sources_within_budget,
)
from tests.support.topic_interviews import coded, instrument

SOURCES = [coded(f"interview {number}", 40, seed=number) for number in range(4)]


@pytest.fixture(scope="module")
def record() -> Trial:
    return cross_validate(instrument(SOURCES), SOURCES)


def test_codes_that_can_be_told_from_words_are_shown(record: Trial) -> None:
    by_code: dict[str, CodeTrial] = {one.code: one for one in record.codes}
    assert by_code["treatment"].advice is Advice.SHOW
    assert by_code["treatment"].more == 0
    expected = by_code["treatment"].expected
    assert expected is not None
    assert 0.5 < expected.low < expected.value < expected.high
    assert (by_code["treatment"].f1 or 0) > 0.5


def test_a_code_that_was_never_used_is_hidden_until_there_is_enough(record: Trial) -> None:
    unused = next(one for one in record.codes if one.code == "unused")
    assert (unused.coded, unused.advice, unused.more) == (0, Advice.HIDE, 20)
    assert unused.average_precision is None
    assert unused.expected is None


def test_every_answered_segment_is_tried_once_by_a_model_that_did_not_know_its_source(record: Trial) -> None:
    assert (record.sources, record.segments) == (4, 160)
    assert record.hit_at_1.n == sum(bool(codes) for source in SOURCES for codes in source.codes)


def test_the_record_says_how_good_the_ranking_is_as_a_whole(record: Trial) -> None:
    assert (record.mean_average_precision or 0) > 0.7
    assert record.hit_at_1.right <= record.hit_at_3.right
    assert record.calibration_error < 0.2


def test_the_curve_grows_with_the_codings(record: Trial) -> None:
    assert [point.coded for point in record.curve] == [25, 50]
    first, last = record.curve[0], record.curve[-1]
    assert (last.mean_average_precision or 0) >= (first.mean_average_precision or 0)


def test_a_trial_can_be_repeated(record: Trial) -> None:
    assert cross_validate(instrument(SOURCES), SOURCES) == record


def test_progress_is_told() -> None:
    told: list[int] = []
    cross_validate(instrument(SOURCES), SOURCES[:2], advance=lambda: told.append(1))
    assert len(told) > 1


def test_one_coded_source_is_not_enough() -> None:
    with pytest.raises(NotFoundError, match=r"two sources .* there is one"):
        cross_validate(instrument(SOURCES), [SOURCES[0], SOURCES[1].upto(0)])


def test_a_budget_ends_at_the_turn_that_fills_it() -> None:
    some = sources_within_budget(SOURCES, 30)
    assert some is not None
    assert sum(bool(codes) for source in some for codes in source.codes) == 30
    assert some[-1].codes[-1]
    assert sources_within_budget(SOURCES, 1000) is None
