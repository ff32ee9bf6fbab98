"""Saturation gives the figures of Guest, Namey and Chen (2020), and plain loops on marked text."""

import math

import numpy as np
import pytest

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import SourceKind
from qualcode.tables import Scope, new_information, ordered_by, saturated_at, saturation, saturation_verdict
from tests.support import marked_text, plain_figures
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES

# The worked example of Guest, Namey and Chen (2020), PLoS ONE 15(5): e0232076: 37 themes in a base of four
# interviews; seven new ones in interviews 5 and 6, four in 6 and 7, one in 7 and 8. The paper gives only the
# sum for the base, so the division among its four interviews is ours.
PUBLISHED = (15, 10, 7, 5, 4, 3, 1, 0)


def test_the_published_example_brings_19_then_11_then_3_percent_new_information() -> None:
    shares = new_information(PUBLISHED, base=4, run=2)
    assert all(math.isnan(share) for share in shares[:5])
    assert [round(100 * share) for share in shares[5:]] == [19, 11, 3]


def test_the_published_example_is_saturated_at_six_plus_two() -> None:
    assert saturated_at(PUBLISHED, base=4, run=2, threshold=0.05) == 6
    assert saturated_at(PUBLISHED[:7], base=4, run=2, threshold=0.05) is None
    assert saturated_at((*PUBLISHED, 0), base=4, run=2, threshold=0) == 7


def test_a_base_without_codes_saturates_nothing() -> None:
    assert saturated_at((0, 0, 0, 0, 0, 0)) is None
    with pytest.raises(UsageError, match="must be at least 1"):
        new_information(PUBLISHED, base=0)


TALKS = [
    marked_text.interview(f"P1: {text}\n", name=f"talk {number}")
    for number, text in enumerate(
        ("[a]{pursue} [b]{harms}", "[c]{pursue}", "[d]{arrest}", "nothing", "[e]{protect} [f]{harms}"),
        start=1,
    )
]


FINISHED = {"talk 4": ["ann"]}
"""The talk without codings is coded: nothing in it has a code."""


def test_new_codes_are_counted_in_the_order_of_the_sources() -> None:
    table = saturation(plain_figures.study(TALKS, CODEBOOK, finished=FINISHED), base=2, run=1)
    assert table["codes"].tolist() == [2, 1, 1, 0, 2]
    assert table["new_codes"].tolist() == [2, 0, 1, 0, 1]
    assert table["all_codes"].tolist() == [2, 2, 3, 3, 4]
    assert table["new_information"].tolist()[2:] == [0.5, 0.0, 0.5]


def test_sources_that_nobody_has_coded_do_not_count() -> None:
    study = plain_figures.study(TALKS, CODEBOOK)
    assert [name[-1] for name in saturation(study)["source"]] == ["1", "2", "3", "5"]
    named = saturation(study, order=["talk 5", "talk 4", "talk 3"])
    assert named["source"].tolist() == ["talk 5", "talk 3"]


def test_a_verdict_needs_six_coded_sources_or_base_and_run() -> None:
    few = saturation_verdict((5, 1, 0, 0, 0), base=2, run=1)
    assert not few.is_saturated
    assert (
        few.summary
        == "No verdict on saturation: the number of coded sources is 5, and at least 6 are needed."
    )
    assert saturation_verdict((5, 1, 0, 0, 0, 0), base=2, run=1).is_saturated
    assert not saturation_verdict(PUBLISHED[:7], base=5, run=3).is_saturated


def test_the_verdict_on_the_published_example_is_six_plus_two() -> None:
    verdict = saturation_verdict(PUBLISHED)
    assert verdict.summary == (
        "Saturation reached at 6+2 of 8 coded sources (at most 5 % new information, base 4)."
    )
    assert "not reached in 7 coded sources" in saturation_verdict(PUBLISHED[:7]).summary


def test_a_later_run_that_exceeds_the_threshold_takes_the_verdict_back() -> None:
    verdict = saturation_verdict((10, 5, 3, 2, 1, 0, 0, 4), base=4, run=2)
    assert (verdict.reached, verdict.exceeded, verdict.is_saturated) == (4, 8, False)
    assert verdict.summary.startswith("Not saturated: reached at 4+2, exceeded again at 8")


def test_another_order_can_be_named() -> None:
    study = plain_figures.study(TALKS, CODEBOOK, finished=FINISHED)
    backwards = [marked.source.name for marked in reversed(TALKS)]
    table = saturation(study, order=backwards)
    assert table["source"].tolist() == backwards
    assert table["new_codes"].tolist() == [2, 0, 1, 1, 0]
    with pytest.raises(NotFoundError, match="Did you mean 'talk"):
        saturation(study, order=["talk 9"])


DATES = ("2026-03-09", "2026-03-02", "2026-03-30", "2026-03-02", "2025-12-24")
TALKERS = [
    marked_text.case(f"C{number}", [f"talk {number}"], held=held, place=str(place), said=f"0{number}/03/2026")
    for number, held, place in zip(range(1, 6), DATES, (10, 9, 100, 9.5, 0), strict=True)
]


def test_an_attribute_puts_the_sources_in_order_equal_values_as_they_were() -> None:
    study = plain_figures.study(TALKS, CODEBOOK, TALKERS, FINISHED)
    assert [name[-1] for name in ordered_by(study, "held")] == ["5", "2", "4", "1", "3"]
    assert [name[-1] for name in ordered_by(study, "place")] == ["5", "2", "4", "1", "3"]


def test_an_interview_with_no_value_or_two_is_refused_unless_it_is_out_of_scope() -> None:
    study = plain_figures.study(SOURCES, CODEBOOK, CASES)
    with pytest.raises(UsageError, match="'two' needs one value of 'tier'; it has local, national"):
        ordered_by(study, "tier")
    assert ordered_by(study, "tier", scope=Scope(kind=SourceKind.DOCUMENT)) == []
    cases = [*CASES[:1], marked_text.case("Paper", ["paper"], years="5")]
    with pytest.raises(UsageError, match="'two' needs one value of 'years'; it has none"):
        ordered_by(plain_figures.study(SOURCES, CODEBOOK, cases), "years")


def test_documents_are_in_the_order_only_where_they_have_a_value() -> None:
    assert ordered_by(plain_figures.study(SOURCES, CODEBOOK, CASES), "years") == ["two", "one"]
    cases = [*CASES, marked_text.case("Paper", ["paper"], years="5")]
    assert ordered_by(plain_figures.study(SOURCES, CODEBOOK, cases), "years") == ["two", "paper", "one"]


def test_days_written_first_are_refused_for_they_would_be_in_a_wrong_order() -> None:
    with pytest.raises(UsageError, match="01/03/2026") as refused:
        ordered_by(plain_figures.study(TALKS, CODEBOOK, TALKERS), "said")
    assert "2026-01-31" in refused.value.hint
    with pytest.raises(NotFoundError, match="no attribute 'hold'") as unknown:
        ordered_by(plain_figures.study(TALKS, CODEBOOK, TALKERS), "hold")
    assert "'held'" in unknown.value.hint


def test_the_band_of_random_orders_is_drawn_with_the_seed_and_ends_at_all_codes() -> None:
    study = plain_figures.study(TALKS, CODEBOOK)
    first, second = saturation(study, seed=7), saturation(study, seed=7)
    assert first.equals(second)
    assert np.all(first["random_low"] <= first["random_median"])
    assert np.all(first["random_median"] <= first["random_high"])
    last = first.iloc[-1]
    assert last["random_low"] == last["random_high"] == last["all_codes"] == 4


def test_sources_out_of_scope_and_empty_studies_have_no_rows() -> None:
    assert len(saturation(plain_figures.study((), CODEBOOK))) == 0
    study = plain_figures.study(SOURCES, CODEBOOK, CASES)
    assert saturation(study)["source"].tolist() == ["one", "two"]
    assert saturation(study, order=study.source_names)["source"].tolist() == ["one", "two", "paper"]
    assert saturation(study, scope=Scope(kind=SourceKind.DOCUMENT))["source"].tolist() == ["paper"]
