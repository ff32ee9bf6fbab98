"""Krippendorff's earlier alpha_U for unitizing (1995; 2004, section 11.6), which other programs still print.

It compares sections with sections, not lengths with lengths: so its values are not those of the alphas of
2016.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.span_matches import merge_own_spans
from qualcode.tables.arrays.sparse_relations import Floats, Ints, expand_ranges

_LEAST_CODERS = 2


class Disagreement(NamedTuple):
    """The observed and the expected disagreement of each code."""

    observed: Floats
    expected: Floats

    def alphas(self) -> Floats:
        """Return alpha_U of each code, and last that of all: NaN where nothing is expected."""
        observed = np.append(self.observed, self.observed.sum())
        expected = np.append(self.expected, self.expected.sum())
        ratio: Floats = np.full_like(expected, np.nan)
        np.divide(observed, expected, out=ratio, where=expected > 0)
        return 1 - ratio


def unitizing_disagreement(coded: CodedUnits) -> Disagreement:
    """Return the disagreements over the sources that all coders have finished, one after another.

    No section and no gap reaches from one source into the next.
    """
    merged = merge_own_spans(_finished_by_all(coded))
    length, coders = float(merged.units.sum()), len(merged.coders)
    if not length or coders < _LEAST_CODERS:
        nothing = np.zeros(len(coded.codes))
        return Disagreement(nothing, nothing)
    squares = np.zeros(len(merged.codes))
    for first, second in zip(*np.triu_indices(coders, 1), strict=True):
        squares += 2 * _squared_differences(merged, int(first), int(second))
    observed = squares / (coders * (coders - 1) * length**2)
    expected = [_expected(merged, code, coders * length) * 2 / length for code in range(len(merged.codes))]
    return Disagreement(observed, np.array(expected))


def _finished_by_all(coded: CodedUnits) -> CodedUnits:
    """Return the codings in the sources that every coder has finished, who are at least two."""
    by_all = coded.finished.all(axis=1, keepdims=True)
    return replace(coded, finished=coded.finished & by_all).coded_twice()


def _squared_differences(merged: CodedUnits, first: int, second: int) -> Floats:
    """Return the sum of the squared differences between sections of two coders, by code.

    Overlapping sections differ by their starts and ends; a section in a gap of the other by its length.
    """
    shift = (merged.source * len(merged.codes) + merged.code) * (int(merged.end.max(initial=0)) + 1)
    start, end = merged.first + shift, merged.end + shift
    sides = [np.flatnonzero(merged.coder == coder) for coder in (first, second)]
    left, right = (side[np.argsort(start[side])] for side in sides)
    from_ = np.searchsorted(end[right], start[left], side="right")
    until = np.maximum(np.searchsorted(start[right], end[left]), from_)
    position, candidate = expand_ranges(from_, until)
    own, other = left[position], right[candidate]
    apart = (start[own] - start[other]) ** 2 + (end[own] - end[other]) ** 2
    lonely = np.setdiff1d(np.concatenate((left, right)), np.concatenate((own, other)))
    codes = np.concatenate((merged.code[own], merged.code[lonely]))
    squares = np.concatenate((apart, (end[lonely] - start[lonely]) ** 2)).astype(np.float64)
    return np.bincount(codes, squares, len(merged.codes)).astype(np.float64)


def _expected(merged: CodedUnits, code: int, positions: float) -> float:
    """Return the sum of the squared differences of all sections of a code by chance, per pair of positions.

    A section of length l meets another one in all ways of overlapping, (2l³ - 3l² + l) / 3 together, and lies
    in a gap of length g in g - l + 1 ways.
    """
    of_code = merged.code == code
    sections = (merged.end - merged.first)[of_code].astype(np.float64)
    gaps = np.sort(_gaps(merged, of_code)).astype(np.float64)
    longer = np.searchsorted(gaps, sections)
    sums = np.append(np.cumsum(gaps[::-1])[::-1], 0)[longer]
    fitting = sums - (sections - 1) * (len(gaps) - longer)
    meeting = (len(sections) - 1) / 3 * (2 * sections**3 - 3 * sections**2 + sections)
    pairs = positions * (positions - 1) - (sections * (sections - 1)).sum()
    return float((meeting + sections**2 * fitting).sum() / pairs) if pairs > 0 else 0.0


def _gaps(merged: CodedUnits, of_code: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Ints:
    """Return the lengths of what lies between the sections of each coder in each source, ends included."""
    sources, coders = len(merged.sources), len(merged.coders)
    owner = (merged.source * coders + merged.coder)[of_code]
    every = np.arange(sources * coders)
    ends = np.repeat(merged.units, coders)
    group = np.concatenate((owner, every))
    start = np.concatenate((merged.first[of_code], ends))
    end = np.concatenate((merged.end[of_code], ends))
    order = np.lexsort((end, start, group))
    group, start, end = group[order], start[order], end[order]
    before = np.where(np.append(True, group[1:] != group[:-1]), 0, np.append(0, end[:-1]))
    lengths: Ints = start - before
    return lengths[lengths > 0]
