"""The sweep over boundaries gives what counting every unit gives, on random codings with missing coders."""

from collections import Counter
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.tables.agreement.code_tallies import code_tallies
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.coefficients import (
    ac1,
    alpha,
    brennan_prediger,
    fleiss,
    kappa,
    percent,
    positive_agreement,
)
from qualcode.tables.agreement.confusion import confusion
from qualcode.tables.agreement.set_alpha import set_alphas, set_values
from qualcode.tables.agreement.set_distances import jaccard_distance, masi_distance, nominal_distance
from qualcode.tables.agreement.tallies import rating_tallies
from tests.support.coded_units import Ranges, coded_units

CODES, CODERS = ("a", "b", "c"), ("ann", "ben", "cho")


@st.composite
def studies(draw: st.DrawFn) -> CodedUnits:
    """Return one to four sources, coded by all or some coders, with ranges that may overlap."""
    sources: list[tuple[int, Ranges]] = []
    for _ in range(draw(st.integers(1, 4))):
        units = draw(st.integers(1, 12))
        coding = st.tuples(st.integers(0, units), st.integers(0, units), st.sampled_from(CODES))
        coders = draw(st.lists(st.sampled_from(CODERS), unique=True, max_size=3))
        sources.append(
            (
                units,
                {
                    coder: [(min(first, end), max(first, end), code) for first, end, code in codings]
                    for coder in coders
                    for codings in (draw(st.lists(coding, max_size=5)),)
                },
            )
        )
    return coded_units(sources, CODES, CODERS)


def ratings(coded: CodedUnits, code: str) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return one row for each unit: whether each coder gave it the code, -1 where the source is missing."""
    rows = []
    for source, units in enumerate(coded.units.tolist()):
        values = np.where(coded.finished[source], 0, -1) * np.ones((units, 1), dtype=np.int64)
        for number in np.flatnonzero((coded.source == source) & (coded.code == coded.codes.index(code))):
            if values[0, coded.coder[number]] >= 0:
                values[coded.first[number] : coded.end[number], coded.coder[number]] = 1
        rows.append(values)
    return np.array(np.concatenate(rows), dtype=np.int64)


def of_two_or_more(coded: CodedUnits, code: str) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    values = ratings(coded, code)
    chosen: np.ndarray[tuple[int, int], np.dtype[np.int64]] = values[(values >= 0).sum(axis=1) > 1]
    return chosen


@given(studies())
def test_the_tallies_are_those_of_every_unit(coded: CodedUnits) -> None:
    twice = coded.coded_twice()
    swept = code_tallies(twice).total() if len(twice.sources) else None
    for number, code in enumerate(CODES):
        counted = rating_tallies(of_two_or_more(coded, code), 2)
        if swept is None:
            assert counted.units == 0
            continue
        for name in ("rated", "units", "agreement", "shares", "coincidences", "pairs"):
            own = getattr(swept, name)
            assert np.allclose(own[number], getattr(counted, name)), name


@given(studies())
def test_coefficients_are_what_their_definitions_say(coded: CodedUnits) -> None:
    """Recompute each coefficient from the units by the formula of its author."""
    for code in CODES:
        values = of_two_or_more(coded, code)
        if not len(values):
            continue
        tallies = rating_tallies(values, 2)
        per_unit = [[int(value) for value in row if value >= 0] for row in values]
        pairs = [[one == other for one, other in combinations(row, 2)] for row in per_unit]
        agreement = float(np.mean([np.mean(row) for row in pairs]))
        share = float(np.mean([np.mean(row) for row in per_unit]))
        assert percent(tallies) == pytest.approx(agreement)
        _assert_corrected(fleiss(tallies).coefficient, agreement, share**2 + (1 - share) ** 2)
        _assert_corrected(ac1(tallies).coefficient, agreement, 2 * share * (1 - share))
        _assert_corrected(brennan_prediger(tallies).coefficient, agreement, 0.5)
        _assert_same(alpha(tallies), _alpha(per_unit))
        if (values >= 0).all():
            own = values.mean(axis=0)
            chance = np.mean([p * q + (1 - p) * (1 - q) for p, q in combinations(own, 2)])
            _assert_corrected(kappa(tallies).coefficient, agreement, float(chance))
        both = sum(one + other == 2 for row in per_unit for one, other in combinations(row, 2))
        one_only = sum(one + other == 1 for row in per_unit for one, other in combinations(row, 2))
        _assert_same(
            positive_agreement(tallies), 2 * both / (2 * both + one_only) if both + one_only else np.nan
        )


@given(studies())
def test_set_valued_alpha_is_over_the_sets_of_every_unit(coded: CodedUnits) -> None:
    twice = coded.coded_twice()
    units = _unit_sets(coded)
    for distance, of_sets in (
        (nominal_distance, lambda one, other: float(one != other)),
        (jaccard_distance, _jaccard),
        (masi_distance, _masi),
    ):
        if not len(twice.sources):
            continue
        value, without_each = set_alphas(set_values(twice), distance)
        _assert_same(value, _set_alpha([each for source in units for each in source], of_sets))
        for number, own in enumerate(without_each):
            left = [each for other, source in enumerate(units) if other != number for each in source]
            _assert_same(own, _set_alpha(left, of_sets))


@given(studies())
def test_confusion_counts_every_unit_with_different_codes(coded: CodedUnits) -> None:
    twice = coded.coded_twice()
    expected: Counter[tuple[int, int]] = Counter()
    for source in _unit_sets(coded):
        for sets in source:
            for one, other in permutations(sets, 2):
                for code in one - other:
                    expected.update((CODES.index(code), CODES.index(against)) for against in other - one)
                    expected[CODES.index(code), len(CODES)] += not other - one
            for one, other in combinations(sets, 2):
                expected.update((CODES.index(code), CODES.index(code)) for code in one & other)
    table = confusion(twice) if len(twice.sources) else np.zeros((3, 4))
    assert {cell: count for cell, count in np.ndenumerate(table) if count} == {
        cell: count for cell, count in expected.items() if count
    }


def _unit_sets(coded: CodedUnits) -> list[list[list[frozenset[str]]]]:
    """Return the sets of codes of the coders of each unit, by source, where at least two have finished."""
    sources = []
    for source, units in enumerate(coded.units.tolist()):
        coders = np.flatnonzero(coded.finished[source])
        if len(coders) < 2:
            continue
        own = coded.source == source
        sources.append(
            [
                [
                    frozenset(
                        coded.codes[coded.code[number]]
                        for number in np.flatnonzero(own & (coded.coder == coder))
                        if coded.first[number] <= unit < coded.end[number]
                    )
                    for coder in coders
                ]
                for unit in range(units)
            ]
        )
    return sources


def _alpha(units: list[list[int]]) -> float:
    """Krippendorff's alpha by its pairs of values."""
    return _set_alpha(
        [[frozenset({str(value)}) for value in row] for row in units], lambda a, b: float(a != b)
    )


def _set_alpha(units: list[list[frozenset[str]]], distance: object) -> float:
    assert callable(distance)
    counts = Counter(value for row in units for value in row)
    size = counts.total()
    observed = sum(
        distance(one, other) / (len(row) - 1) for row in units for one, other in permutations(row, 2)
    )
    expected = sum(
        count * number * distance(one, other)
        for one, count in counts.items()
        for other, number in counts.items()
    )
    return 1 - (size - 1) * observed / expected if expected else np.nan


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def _masi(one: frozenset[str], other: frozenset[str]) -> float:
    monotony = (
        1 if one == other else 0 if not one & other else 2 / 3 if one <= other or other <= one else 1 / 3
    )
    return 1 - (1 - _jaccard(one, other)) * monotony


def _assert_corrected(value: object, observed: float, expected: float) -> None:
    _assert_same(value, (observed - expected) / (1 - expected) if abs(1 - expected) > 1e-9 else np.nan)


def _assert_same(value: object, expected: float) -> None:
    assert value == pytest.approx(expected, nan_ok=True, abs=1e-9)
