"""Unitizing, set-valued and character coefficients of published texts with spans."""

import numpy as np
import pytest

from qualcode.tables.agreement.boundary_sweep import shared_lengths, sweep
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.coefficients import alpha, fleiss, kappa, positive_agreement
from qualcode.tables.agreement.set_alpha import set_alphas, set_values
from qualcode.tables.agreement.set_distances import jaccard_distance, masi_distance, nominal_distance
from qualcode.tables.agreement.tallies import Tallies, binary_tallies
from qualcode.tables.agreement.unitizing import (
    bar_u_alpha,
    coverage,
    cu_alpha,
    ku_alphas,
    u_alpha,
    unitizing_tallies,
)
from tests.support.coded_units import Ranges, coded_units

KRIPPENDORFF_2016 = {
    "Alex": [(2, 9, "1"), (11, 17, "2"), (24, 30, "5"), (32, 36, "6"), (36, 44, "6"), (44, 60, "7")],
    "Paul": [(2, 9, "1"), (11, 17, "3"), (19, 25, "5"), (32, 44, "6")],
    "Suzan": [(2, 9, "1"), (11, 17, "4"), (21, 27, "5"), (32, 36, "6"), (36, 40, "6"), (40, 44, "6")],
}
KRIPPENDORFF_1995 = {"Bertha": [(2, 10, "x"), (14, 20, "x")], "Bill": [(4, 8, "x"), (15, 17, "x")]}
KRIPPENDORFF_2004 = {
    "i": [(75, 145, "c"), (220, 250, "c")],
    "j": [(70, 150, "c"), (205, 225, "c"), (250, 270, "c")],
}


def binary(coded: CodedUnits) -> Tallies:
    """Return the tallies of the only code, over all sources."""
    group = coded.source * len(coded.codes) + coded.code
    swept = sweep(group, coded.coder, coded.first, coded.end, len(coded.coders))
    shared = shared_lengths(swept, len(coded.sources) * len(coded.codes))
    shape = (len(coded.sources), len(coded.codes), len(coded.coders), len(coded.coders))
    return binary_tallies(shared.reshape(shape), coded.units, coded.finished).total()


def test_the_figure_of_krippendorff_and_others_2016() -> None:
    tallies = unitizing_tallies(coded_units([(60, KRIPPENDORFF_2016)]))
    assert tallies
    total = tallies.total()
    assert u_alpha(total) == pytest.approx(0.50967, abs=5e-6)
    assert bar_u_alpha(total) == pytest.approx(0.4132, abs=5e-5)
    assert cu_alpha(total) == pytest.approx(0.72393, abs=5e-6)
    assert ku_alphas(total) == pytest.approx([1, 0, 0, 0, 1, 1, np.nan], abs=1e-9, nan_ok=True)
    assert coverage(total)[[4, 6]] == pytest.approx([0.4444, 0], abs=5e-5)


@pytest.mark.parametrize(
    ("length", "ranges", "published"), [(24, KRIPPENDORFF_1995, 0.3583), (300, KRIPPENDORFF_2004, 0.5163)]
)
def test_unitizing_one_code(length: int, ranges: Ranges, published: float) -> None:
    tallies = unitizing_tallies(coded_units([(length, ranges)]))
    assert tallies
    assert u_alpha(tallies.total()) == pytest.approx(published, abs=5e-5)
    assert bar_u_alpha(tallies.total()) == pytest.approx(published, abs=5e-5)


def test_characters_of_krippendorff_1995() -> None:
    tallies = binary(coded_units([(24, KRIPPENDORFF_1995)]))
    assert kappa(tallies).coefficient == pytest.approx([0.385], abs=5e-4)
    assert fleiss(tallies).coefficient == pytest.approx([0.314], abs=5e-4)
    assert alpha(tallies) == pytest.approx([0.329], abs=5e-4)


def test_holsti_of_the_atlas_manual_is_the_positive_agreement() -> None:
    ranges = {"a": [(0, 32, "x")], "b": [(6, 40, "x")]}
    assert positive_agreement(binary(coded_units([(60, ranges)]))) == pytest.approx([52 / 66])


def test_sets_of_codes() -> None:
    pairs = [
        ("", ""),
        ("A", ""),
        ("A", "A"),
        ("A", "B"),
        ("AB", "A"),
        ("AB", "AC"),
        ("ABC", "ABC"),
        ("C", "AC"),
        ("C", "AC"),
    ]
    ranges: Ranges = {
        coder: [(unit, unit + 1, code) for unit, sets in enumerate(pairs) for code in sets[number]]
        for number, coder in enumerate(("one", "two"))
    }
    values = set_values(coded_units([(len(pairs), ranges)]))
    for distance, published in (
        (nominal_distance, 0.238806),
        (jaccard_distance, 0.31562),
        (masi_distance, 0.273081),
    ):
        assert set_alphas(values, distance)[0] == pytest.approx(published, abs=5e-7)


@pytest.mark.parametrize(
    ("left", "right", "jaccard", "masi"),
    [
        ("", "", 0, 0),
        ("", "A", 1, 1),
        ("A", "AB", 0.5, 0.6667),
        ("AB", "BC", 0.6667, 0.8889),
        ("A", "B", 1, 1),
    ],
)
def test_distances_of_sets(left: str, right: str, jaccard: float, masi: float) -> None:
    sizes = [np.array([float(len(sets))]) for sets in (set(left) & set(right), left, right)]
    assert jaccard_distance(*sizes) == pytest.approx([jaccard], abs=5e-5)
    assert masi_distance(*sizes) == pytest.approx([masi], abs=5e-5)
