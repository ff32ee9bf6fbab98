"""Group comparison, timeline and coverage."""

import math
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
    """Forty interviews of eleven words: `pursue` is on 3 to 7 of them in local ones, else on 1 to 3."""
    marked, cases = [], []
    for number in range(40):
        tier, coded = ("local", 3 + 2 * (number % 3)) if number % 2 else ("national", 1 + number % 3)
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
    assert (pursue["codings local"], pursue["sources national"]) == (20, 20)
    assert pursue["per_1000 local"] == pytest.approx(1000 * 98 / 220)
    assert pursue["per_1000 national"] == pytest.approx(1000 * 40 / 220)
    assert pursue["difference"] == pytest.approx(1000 * 58 / 220)


def test_the_interval_comes_from_whole_sources_and_is_drawn_with_the_seed(talks: Study) -> None:
    first, second = (compare(talks, "tier", "local", "national", seed=3) for _ in range(2))
    assert first.equals(second)
    pursue = rows(first)["pursue"]
    assert 1.5 / 11 < pursue["low"] / 1000 < 3 / 11 < pursue["high"] / 1000 < 4.5 / 11


def cut_off_effects(size: int, having: int) -> tuple[float, float]:
    """Return how much the rule of printing adds to a number of sources, and takes from its variance."""
    p = (having + 0.5) / (size + 1)
    chances = {k: math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(8, size + 1)}
    total = sum(chances.values())
    mean = sum(k * chance for k, chance in chances.items()) / total
    variance = sum((k - mean) ** 2 * chance for k, chance in chances.items()) / total
    part = 1 - variance / (size * p * (1 - p))
    return mean - size * p, part * having * (size - having) / size


def plain_limits(first: list[int], second: list[int], *, paired: bool = False) -> tuple[float, float]:
    """Return the limits of a difference of means of sources of equal length, by the formulas of the guide."""
    means, biases, spreads = [], [], []
    for values in (first, second):
        size, having = len(values), sum(value > 0 for value in values)
        excess, reduction = cut_off_effects(size, having)
        of_each = sum(values) / having / size
        mean = sum(values) / size - 1.5 * excess * of_each
        whole = np.var(values) / size * (size / (size - 1)) ** 1.5
        variance = max(whole - of_each**2 * reduction * (0.5 if paired else 1), whole / 4)
        amounts = [value for value in values if value]
        variation = np.std(amounts, ddof=1) / np.mean(amounts)
        kept = (0.8 + 0.2 * np.clip((variation - 0.25) / 0.125, 0, 1)) ** 2
        of_amounts = variation**2 / (variation**2 + 1 - having / size)
        variance *= 1.04**2 * (1 - of_amounts * (1 - kept))
        reach = stats.t.ppf(0.975, size - 1) * np.sqrt(variance) / (3 * mean ** (2 / 3))
        spreads.append((mean - (mean ** (1 / 3) - reach) ** 3, (mean ** (1 / 3) + reach) ** 3 - mean))
        means.append(mean)
        biases.append(1.5 * excess * of_each)
    (below, above), (other_below, other_above) = spreads
    common = np.corrcoef(first, second)[0, 1] if paired else 0
    doubt = (biases[0] - biases[1]) ** 2
    down = np.sqrt(below**2 + other_above**2 - 2 * common * below * other_above + doubt)
    up = np.sqrt(above**2 + other_below**2 - 2 * common * above * other_below + doubt)
    return float(means[0] - means[1] - down), float(means[0] - means[1] + up)


def test_the_interval_is_composed_of_those_of_both_groups_on_the_scale_of_cube_roots(talks: Study) -> None:
    local = [3 + 2 * (number % 3) for number in range(1, 40, 2)]
    low, high = plain_limits(local, [1 + number % 3 for number in range(0, 40, 2)])
    pursue = rows(compare(talks, "tier", "local", "national", draws=20_000))["pursue"]
    assert pursue["low"] == pytest.approx(1000 * low / 11, rel=0.03)
    assert pursue["high"] == pytest.approx(1000 * high / 11, rel=0.03)


def test_groups_in_the_same_sources_are_drawn_in_pairs() -> None:
    shares = [(2, 1), (5, 3), (6, 2), (9, 5), (3, 1), (7, 4), (5, 2), (6, 3)]
    shares += [(2, 2), (8, 3), (5, 1), (6, 4), (9, 4), (1, 1), (4, 2), (7, 3)]
    shares += [(3, 3), (8, 5), (5, 4), (2, 1)]
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
    first, second = (list(group) for group in zip(*shares, strict=True))
    low, high = plain_limits(first, second, paired=True)
    pursue = rows(compare(study, "speaker", "Ann", "Bo", draws=20_000))["pursue"]
    assert pursue["low"] == pytest.approx(100 * low, rel=0.03)
    assert pursue["high"] == pytest.approx(100 * high, rel=0.03)
    assert pursue["high"] - pursue["low"] < 100 * np.diff(plain_limits(first, second))
    assert compared_sources(study, "speaker", "Ann", "Bo") == (20, 20, 20)


def test_sources_of_one_case_are_drawn_together() -> None:
    def study(cases: int) -> Study:
        marked, joined = [], []
        for tier, coded in (("local", 6), ("national", 2)):
            for number in range(40):
                words = coded * (1 + number % cases % 3)
                text = f"P1: [{'word ' * words}]{{pursue}} {'word ' * (20 - words)}\n"
                marked += [marked_text.interview(text, name=f"{tier}{number}")]
            joined += [
                marked_text.case(f"{tier} {case}", [f"{tier}{n}" for n in range(case, 40, cases)], tier=tier)
                for case in range(cases)
            ]
        return plain_figures.study(marked, CODEBOOK, joined)

    def width(study: Study) -> float:
        pursue = rows(compare(study, "tier", "local", "national"))["pursue"]
        return float(pursue["high"] - pursue["low"])

    assert width(study(20)) > 1.2 * width(study(40))
    assert np.isnan(width(study(19))), "nineteen cases are too few, however many sources they have"


def test_a_code_in_fewer_than_eight_sources_of_a_group_has_no_interval(talks: Study) -> None:
    table = compare(talks, "tier", "local", "national")
    assert rows(table)["pursue"]["interval"] == ""
    cases = [marked_text.case(f"c{n}", [f"s{n}"], tier="first" if n < 7 else "other") for n in range(40)]
    few = compare(replace(talks, cases=tuple(cases)), "tier", "first", "other")
    assert set(few["interval"]) == {"too few"}
    assert few["low"].isna().all()
    assert few["high"].isna().all()


def test_a_code_that_all_sources_have_equally_much_of_has_no_interval(talks: Study) -> None:
    harms = rows(compare(talks, "tier", "local", "national"))["harms"]
    assert harms["interval"] == "too alike"
    assert np.isnan(harms["low"])
    assert np.isnan(harms["high"])


def groups_with_code(sizes: tuple[int, int], having: tuple[int, int]) -> Study:
    """Return two groups of sources, `having` of which have the code `pursue`, and all the code `harms`."""
    marked, cases = [], []
    for tier, size, coded in zip(("few", "many"), sizes, having, strict=True):
        for number in range(size):
            under, others = "word " * (1 + number % 3), "word " * (2 - number % 3)
            words = f"[{under}]{{pursue}} {others}" if number < coded else "word word word "
            name = f"{tier}{number}"
            marked.append(marked_text.interview(f"P1: {words}[end]{{harms}}\n", name=name))
            cases.append(marked_text.case(name, [name], tier=tier))
    return plain_figures.study(marked, CODEBOOK, cases)


@pytest.mark.parametrize(
    ("sizes", "having", "remark"),
    [
        ((19, 19), (19, 19), "too few"),
        ((19, 40), (19, 40), "too few"),
        ((20, 20), (8, 20), ""),
        ((20, 20), (20, 7), "too few"),
        ((20, 60), (8, 8), ""),
        ((20, 61), (20, 61), "too uneven"),
    ],
)
def test_an_interval_needs_groups_of_twenty_eight_of_them_with_the_code_and_even_sizes(
    sizes: tuple[int, int], having: tuple[int, int], remark: str
) -> None:
    pursue = rows(compare(groups_with_code(sizes, having), "tier", "few", "many", draws=50))["pursue"]
    assert pursue["interval"] == remark
    assert np.isnan(pursue["low"]) == np.isnan(pursue["high"]) == bool(remark)


def test_a_group_of_which_one_long_source_is_most_has_no_interval() -> None:
    def remark(long: int) -> str:
        marked, cases = [], []
        for number in range(40):
            words, some = "word " * (long if number == 0 else 10), "some " * (1 + number // 2 % 3)
            marked.append(marked_text.interview(f"P1: [{some}]{{pursue}} {words}\n", name=f"s{number}"))
            cases.append(marked_text.case(f"c{number}", [f"s{number}"], tier="ab"[number % 2]))
        study = plain_figures.study(marked, CODEBOOK, cases)
        return str(rows(compare(study, "tier", "a", "b", draws=50))["pursue"]["interval"])

    assert (remark(20), remark(150)) == ("", "too uneven")


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
