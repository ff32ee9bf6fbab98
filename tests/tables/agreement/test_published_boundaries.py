"""Published values of the earlier alpha_U, and of the similarity of segmentations."""

from collections.abc import Sequence
from itertools import permutations

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


@st.composite
def _one_code(draw: st.DrawFn) -> list[tuple[int, Ranges]]:
    """Return one to three texts with the disjoint sections of three coders, who have finished all of them."""
    texts: list[tuple[int, Ranges]] = []
    for _ in range(draw(st.integers(1, 3))):
        units = draw(st.integers(2, 14))
        ends = st.lists(st.integers(0, units), unique=True, max_size=6).map(sorted)
        texts.append(
            (
                units,
                {
                    coder: [(first, end, "x") for first, end in _pairs(draw(ends))]
                    for coder in ("ann", "ben", "cho")
                },
            )
        )
    return texts


def _pairs(ends: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(ends[::2], ends[1::2], strict=False))


def _sections(units: int, ranges: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, bool]]:
    """Return the sections of a text as start, end and whether they are coded; the rest are gaps."""
    sections, at = [], 0
    for first, end, _ in ranges:
        sections += [(at, first, False)] * (first > at) + [(first, end, True)]
        at = end
    return sections + [(at, units, False)] * (at < units)


def _apart(own: tuple[int, int, bool], other: tuple[int, int, bool]) -> int:
    """Return the squared difference of two sections (Krippendorff 2004)."""
    (start, end, is_coded), (other_start, other_end, other_is_coded) = own, other
    if is_coded and other_is_coded and min(end, other_end) > max(start, other_start):
        return (start - other_start) ** 2 + (end - other_end) ** 2
    if is_coded and not other_is_coded and other_start <= start and end <= other_end:
        return (end - start) ** 2
    if other_is_coded and not is_coded and start <= other_start and other_end <= end:
        return (other_end - other_start) ** 2
    return 0


@given(_one_code())
def test_alpha_u_compares_every_section_with_every_other(texts: list[tuple[int, Ranges]]) -> None:
    cut = [{coder: _sections(units, spans) for coder, spans in ranges.items()} for units, ranges in texts]
    length = sum(units for units, _ in texts)
    observed = sum(
        _apart(section, other)
        for of_text in cut
        for first, second in permutations(of_text, 2)
        for section in of_text[first]
        for other in of_text[second]
    )
    every = [each for of_text in cut for sections in of_text.values() for each in sections]
    coded = [end - start for start, end, is_coded in every if is_coded]
    gaps = [end - start for start, end, is_coded in every if not is_coded]
    expected = sum(
        (len(coded) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        + size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
        for size in coded
    )
    positions = 3 * length
    pairs = positions * (positions - 1) - sum(size * (size - 1) for size in coded)
    result = unitizing_disagreement(coded_units(texts, ["x"]))
    assert result.observed == pytest.approx([observed / (6 * length**2)])
    assert result.expected == pytest.approx([2 / length * expected / pairs])
