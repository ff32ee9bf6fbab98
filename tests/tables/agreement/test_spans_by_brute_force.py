"""Matching spans and unitizing coefficients equal what counting every unit and pair of segments gives."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.tables.agreement.span_matches import match_spans, merge_own_spans
from qualcode.tables.agreement.unitizing import bar_u_alpha, cu_alpha, ku_alphas, u_alpha, unitizing_tallies
from tests.support.coded_units import Ranges, coded_units

CODES, CODERS = ("a", "b"), ("ann", "ben", "cho")
Segment = tuple[int, int, str]


@st.composite
def _segments(draw: st.DrawFn, units: int, *, overlapping: bool) -> list[Segment]:
    ends = draw(st.lists(st.integers(0, units), max_size=8, unique=not overlapping))
    ends = ends if overlapping else sorted(ends)
    pairs = [(min(pair), max(pair)) for pair in zip(ends[::2], ends[1::2], strict=False)]
    return [(first, end, draw(st.sampled_from(CODES))) for first, end in pairs if end > first]


@st.composite
def studies(draw: st.DrawFn, *, overlapping: bool) -> list[tuple[int, Ranges]]:
    """Return one to three sources, each coded by two or three coders."""
    return [
        (units, {coder: draw(_segments(units, overlapping=overlapping)) for coder in coders})
        for _ in range(draw(st.integers(1, 3)))
        for units in (draw(st.integers(2, 16)),)
        for coders in (CODERS[: draw(st.integers(2, 3))],)
    ]


def _merged(segments: list[Segment], code: str) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, end, _ in sorted(each for each in segments if each[2] == code):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((first, end))
    return merged


@given(studies(overlapping=True))
def test_overlapping_spans_of_a_coder_are_merged(sources: list[tuple[int, Ranges]]) -> None:
    coded = merge_own_spans(coded_units(sources, CODES, CODERS))
    spans = sorted(zip(coded.source, coded.code, coded.coder, coded.first, coded.end, strict=True))
    assert spans == sorted(
        (number, CODES.index(code), CODERS.index(coder), first, end)
        for number, (_, ranges) in enumerate(sources)
        for coder, segments in ranges.items()
        for code in CODES
        for first, end in _merged(list(segments), code)
    )


@given(studies(overlapping=True))
def test_matches_are_a_largest_matching(sources: list[tuple[int, Ranges]]) -> None:
    coded = coded_units(sources, CODES, CODERS)
    matches = match_spans(coded)
    for number, (_, ranges) in enumerate(sources):
        for index, code in enumerate(CODES):
            spans = {coder: _merged(list(segments), code) for coder, segments in ranges.items()}
            expected = sum(
                _largest_matching(spans[one], spans[other]) for one, other in combinations(spans, 2)
            )
            assert matches.matched()[number, index] == expected
            assert matches.spans[number, index] == sum(map(len, spans.values())) * (len(spans) - 1)
    assert (matches.start_distance >= 0).all()


def _largest_matching(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> int:
    """Return the size of the largest one-to-one matching, by trying all."""
    if not left:
        return 0
    first, *others = left
    best = _largest_matching(others, right)
    for number, span in enumerate(right):
        shared = min(first[1], span[1]) - max(first[0], span[0])
        if shared > 0 and 2 * shared >= max(first[1], span[1]) - min(first[0], span[0]):
            best = max(best, 1 + _largest_matching(others, right[:number] + right[number + 1 :]))
    return best


@given(studies(overlapping=False))
def test_unitizing_is_over_all_pairs_of_segments(sources: list[tuple[int, Ranges]]) -> None:
    coded = coded_units(sources, CODES, CODERS)
    tallies = unitizing_tallies(coded)
    assert tallies is not None
    total = tallies.total()
    for codes, coefficient in ((CODES, u_alpha), (None, bar_u_alpha)):
        assert coefficient(total) == pytest.approx(_u_alpha(sources, codes), nan_ok=True)
    own, expected = _shared_tables(sources)
    observed_off, expected_off = own.sum() - np.trace(own), expected.sum() - np.trace(expected)
    assert cu_alpha(total) == pytest.approx(
        1 - observed_off / expected_off if expected_off > 1e-9 else np.nan, nan_ok=True
    )
    for number in range(len(CODES)):
        column, chance = own[:, number], expected[:, number]
        chance_off = chance.sum() - chance[number]
        value = np.nan
        if column.sum() and chance_off > 1e-9:
            value = 1 - ((column.sum() - column[number]) / column.sum()) / (chance_off / chance.sum())
        assert ku_alphas(total)[number] == pytest.approx(value, nan_ok=True)


def test_codes_on_the_same_units_have_no_unitizing_alpha() -> None:
    sources: list[tuple[int, Ranges]] = [(9, {"ann": [(0, 4, "a"), (3, 6, "b")], "ben": [(0, 4, "a")]})]
    assert unitizing_tallies(coded_units(sources)) is None


def _continuum(sources: list[tuple[int, Ranges]]) -> list[tuple[int, str, list[tuple[int, int, str]]]]:
    """Return each coder's segments of each source with the gaps between them, whose value is empty."""
    cut = []
    for number, (units, ranges) in enumerate(sources):
        for coder, segments in ranges.items():
            own, position = [], 0
            for first, end, code in [*sorted(segments), (units, units, "")]:
                own += [(position, first, "")] if first > position else []
                own += [(first, end, code)] if code else []
                position = end
            cut.append((number, coder, own))
    return cut


def _u_alpha(sources: list[tuple[int, Ranges]], codes: tuple[str, ...] | None) -> float:
    """Return u-alpha by all pairs of segments; without codes, only whether they are coded counts."""

    def value(code: str) -> str:
        return code if codes or not code else "coded"

    values = ["", *(codes or ("coded",))]
    table = np.zeros((len(values), len(values)))
    squares = np.zeros(len(values))
    cut = _continuum(sources)
    for number, _, own in cut:
        others = sum(other == number for other, _, _ in cut) - 1
        for first, end, code in own:
            length = end - first
            squares[values.index(value(code))] += length**2 if code else length
            for other, _, theirs in cut:
                if other == number and theirs is not own:
                    for start, until, against in theirs:
                        shared = max(0, min(end, until) - max(first, start))
                        table[values.index(value(code)), values.index(value(against))] += shared / others
    totals, size = table.sum(axis=1), table.sum()
    expected = size * (np.outer(totals, totals) - np.diag(squares)) / (size**2 - squares.sum())
    off = expected.sum() - np.trace(expected)
    return float(1 - (size - np.trace(table)) / off) if off > 1e-9 else np.nan


def _shared_tables(sources: list[tuple[int, Ranges]]) -> tuple[np.ndarray, np.ndarray]:
    """Return coincidences of coded segments, and what chance expects."""
    table, squares = np.zeros((len(CODES), len(CODES))), np.zeros(len(CODES))
    for _, ranges in sources:
        others = len(ranges) - 1
        own_shares = {(coder, segment): 0.0 for coder, segments in ranges.items() for segment in segments}
        for one, other in permutations(ranges, 2):
            for first, end, code in ranges[one]:
                for start, until, against in ranges[other]:
                    shared = max(0, min(end, until) - max(first, start)) / others
                    table[CODES.index(code), CODES.index(against)] += shared
                    own_shares[one, (first, end, code)] += shared
        for (_, (_, _, code)), shared in own_shares.items():
            squares[CODES.index(code)] += shared**2
    totals, size = table.sum(axis=1), table.sum()
    whole = size**2 - squares.sum()
    expected = (
        size * (np.outer(totals, totals) - np.diag(squares)) / whole if whole > 1e-9 else np.zeros_like(table)
    )
    return table, expected
