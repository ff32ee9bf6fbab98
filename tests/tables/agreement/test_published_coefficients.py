"""Coefficients of agreement as published, to the digits that are printed."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from qualcode.tables.agreement import coefficients
from qualcode.tables.agreement.coefficients import (
    ac1,
    alpha,
    brennan_prediger,
    fleiss,
    greatest_kappa,
    kappa,
    kappa_error,
    negative_agreement,
    percent,
    pooled_kappa,
    positive_agreement,
)
from qualcode.tables.agreement.tallies import Tallies, rating_tallies
from qualcode.tables.arrays.sparse_relations import Floats

COEFFICIENTS: dict[str, Callable[[Tallies], Floats]] = {
    "percent": percent,
    "kappa": lambda tallies: kappa(tallies).coefficient,
    "pi": lambda tallies: fleiss(tallies).coefficient,
    "bp": lambda tallies: brennan_prediger(tallies).coefficient,
    "ac1": lambda tallies: ac1(tallies).coefficient,
    "alpha": alpha,
    "f1": positive_agreement,
}


def matrix(*coders: str) -> Tallies:
    """Return the tallies of ratings, a line of values for each coder, `*` where there is none."""
    rows = [line.split() for line in coders]
    values = sorted({value for row in rows for value in row} - {"*"})
    ratings = np.array([[values.index(value) if value != "*" else -1 for value in row] for row in rows])
    return rating_tallies(ratings.T, len(values))


def table(rows: Sequence[Sequence[int]]) -> Tallies:
    """Return the tallies of a two-coder table, with the categories of the first coder as rows."""
    ratings = [
        (row, column)
        for row, cells in enumerate(rows)
        for column, count in enumerate(cells)
        for _ in range(count)
    ]
    return rating_tallies(np.array(ratings), len(rows))


def two_by_two(both: int, first: int, second: int, neither: int) -> Tallies:
    return table([[neither, second], [first, both]])


KRIPPENDORFF_C = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


@pytest.mark.parametrize(
    ("tallies", "published"),
    [
        (
            matrix(*KRIPPENDORFF_C),
            {"alpha": 0.7434, "ac1": 0.77544, "pi": 0.76117, "bp": 0.77273, "percent": 0.81818},
        ),
        (matrix("a a b b d c c c e d d a", "b a b b b c c c e d d d"), {"alpha": 0.692}),
        (
            matrix("1 1 0 0 0 0 0 0 0 0", "0 1 1 0 0 1 0 1 0 0"),
            {"percent": 0.6, "alpha": 0.0952, "kappa": 0.0909, "pi": 0.0476, "ac1": 0.3103},
        ),
        (matrix("a a b b b b b c c c c c", "a b b b b b c c c c c c"), {"alpha": 0.734}),
        (matrix("1 1 2 4 1 2 1 3 2", "1 2 2 4 4 2 2 3 2", "1 2 2 4 4 2 3 3 2"), {"alpha": 0.642}),
    ],
    ids=[
        "krippendorff2011_C",
        "krippendorff2011_B",
        "krippendorff2004_p224",
        "krippendorff2004_p227",
        "1980_p139",
    ],
)
def test_reliability_matrices(tallies: Tallies, published: dict[str, float]) -> None:
    _assert_printed(tallies, published)


@pytest.mark.parametrize(
    ("rows", "published"),
    [
        (
            [[88, 14, 18], [10, 40, 10], [2, 6, 12]],
            {"percent": 0.7, "kappa": 0.4915, "pi": 0.4872, "bp": 0.55, "ac1": 0.57597, "alpha": 0.4885},
        ),
        (
            [[25, 12, 3], [13, 2, 15], [12, 16, 2]],
            {"percent": 0.29, "kappa": -0.0923, "pi": -0.101, "bp": -0.065, "ac1": -0.04797, "alpha": -0.095},
        ),
        (
            [[20, 10], [20, 50]],
            {"percent": 0.7, "bp": 0.4, "pi": 0.341, "kappa": 0.348, "ac1": 0.450, "alpha": 0.344},
        ),
        (
            [[46, 0, 0], [6, 32, 6], [0, 0, 10]],
            {"percent": 0.88, "bp": 0.82, "pi": 0.7995, "kappa": 0.8013, "alpha": 0.8005, "ac1": 0.82874},
        ),
        (
            [[50, 0, 0], [10, 10, 10], [20, 0, 0]],
            {"percent": 0.6, "kappa": 0.2727, "bp": 0.4, "pi": 0.223, "ac1": 0.461, "alpha": 0.227},
        ),
        (
            [[50, 0, 10], [0, 10, 10], [10, 10, 0]],
            {"percent": 0.6, "kappa": 0.2857, "bp": 0.4, "pi": 0.286, "ac1": 0.444, "alpha": 0.289},
        ),
        (
            [[12, 9, 9], [9, 14, 9], [9, 9, 20]],
            {"percent": 0.46, "bp": 0.19, "pi": 0.186, "kappa": 0.186, "ac1": 0.192, "alpha": 0.190},
        ),
        (
            [[12, 18, 18], [0, 14, 18], [0, 0, 20]],
            {"percent": 0.46, "bp": 0.19, "pi": 0.186, "kappa": 0.258, "ac1": 0.192, "alpha": 0.190},
        ),
        (
            [[20, 0, 0, 5], [0, 10, 15, 0], [0, 15, 10, 0], [5, 0, 0, 20]],
            {"percent": 0.6, "bp": 0.467, "pi": 0.467, "kappa": 0.467, "ac1": 0.467, "alpha": 0.469},
        ),
        (
            [[20, 5, 5, 10], [0, 10, 5, 5], [0, 5, 10, 5], [0, 0, 0, 20]],
            {"percent": 0.6, "bp": 0.467, "pi": 0.46, "kappa": 0.474, "ac1": 0.469, "alpha": 0.462},
        ),
        (
            [[80, 7], [8, 5]],
            {"percent": 0.85, "kappa": 0.314, "pi": 0.314, "bp": 0.7, "ac1": 0.808, "alpha": 0.318},
        ),
        (
            [[118, 5], [2, 0]],
            {
                "percent": 0.944,
                "kappa": -0.0234,
                "pi": -0.0288,
                "bp": 0.888,
                "ac1": 0.94078,
                "alpha": -0.0247,
            },
        ),
        (
            [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]],
            {"percent": 0.636, "kappa": 0.493, "pi": 0.474, "bp": 0.514, "ac1": 0.526, "alpha": 0.476},
        ),
    ],
    ids=[
        "cohen1960_p45",
        "cohen1960_p37",
        "artstein_poesio2008_p558",
        "artstein_poesio2008_p568",
        "brennan_prediger1981_p689",
        "brennan_prediger1981_p691",
        "krippendorff2004_p246a",
        "krippendorff2004_p246b",
        "zwick1988_1",
        "zwick1988_3",
        "gwet_paradox",
        "feinstein_cicchetti",
        "agresti1992",
    ],
)
def test_two_coder_tables(rows: list[list[int]], published: dict[str, float]) -> None:
    _assert_printed(table(rows), published)


FLEISS_1971 = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 "
    "224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 "
    "133333 555555"
)
WIKIPEDIA = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def _ratings_of(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the ratings of each item whose number of coders for each value is given."""
    return [[value for value, count in enumerate(item) for _ in range(count)] for item in counts]


def _answers(items: str) -> list[list[int]]:
    """Return the ratings of each item as yes (1) or no (0)."""
    return [["NY".index(letter) for letter in item] for item in items.split()]


@pytest.mark.parametrize(
    ("ratings", "published"),
    [
        (
            [[int(digit) - 1 for digit in item] for item in FLEISS_1971.split()],
            {"percent": 0.5556, "pi": 0.4302, "ac1": 0.44788, "bp": 0.4444},
        ),
        (
            _ratings_of(WIKIPEDIA),
            {"percent": 0.378, "pi": 0.2099, "bp": 0.2225, "ac1": 0.2256},
        ),
        (_answers("YYY YYN NNY NNN"), {"pi": 0.33, "bp": 0.33}),
        (_answers("YYY YYN YYN YYY"), {"pi": -0.2, "bp": 0.33}),
    ],
    ids=["fleiss1971", "wikipedia", "randolph2005_low_bias", "randolph2005_high_bias"],
)
def test_many_coders(ratings: list[list[int]], published: dict[str, float]) -> None:
    categories = max(max(item) for item in ratings) + 1
    tallies = rating_tallies(np.array(ratings), categories)
    _assert_printed(tallies, published)


def test_what_fleiss_expects_by_chance() -> None:
    ratings = np.array([[int(digit) - 1 for digit in item] for item in FLEISS_1971.split()])
    assert fleiss(rating_tallies(ratings, 5)).expected == pytest.approx(0.2199, abs=5e-5)
    each = [
        float(fleiss(rating_tallies((ratings == value).astype(int), 2)).coefficient) for value in range(5)
    ]
    assert each == pytest.approx([0.245, 0.245, 0.52, 0.471, 0.566], abs=5e-4)


@pytest.mark.parametrize(
    ("expected", "published"),
    [
        (kappa(table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])).expected, 0.41),
        (kappa(table([[25, 12, 3], [13, 2, 15], [12, 16, 2]])).expected, 0.35),
        (fleiss(rating_tallies(np.array(_ratings_of(WIKIPEDIA)), 5)).expected, 0.213),
    ],
    ids=["cohen1960_p45", "cohen1960_p37", "wikipedia"],
)
def test_what_is_expected_by_chance(expected: Floats, published: float) -> None:
    digits = len(str(published).partition(".")[2])
    assert expected == pytest.approx(published, abs=0.5000001 * 10**-digits)


def test_what_alpha_expects_by_chance_in_krippendorff_2004_p224() -> None:
    tallies = matrix("1 1 0 0 0 0 0 0 0 0", "0 1 1 0 0 1 0 1 0 0")
    expected = (percent(tallies) - alpha(tallies)) / (1 - alpha(tallies))
    assert expected == pytest.approx(0.5579, abs=5e-5)


@pytest.mark.parametrize(("name", "published"), [("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)])
def test_the_coincidences_of_krippendorff_2011_c_by_its_distances(name: str, published: float) -> None:
    """Codes have no order: qualcode has nominal alpha only, but the coincidences are those of all metrics."""
    tallies = matrix(*KRIPPENDORFF_C)
    values = np.arange(1.0, 6)
    counts = tallies.coincidences.sum(axis=1)
    up_to = np.cumsum(counts)
    distances = {
        "interval": (values[:, None] - values) ** 2,
        "ratio": ((values[:, None] - values) / (values[:, None] + values)) ** 2,
        "ordinal": np.abs((up_to[:, None] - counts[:, None] / 2) - (up_to - counts / 2)) ** 2,
    }
    coincidences, distance = tallies.coincidences, distances[name]
    observed = (coincidences * distance).sum() / counts.sum()
    expected = (counts @ distance @ counts) / (counts.sum() * (counts.sum() - 1))
    assert 1 - observed / expected == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("cells", "published"),
    [
        (
            (50, 75, 75, 800),
            {"percent": 0.85, "kappa": 0.3143, "f1": 0.4, "bp": 0.7, "ac1": 0.808, "alpha": 0.3146},
        ),
        ((50, 150, 0, 800), {"percent": 0.85, "kappa": 0.3478, "alpha": 0.3146, "f1": 0.4}),
        ((50, 100, 50, 800), {"percent": 0.85, "kappa": 0.3182, "alpha": 0.3146, "f1": 0.4}),
        ((40, 20, 10, 30), {"percent": 0.7, "kappa": 0.4, "alpha": 0.397, "f1": 0.727}),
    ],
)
def test_characters_of_one_code(cells: tuple[int, int, int, int], published: dict[str, float]) -> None:
    _assert_printed(two_by_two(*cells), published)


def test_pooled_kappa() -> None:
    codes = [two_by_two(*cells) for cells in ((20, 5, 3, 72), (2, 1, 2, 95), (40, 10, 10, 40))]
    chances = [kappa(tallies) for tallies in codes]
    assert [float(chance.coefficient) for chance in chances] == pytest.approx([0.7808, 0.5562, 0.6], abs=5e-5)
    pooled = coefficients.Chance(
        np.array([chance.observed for chance in chances]), np.array([chance.expected for chance in chances])
    )
    assert pooled_kappa(pooled) == pytest.approx(0.6676, abs=5e-5)
    assert np.mean([chance.coefficient for chance in chances]) == pytest.approx(0.6457, abs=5e-5)


def test_the_highest_kappa_of_cohen_1960() -> None:
    cohen = table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert greatest_kappa(cohen).coefficient == pytest.approx(0.831, abs=5e-4)


def test_the_standard_error_of_cohen_1960() -> None:
    cohen = table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert kappa_error(cohen) == pytest.approx(0.051, abs=5e-5)
    ends = kappa(cohen).coefficient + 1.96 * kappa_error(cohen) * np.array((-1, 1))
    assert ends == pytest.approx([0.3916, 0.5915], abs=5e-5)


def test_there_is_no_standard_error_of_three_coders() -> None:
    assert np.isnan(kappa_error(matrix("1 1 2", "1 2 2", "2 1 2")))


def test_negative_agreement_is_the_positive_agreement_of_what_is_not_coded() -> None:
    assert negative_agreement(two_by_two(50, 75, 75, 800)) == pytest.approx(1600 / 1750)
    mirrored = two_by_two(800, 75, 75, 50)
    assert negative_agreement(two_by_two(50, 75, 75, 800)) == positive_agreement(mirrored)


def _assert_printed(tallies: Tallies, published: dict[str, float]) -> None:
    """Compare with the published numbers to their last digit."""
    for name, number in published.items():
        digits = len(str(number).partition(".")[2])
        assert COEFFICIENTS[name](tallies) == pytest.approx(number, abs=0.5000001 * 10**-digits), name
