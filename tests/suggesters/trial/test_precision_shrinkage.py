"""The precision to expect on new sources, from observed ones on a few."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.suggesters.trial.precision_shrinkage import expected_precisions


def counts(*sources: list[int]) -> np.ndarray:
    """Return numbers with a row for each source and a column for each code."""
    return np.array(sources, dtype=float)


def bounds(right: np.ndarray, shown: np.ndarray, code: int = 0) -> tuple[float, float, float]:
    """Return the lower bound, the expected precision and the upper bound of a code."""
    expected = expected_precisions(right, shown)[code]
    assert expected is not None
    assert expected.low is not None
    assert expected.high is not None
    return expected.low, expected.value, expected.high


def test_of_many_suggestions_the_observed_proportion_is_expected() -> None:
    right, shown = counts(*[[30, 10]] * 20), counts(*[[40, 40]] * 20)
    assert bounds(right, shown, 0)[1] == pytest.approx(0.75, abs=0.01)
    assert bounds(right, shown, 1)[1] == pytest.approx(0.25, abs=0.01)


def test_of_few_suggestions_it_is_shrunk_to_that_of_all_codes() -> None:
    right, shown = counts(*[[1, 30, 25]] * 5), counts(*[[1, 50, 50]] * 5)
    low, value, high = bounds(right, shown)
    assert 0.55 < value < 0.95, "five of five are not certainty"
    assert high - low > bounds(right, shown, 1)[2] - bounds(right, shown, 1)[0]


def test_differences_between_sources_widen_the_interval() -> None:
    shown = counts(*[[50]] * 6)
    even = bounds(counts(*[[25]] * 6), shown)
    uneven = bounds(counts([45], [5], [40], [10], [25], [25]), shown)
    assert uneven[2] - uneven[0] > 2 * (even[2] - even[0])


def test_of_fewer_than_five_sources_there_is_no_interval() -> None:
    [expected] = expected_precisions(counts(*[[30]] * 4), counts(*[[40]] * 4))
    assert expected is not None
    assert expected.value == pytest.approx(0.75, abs=0.01)
    assert (expected.low, expected.high) == (None, None)


def test_a_code_that_was_never_suggested_has_no_precision() -> None:
    assert expected_precisions(counts([1, 0]), counts([2, 0]))[1] is None
    assert expected_precisions(counts([0], [0]), counts([0], [0])) == [None]


def test_the_interval_covers_the_true_precision_in_95_of_100_cases() -> None:
    """Simulate sixty studies of twelve sources and fifteen codes whose precision differs by source."""
    random = np.random.default_rng(1)
    within = []
    for _ in range(60):
        shares = random.beta(4, 5, size=15)
        by_source = random.beta(12 * shares, 12 * (1 - shares), size=(12, 15))
        shown = random.poisson(6, size=(12, 15)) + 1
        right = random.binomial(shown, by_source)
        for expected, share in zip(
            expected_precisions(right.astype(float), shown.astype(float)), shares, strict=True
        ):
            assert expected is not None
            assert expected.low is not None
            assert expected.high is not None
            within.append(expected.low <= share <= expected.high)
    assert 0.92 < np.mean(within) < 0.98


@given(data=st.data())
def test_it_is_always_a_proportion_within_its_interval(data: st.DataObject) -> None:
    sources, codes = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 4))
    cells = st.lists(st.integers(0, 9), min_size=sources * codes, max_size=sources * codes)
    shown = np.array(data.draw(cells), dtype=float).reshape(sources, codes)
    right = np.minimum(np.array(data.draw(cells), dtype=float).reshape(sources, codes), shown)
    for expected in expected_precisions(right, shown):
        if expected is None:
            continue
        assert 0 <= expected.value <= 1
        if sources < 5:
            assert expected.low is None
        if expected.low is not None and expected.high is not None:
            assert 0 <= expected.low <= expected.value <= expected.high <= 1
