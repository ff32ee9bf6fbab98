"""Group comparison, timeline and coverage."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables import Study, compare, compared_sources, coverage, timeline
from tests.support import marked_text, plain_figures
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES


@pytest.fixture(scope="module")
def talks() -> Study:
    """Twelve interviews of eleven words: `pursue` is on 4 to 6 of them in local ones, else on 1 to 3."""
    marked, cases = [], []
    for number in range(12):
        tier, coded = ("local", 4 + number % 3) if number % 2 else ("national", 1 + number % 3)
        words = ["word"] * 10
        text = f"P1: [{' '.join(words[:coded])}]{{pursue}} {' '.join(words[coded:])} [end]{{harms}}\n"
        marked.append(marked_text.interview(text, name=f"s{number}"))
        cases.append(marked_text.case(f"c{number}", [f"s{number}"], tier=tier))
    return plain_figures.study(marked, CODEBOOK, cases)


def rows(table: pd.DataFrame) -> dict[str, pd.Series]:
    return {str(row["code"]): row for _, row in table.iterrows()}


def test_groups_are_compared_by_the_share_of_their_words_the_greatest_difference_first(talks: Study) -> None:
    table = compare(talks, "tier", "local", "national")
    assert table["code"].tolist()[:2] == ["roles", "pursue"]
    pursue = rows(table)["pursue"]
    assert (pursue["codings local"], pursue["sources national"]) == (6, 6)
    assert pursue["per_1000 local"] == pytest.approx(1000 * 5 / 11)
    assert pursue["per_1000 national"] == pytest.approx(1000 * 2 / 11)
    assert pursue["difference"] == pytest.approx(1000 * 3 / 11)


def test_the_interval_comes_from_whole_sources_and_is_drawn_with_the_seed(talks: Study) -> None:
    first, second = (compare(talks, "tier", "local", "national", seed=3) for _ in range(2))
    assert first.equals(second)
    pursue, harms = rows(first)["pursue"], rows(first)["harms"]
    assert 1 / 11 < pursue["low"] / 1000 < 3 / 11 < pursue["high"] / 1000 < 5 / 11
    assert (harms["low"], harms["high"]) == (pytest.approx(0, abs=1e-9), pytest.approx(0, abs=1e-9))


def test_the_interval_is_that_of_welchs_t_on_sources_of_equal_length(talks: Study) -> None:
    # With sources of equal length, the bootstrap's error times sqrt(n/(n-1)) is that of a mean.
    local, national = (np.array([4, 5, 6, 4, 5, 6]), np.array([1, 2, 3, 1, 2, 3]))
    expected = stats.ttest_ind(local, national, equal_var=False).confidence_interval()
    pursue = rows(compare(talks, "tier", "local", "national", draws=20_000))["pursue"]
    assert pursue["low"] == pytest.approx(1000 * expected.low / 11, rel=0.03)
    assert pursue["high"] == pytest.approx(1000 * expected.high / 11, rel=0.03)


def test_groups_in_the_same_sources_are_drawn_in_pairs() -> None:
    shares = [(4, 1), (5, 3), (6, 2), (8, 5), (3, 1), (7, 4)]
    marked = [
        marked_text.interview(
            "".join(
                f"{name}: [{'word ' * coded}]{{pursue}}{'word ' * (10 - coded)}\n"
                for name, coded in zip(("Ann", "Bo"), pair, strict=True)
            ),
            name=f"s{number}",
        )
        for number, pair in enumerate(shares)
    ]
    study = plain_figures.study(marked, CODEBOOK)
    first, second = np.array(shares).T
    expected = stats.ttest_rel(first, second).confidence_interval()
    pursue = rows(compare(study, "speaker", "Ann", "Bo", draws=20_000))["pursue"]
    assert pursue["low"] == pytest.approx(100 * expected.low, rel=0.03)
    assert pursue["high"] == pytest.approx(100 * expected.high, rel=0.03)
    assert compared_sources(study, "speaker", "Ann", "Bo") == (6, 6, 6)


def test_sources_of_one_case_are_drawn_together() -> None:
    def study(cases: int) -> Study:
        marked, joined = [], []
        for tier, coded in (("local", 6), ("national", 2)):
            for number in range(10):
                text = f"P1: [{'word ' * (coded + number % cases % 3)}]{{pursue}} end\n"
                marked += [marked_text.interview(text, name=f"{tier}{number}")]
            joined += [
                marked_text.case(f"{tier} {case}", [f"{tier}{n}" for n in range(case, 10, cases)], tier=tier)
                for case in range(cases)
            ]
        return plain_figures.study(marked, CODEBOOK, joined)

    def width(study: Study) -> float:
        pursue = rows(compare(study, "tier", "local", "national"))["pursue"]
        return float(pursue["high"] - pursue["low"])

    assert width(study(5)) > 1.2 * width(study(10))
    assert np.isnan(width(study(4))), "four cases are too few, however many sources they have"


def test_a_code_in_fewer_than_five_sources_of_a_group_has_no_interval(talks: Study) -> None:
    table = compare(talks, "tier", "local", "national")
    assert set(table["interval"]) == {""}
    cases = [marked_text.case(f"c{n}", [f"s{n}"], tier="first" if n < 4 else "other") for n in range(12)]
    few = compare(replace(talks, cases=tuple(cases)), "tier", "first", "other")
    assert set(few["interval"]) == {"too few"}
    assert few["low"].isna().all()
    assert few["high"].isna().all()


def test_sources_that_nobody_has_coded_are_in_no_group() -> None:
    uncoded = [marked_text.interview("P1: nothing at all\n", name=f"u{number}") for number in range(3)]
    cases = [marked_text.case(f"u{number}", [f"u{number}"], tier="local") for number in range(3)]
    coded = [marked_text.interview("P1: [one]{pursue} two\n", name=f"s{number}") for number in range(4)]
    cases += [
        marked_text.case(f"s{number}", [f"s{number}"], tier=("local", "national")[number % 2])
        for number in range(4)
    ]
    study = plain_figures.study([*coded, *uncoded], CODEBOOK, cases)
    assert compared_sources(study, "tier", "local", "national") == (2, 2, 0)
    assert rows(compare(study, "tier", "LOCAL", "national"))["pursue"]["per_1000 local"] == 500


def test_a_group_of_one_source_has_no_interval() -> None:
    table = compare(plain_figures.study(SOURCES, CODEBOOK, CASES), "tier", "local", "national")
    assert table["low"].isna().all()
    local = [
        p for p in plain_figures.turn_spans(SOURCES) if plain_figures.cases_of(p, CASES) & {"Alex", "Kim"}
    ]
    for key, row in rows(table).items():
        expected = plain_figures.figures(filter(plain_figures.under(CODEBOOK, key), local))
        assert (row["codings local"], row["sources local"]) == (expected["codings"], expected["sources"])


def test_groups_that_are_not_there_are_named(talks: Study) -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'local'"):
        compare(talks, "tier", "locals", "national")
    with pytest.raises(UsageError, match="the same group"):
        compare(talks, "tier", "local", "Local")
    with pytest.raises(UsageError, match="Name an attribute"):
        compare(talks, "coder", "ann", "ben")


def test_the_timeline_counts_codings_by_day_and_coder() -> None:
    table = timeline(plain_figures.study(SOURCES, CODEBOOK))
    assert table.columns.tolist() == ["day", "ann", "ben", "total", "so_far"]
    all_codings = [coding for marked in SOURCES for coding in marked.codings]
    for row in table.itertuples(index=False):
        today = [str(coding.coder) for coding in all_codings if coding.made_at.startswith(str(row.day))]
        assert (row.ann, row.ben, row.total) == (today.count("ann"), today.count("ben"), len(today))
    assert table["so_far"].tolist()[-1] == len(all_codings)
    assert len(timeline(plain_figures.study((), CODEBOOK))) == 0


def test_coverage_tells_how_much_of_each_speaker_is_coded() -> None:
    table = coverage(plain_figures.study(SOURCES, CODEBOOK))
    assert list(zip(table["source"], table["speaker"], strict=True)) == [
        ("one", "P1"), ("two", "Sam"), ("two", "Kim"), ("paper", ""),
    ]  # fmt: skip
    for row in table.itertuples(index=False):
        own = [
            p
            for p in plain_figures.turn_spans(SOURCES)
            if p.turn and (p.source, p.turn.speaker) == (row.source, row.speaker)
        ]
        expected = plain_figures.figures(own)
        assert (row.codings, row.coded_words) == (expected["codings"], expected["words"])
    assert table["coded_share"].tolist() == (table["coded_words"] / table["words"]).tolist()
