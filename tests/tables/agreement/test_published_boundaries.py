"""Published values of the earlier alpha_U, and of the similarity of segmentations."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.tables.agreement.boundaries.alpha_of_2004 import unitizing_disagreement
from qualcode.tables.agreement.boundaries.segmentation import boundary_edits, window_errors
from qualcode.tables.agreement.results.segmentation_agreement import agreement_on_segmentations
from tests.support.coded_units import Ranges, coded_units

KRIPPENDORFF_2004 = {
    "i": [(75, 145, "c"), (220, 250, "c"), (30, 90, "k"), (150, 200, "k")],
    "j": [(70, 150, "c"), (205, 225, "c"), (250, 270, "c"), (30, 90, "k"), (150, 200, "k")],
}
STARGAZER = {
    "1": (2, 3, 3, 1, 3, 6, 3),
    "2": (2, 8, 2, 4, 2, 3),
    "3": (2, 1, 2, 3, 1, 3, 1, 3, 2, 2, 1),
    "4": (2, 1, 4, 1, 1, 3, 1, 4, 3, 1),
    "5": (3, 2, 4, 3, 5, 4),
    "6": (2, 3, 4, 2, 2, 5, 3),
    "7": (2, 3, 2, 2, 3, 1, 3, 2, 3),
}
"""Hearst (1997): the segments of seven readers in paragraphs."""


def segmented(masses: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return segments of these numbers of units one after another as codings."""
    ends = np.cumsum(masses).tolist()
    return [(end - mass, end, "x") for mass, end in zip(masses, ends, strict=True)]


def measures(*coders: Sequence[int]) -> dict[str, float]:
    ranges: Ranges = {str(number): segmented(masses) for number, masses in enumerate(coders)}
    [row] = agreement_on_segmentations(coded_units([(sum(coders[0]), ranges)]), {}).to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_alpha_u_of_krippendorff_2004_p254() -> None:
    result = unitizing_disagreement(coded_units([(300, KRIPPENDORFF_2004)]))
    assert result.observed == pytest.approx([0.0144, 0], abs=5e-5)
    assert result.expected[0] == pytest.approx(0.0532, abs=5e-5)
    assert result.alphas()[:2] == pytest.approx([0.7286, 1], abs=5e-5)
    # The book computes that of all codes from rounded disagreements: .8591 for .8587.
    rounded = 1 - result.observed.sum().round(4) / result.expected.sum().round(4)
    assert rounded == pytest.approx(0.8591, abs=5e-5)
    assert result.alphas()[2] == pytest.approx(0.8591, abs=5e-4)


def test_alpha_u_of_krippendorff_1995_p57_in_ever_smaller_units() -> None:
    size = 1000
    ranges: Ranges = {
        "Bertha": [(2 * size, 10 * size, "x"), (14 * size, 20 * size, "x")],
        "Bill": [(4 * size, 8 * size, "x"), (15 * size, 17 * size, "x")],
    }
    alphas = unitizing_disagreement(coded_units([(24 * size, ranges)])).alphas()
    assert alphas == pytest.approx([0.553, 0.553], abs=5e-4)


def test_alpha_u_counts_what_all_have_finished_and_is_1_where_they_are_alike() -> None:
    alike = {coder: [(2, 5, "x"), (9, 11, "x")] for coder in ("ann", "ben")}
    alone = (20, {"ann": [(0, 9, "x")]})
    coded = coded_units([(30, alike), alone])
    assert unitizing_disagreement(coded).alphas() == pytest.approx([1, 1])
    assert np.isnan(unitizing_disagreement(coded_units([alone])).alphas()).all()


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        ((2, 3, 6), (5, 6), {"boundary_similarity": 0.5, "segmentation_similarity": 0.9}),
        ((1, 2, 3, 4, 1), (1, 2, 4, 3, 1), {"boundary_similarity": 0.875, "segmentation_similarity": 0.95}),
    ],
)
def test_the_similarity_of_two_segmentations(
    first: Sequence[int], second: Sequence[int], published: dict[str, float]
) -> None:
    """As segeval 2.0.11 prints them."""
    computed = measures(first, second)
    assert {name: computed[name] for name in published} == pytest.approx(published)


def test_window_diff_depends_on_which_is_the_reference() -> None:
    three, two = np.array([2, 5]), np.array([5])
    assert window_errors(two, three, 11) == (2, 8)
    assert window_errors(three, two, 11) == (2, 9)
    assert measures((2, 3, 6), (5, 6))["window_diff"] == pytest.approx((0.25 + 2 / 9) / 2)


def test_seven_readers_of_hearst_1997() -> None:
    computed = measures(*STARGAZER.values())
    assert computed["boundary_similarity"] == pytest.approx(0.53369, abs=5e-6)
    assert computed["segmentation_similarity"] == pytest.approx(0.79524, abs=5e-6)
    assert computed["boundary_pi"] == pytest.approx(0.46445, abs=5e-6)


def _most_near_misses(first: frozenset[int], second: frozenset[int]) -> int:
    """Return the most near misses, trying either neighbour or none for each boundary of the first alone."""
    only, others = sorted(first - second), second - first
    if not only:
        return 0
    rest = frozenset(only[1:])
    neighbours = [near for near in (only[0] - 1, only[0] + 1) if near in others]
    return max(
        _most_near_misses(rest, others),
        *(1 + _most_near_misses(rest, others - {near}) for near in neighbours),
        0,
    )


@given(
    first=st.frozensets(st.integers(1, 9), max_size=6), second=st.frozensets(st.integers(1, 9), max_size=6)
)
def test_edits_have_as_many_near_misses_as_can_be(first: frozenset[int], second: frozenset[int]) -> None:
    edits = boundary_edits(np.array(sorted(first), dtype=int), np.array(sorted(second), dtype=int))
    near = _most_near_misses(first, second)
    assert edits == (len(first & second), near, len(first ^ second) - 2 * near)
