"""Coefficients equal those of krippendorff, scikit-learn, statsmodels and NLTK on random ratings."""

import warnings

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from qualcode.tables.agreement.coefficients import alpha, brennan_prediger, fleiss, kappa
from qualcode.tables.agreement.set_alpha import set_alphas, set_values
from qualcode.tables.agreement.set_distances import masi_distance
from qualcode.tables.agreement.tallies import rating_tallies
from tests.support.coded_units import Ranges, coded_units

_VALUES = 3


@st.composite
def rating_tables(draw: st.DrawFn, *, coders: int, missing: bool = False) -> NDArray[np.int64]:
    """Return ratings, units by coders, that use at least two values."""
    units = draw(st.integers(3, 12))
    least = -1 if missing else 0
    cells = draw(st.lists(st.integers(least, _VALUES - 1), min_size=units * coders, max_size=units * coders))
    table = np.array(cells, dtype=np.int64).reshape(units, coders)
    several = table[(table >= 0).sum(axis=1) > 1]
    assume(len(np.unique(several[several >= 0])) > 1)
    return table


@given(rating_tables(coders=3, missing=True))
def test_alpha_is_that_of_krippendorff(table: NDArray[np.int64]) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    data = np.where(table < 0, np.nan, table).T
    expected = krippendorff.alpha(data, level_of_measurement="nominal", value_domain=[0, 1, 2])
    assert alpha(rating_tallies(table, _VALUES)) == pytest.approx(expected)


@given(rating_tables(coders=2))
def test_kappa_is_that_of_scikit_learn_and_statsmodels(table: NDArray[np.int64]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = metrics.cohen_kappa_score(table[:, 0], table[:, 1], labels=[0, 1, 2])
        counts = np.zeros((_VALUES, _VALUES))
        np.add.at(counts, (table[:, 0], table[:, 1]), 1)
        from_counts = inter_rater.cohens_kappa(counts).kappa
    own = kappa(rating_tallies(table, _VALUES)).coefficient
    assert own == pytest.approx(expected, nan_ok=True)
    assert own == pytest.approx(from_counts, nan_ok=True)


@given(rating_tables(coders=4))
def test_fleiss_and_the_free_coefficient_are_those_of_statsmodels(table: NDArray[np.int64]) -> None:
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    counts = np.stack([(table == value).sum(axis=1) for value in range(_VALUES)], axis=1)
    tallies = rating_tallies(table, _VALUES)
    assert fleiss(tallies).coefficient == pytest.approx(inter_rater.fleiss_kappa(counts, "fleiss"))
    assert brennan_prediger(tallies).coefficient == pytest.approx(
        inter_rater.fleiss_kappa(counts, "randolph")
    )


@given(st.lists(st.tuples(*[st.sets(st.sampled_from("abc"), min_size=1)] * 2), min_size=2, max_size=8))
def test_masi_alpha_is_that_of_nltk(units: list[tuple[set[str], set[str]]]) -> None:
    agreement = pytest.importorskip("nltk.metrics.agreement")
    distance = pytest.importorskip("nltk.metrics").masi_distance
    assume(len({frozenset(value) for pair in units for value in pair}) > 1)
    data = [
        (coder, str(unit), frozenset(value))
        for unit, pair in enumerate(units)
        for coder, value in zip(("one", "two"), pair, strict=True)
    ]
    ranges: Ranges = {
        coder: [(unit, unit + 1, code) for unit, pair in enumerate(units) for code in sorted(pair[number])]
        for number, coder in enumerate(("one", "two"))
    }
    own, _ = set_alphas(set_values(coded_units([(len(units), ranges)])), masi_distance)
    assert own == pytest.approx(agreement.AnnotationTask(data, distance).alpha())
