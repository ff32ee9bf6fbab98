"""A trial in words that need no statistics."""

from dataclasses import replace

import pytest

from qualcode.suggesters.trial.shown_quality import ShownQuality
from qualcode.suggesters.trial.source_shares import SourceShare
from qualcode.suggesters.trial.trial_result import PriorTrial, Trial
from qualcode.workflows.suggestions.trial_summary import sentences

NOTHING = SourceShare(right=0, n=0)
SHOWN = ShownQuality(
    accepted=SourceShare(right=80, n=200, low=0.31, high=0.52),
    covered=SourceShare(right=80, n=121),
    calibration_error=0.04,
    segments=160,
)
ALONG = replace(SHOWN, accepted=SourceShare(right=100, n=200), covered=SourceShare(right=100, n=121))
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
        "Of ten suggestions you would keep about four (three to five over many such sources); "
        "they would point to two thirds of the passages you code."
    )
    assert number == "On 100 passages you make 76 codings; there would be 125 suggestions."


def test_it_says_what_reading_along_would_add() -> None:
    assert sentences(TRIAL)[2] == (
        "That is on sources of which you have read nothing. Where you read along, so that the codes of the "
        "passage before are known, you would keep about five of ten; they would point to four fifths."
    )
    nothing = replace(ALONG, accepted=SourceShare(right=0, n=0))
    assert sentences(replace(TRIAL, along=nothing))[2].endswith("nothing would be suggested.")


def test_it_says_what_two_people_reach() -> None:
    assert sentences(TRIAL)[-1] == (
        "F1 is 0.50. Two people who code the same interviews reach 0.34 to 0.57 with each other."
    )


def test_it_says_that_few_sources_and_wrong_scores_are_no_ground_for_more() -> None:
    shown = replace(SHOWN, accepted=SourceShare(right=80, n=200), calibration_error=0.2)
    said = " ".join(sentences(replace(TRIAL, shown=shown)))
    assert "keep about four; they" in said
    assert "cannot be said of fewer than five" in said
    assert "nor where fewer than three of them have a suggestion that you would keep" in said
    assert "take them as an order, not as chances" in said


@pytest.mark.parametrize(("right", "answer"), [(9, "leaves it out."), (12, "lets it count.")])
def test_it_says_whether_the_meaning_of_codes_counts(right: int, answer: str) -> None:
    prior = PriorTrial(recall_with=SourceShare(right=right, n=20), recall_without=SourceShare(right=10, n=20))
    said = " ".join(sentences(replace(TRIAL, prior=prior)))
    assert f"{right / 20:.0%} are among the three likeliest codes" in said
    assert answer in said


def test_without_suggestions_it_says_so() -> None:
    shown = replace(SHOWN, accepted=SourceShare(right=0, n=0))
    assert len(sentences(replace(TRIAL, shown=shown))) == 1
