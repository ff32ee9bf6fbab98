"""A trial in words that need no statistics."""

from dataclasses import replace

import pytest

from qualcode.suggesters.trial.shown_quality import ShownQuality
from qualcode.suggesters.trial.source_shares import SourceShare
from qualcode.suggesters.trial.trial_result import PriorTrial, Trial
from qualcode.workflows.suggestions.trial_summary import sentences

NOTHING = SourceShare(right=0, n=0, sources=0)
SHOWN = ShownQuality(
    accepted=SourceShare(right=80, n=200, sources=6),
    covered=SourceShare(right=80, n=121, sources=6),
    calibration_error=0.04,
    segments=160,
)
ALONG = replace(
    SHOWN, accepted=SourceShare(right=100, n=200, sources=6), covered=SourceShare(right=100, n=121, sources=6)
)
TRIAL = Trial(
    codes=(),
    mean_average_precision=None,
    hit_at_1=NOTHING,
    hit_at_3=NOTHING,
    recall_at_3=NOTHING,
    shown=SHOWN,
    along=ALONG,
    curve=(),
    sources=6,
    segments=160,
)


def test_it_says_how_many_of_ten_are_kept_and_how_much_is_covered() -> None:
    kept, number, *_ = sentences(TRIAL)
    assert kept == (
        "Of ten suggestions you would keep about four; they would point to two thirds of the passages you "
        "code."
    )
    assert number == "On 100 passages you make 76 codings; there would be 125 suggestions."


def test_it_says_what_reading_along_would_add() -> None:
    assert sentences(TRIAL)[2] == (
        "That is on sources of which you have read nothing. Where you read along, so that the codes of the "
        "passage before are known, you would keep about five of ten; they would point to four fifths."
    )
    nothing = replace(ALONG, accepted=NOTHING)
    assert sentences(replace(TRIAL, along=nothing))[2].endswith("nothing would be suggested.")


def test_it_says_what_two_people_reach() -> None:
    assert sentences(TRIAL)[-1] == (
        "F1 is 0.50. In three other studies, two people who coded the same interviews reached 0.34 to 0.57 "
        'with each other, on their own codebooks and segments (`qualcode guide definitions "trial overall"`).'
    )


def test_it_says_from_how_much_the_shares_are_and_that_they_have_no_interval() -> None:
    said = " ".join(sentences(TRIAL))
    assert "These are shares of 200 suggestions in 6 sources. They have no interval" in said


def test_it_says_that_wrong_scores_are_no_chances() -> None:
    said = " ".join(sentences(replace(TRIAL, shown=replace(SHOWN, calibration_error=0.2))))
    assert "take them as an order, not as chances" in said


@pytest.mark.parametrize(("right", "answer"), [(9, "leaves it out."), (12, "lets it count.")])
def test_it_says_whether_the_meaning_of_codes_counts(right: int, answer: str) -> None:
    prior = PriorTrial(
        recall_with=SourceShare(right=right, n=20, sources=4),
        recall_without=SourceShare(right=10, n=20, sources=4),
    )
    said = " ".join(sentences(replace(TRIAL, prior=prior)))
    assert f"{right / 20:.0%} are among the three likeliest codes" in said
    assert answer in said


def test_without_suggestions_it_says_so() -> None:
    shown = replace(SHOWN, accepted=NOTHING)
    assert len(sentences(replace(TRIAL, shown=shown))) == 1
