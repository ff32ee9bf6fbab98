"""Group comparison, timeline and coverage."""

import numpy as np
import pandas as pd
import pytest

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables import Study, compare, coverage, timeline
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
    assert pursue["share local"] == pytest.approx(5 / 11)
    assert pursue["share national"] == pytest.approx(2 / 11)
    assert pursue["difference"] == pytest.approx(3 / 11)


def test_the_interval_comes_from_whole_sources_and_is_drawn_with_the_seed(talks: Study) -> None:
    first, second = (compare(talks, "tier", "local", "national", seed=3) for _ in range(2))
    assert first.equals(second)
    pursue, harms = rows(first)["pursue"], rows(first)["harms"]
    assert 2 / 11 < pursue["low"] < 3 / 11 < pursue["high"] < 5 / 11
    assert (harms["low"], harms["high"]) == (0, 0)


def test_the_interval_is_that_of_a_plain_bootstrap(talks: Study) -> None:
    rng = np.random.default_rng(5)
    local, national = np.array([4, 5, 6, 4, 5, 6]), np.array([1, 2, 3, 1, 2, 3])
    drawn = [(rng.choice(local, 6).sum() - rng.choice(national, 6).sum()) / 66 for _ in range(4000)]
    pursue = rows(compare(talks, "tier", "local", "national", draws=4000))["pursue"]
    step = 1 / 66  # differences come in whole words of 66
    assert pursue["low"] == pytest.approx(np.percentile(drawn, 2.5), abs=1.01 * step)
    assert pursue["high"] == pytest.approx(np.percentile(drawn, 97.5), abs=1.01 * step)


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
