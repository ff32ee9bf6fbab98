"""The precision to expect on new sources, from observed ones on a few."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.suggesters.trial.precision_shrinkage import expected_precisions


def counts(*sources: list[int]) -> np.ndarray:
    """Return numbers with a row for each source and a column for each code."""
    return np.array(sources, dtype=float)


def precision(right: np.ndarray, shown: np.ndarray, code: int = 0) -> float:
    """Return the expected precision of a code."""
    expected = expected_precisions(right, shown)[code]
    assert expected is not None
    return expected.value


def test_of_many_suggestions_the_observed_proportion_is_expected() -> None:
    right, shown = counts(*[[30, 10]] * 20), counts(*[[40, 40]] * 20)
    assert precision(right, shown, 0) == pytest.approx(0.75, abs=0.01)
    assert precision(right, shown, 1) == pytest.approx(0.25, abs=0.01)


def test_of_few_suggestions_it_is_shrunk_to_that_of_all_codes() -> None:
    right, shown = counts(*[[1, 30, 25]] * 5), counts(*[[1, 50, 50]] * 5)
    assert 0.55 < precision(right, shown) < 0.95, "five of five are not certainty"


def test_the_sources_with_suggestions_of_a_code_are_counted() -> None:
    [expected] = expected_precisions(counts([30], [0], [30], [0]), counts([40], [0], [40], [5]))
    assert expected is not None
    assert expected.sources == 3


def test_a_code_that_was_never_suggested_has_no_precision() -> None:
    assert expected_precisions(counts([1, 0]), counts([2, 0]))[1] is None
    assert expected_precisions(counts([0], [0]), counts([0], [0])) == [None]


@given(data=st.data())
def test_it_is_always_a_proportion(data: st.DataObject) -> None:
    sources, codes = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 4))
    cells = st.lists(st.integers(0, 9), min_size=sources * codes, max_size=sources * codes)
    shown = np.array(data.draw(cells), dtype=float).reshape(sources, codes)
    right = np.minimum(np.array(data.draw(cells), dtype=float).reshape(sources, codes), shown)
    for expected in expected_precisions(right, shown):
        assert expected is None or 0 <= expected.value <= 1
