"""The unitizing alphas of Krippendorff, Mathet, Bouvry and Widloecher (2016): |u, u, cu and (k)u.

Each coder cuts the text into segments with one value each; the gaps between them have the value 0. What a
coder coded with two codes at once has no single value: then only |u-alpha of each code is defined. Chance
pairs all segments but a segment with itself, which is what `squares` takes away.
"""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from qualcode.tables.agreement.boundary_sweep import Sweep
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.set_alpha import sweep_sources
from qualcode.tables.agreement.span_matches import merge_own_spans
from qualcode.tables.arrays.sparse_relations import Flags, Floats, Ints

_ROUNDING = 1e-9
"""Lengths below this are 0 but for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitizingTallies:
    """Sums over the sources on the leading axis; v is the number of values, of which 0 is the gap."""

    coincidences: Floats
    """Lengths of intersections of segments of two coders / (coders - 1): […, v, v]."""
    squares: Floats
    """The squared lengths of the segments of each value, the lengths of gaps: […, v]."""
    shared_squares: Floats
    """The squared lengths of what others share of each segment with any code, on average: […, v]."""

    def total(self) -> Self:
        """Return the sums over the sources."""
        return type(self)(**{field.name: getattr(self, field.name).sum(axis=0) for field in fields(self)})

    def without_each(self) -> Self:
        """Return the sums over all other sources for each of them."""
        return type(self)(
            **{
                field.name: getattr(self, field.name).sum(axis=0) - getattr(self, field.name)
                for field in fields(self)
            }
        )


def unitizing_tallies(coded: CodedUnits) -> UnitizingTallies | None:
    """Return the tallies of all codes together; None if a coder has coded some units with two codes."""
    merged = merge_own_spans(coded)
    swept = sweep_sources(merged)
    inside = swept.inside.reshape(-1, len(coded.coders), len(coded.codes))
    if (inside.sum(axis=2) > 1).any():
        return None
    value = np.where(inside.any(axis=2), inside.argmax(axis=2) + 1, 0)
    values, sources = len(coded.codes) + 1, len(coded.sources)
    coders = coded.finished.sum(axis=1)
    coincidences = _coincidences(coded, swept, value, values)
    covered = np.bincount(swept.group, swept.length, sources)
    coincidences[:, 0, 0] += (coded.units - covered) * coders
    length = (merged.end - merged.first).astype(np.float64)
    squares = _by_source_and_code(merged, length**2, sources, values)
    squares[:, 0] = coincidences.sum(axis=2)[:, 0]
    shared = _by_source_and_code(merged, _shared_lengths(merged, swept, value > 0) ** 2, sources, values)
    return UnitizingTallies(coincidences=coincidences, squares=squares, shared_squares=shared)


def u_alpha(tallies: UnitizingTallies) -> Floats:
    """Return u-alpha: agreement on both the ends and the values of segments."""
    return _alpha(tallies.coincidences, tallies.squares)


def bar_u_alpha(tallies: UnitizingTallies) -> Floats:
    """Return |u-alpha: agreement on what is coded at all, whatever its code."""
    own = tallies.coincidences
    gap, coded = own[..., 0, 0], own[..., 1:, 1:].sum(axis=(-1, -2))
    other = own[..., 0, 1:].sum(axis=-1)
    squares = np.stack((tallies.squares[..., 0], tallies.squares[..., 1:].sum(axis=-1)), axis=-1)
    return bar_u_alpha_of(np.stack((gap, other, other, coded), axis=-1).reshape(*gap.shape, 2, 2), squares)


def bar_u_alpha_of(coincidences: Floats, squares: Floats) -> Floats:
    """Return |u-alpha from coincidences of not coded and coded ([…, 2, 2]) and squared lengths ([…, 2])."""
    return _alpha(coincidences, squares)


def cu_alpha(tallies: UnitizingTallies) -> Floats:
    """Return cu-alpha: agreement on the codes of what both have coded."""
    return _alpha(tallies.coincidences[..., 1:, 1:], tallies.shared_squares[..., 1:])


def ku_alphas(tallies: UnitizingTallies) -> Floats:
    """Return (k)u-alpha of each code k: agreement on this code where both have coded: […, codes]."""
    own = tallies.coincidences[..., 1:, 1:]
    expected = _expected(own, tallies.shared_squares[..., 1:])
    observed_share, expected_share = (
        _ratio(table.sum(axis=-2) - _diagonal(table), table.sum(axis=-2)) for table in (own, expected)
    )
    return 1 - _ratio(observed_share, expected_share)


def coverage(tallies: UnitizingTallies) -> Floats:
    """Return the share of each code's length where the others have coded anything: […, codes]."""
    lengths = tallies.coincidences[..., :, 1:]
    return _ratio(lengths[..., 1:, :].sum(axis=-2), lengths.sum(axis=-2))


def _alpha(coincidences: Floats, squares: Floats) -> Floats:
    expected = _expected(coincidences, squares)
    observed = coincidences.sum(axis=(-1, -2)) - _diagonal(coincidences).sum(axis=-1)
    return 1 - _ratio(observed, expected.sum(axis=(-1, -2)) - _diagonal(expected).sum(axis=-1))


def _expected(coincidences: Floats, squares: Floats) -> Floats:
    """Return n (n_c n_k - [c = k] w_c) / (n² - w), with the squares w of a segment with itself."""
    totals = coincidences.sum(axis=-1)
    size = totals.sum(axis=-1)[..., np.newaxis, np.newaxis]
    products = totals[..., :, np.newaxis] * totals[..., np.newaxis, :]
    products -= squares[..., np.newaxis] * np.eye(squares.shape[-1])
    return _ratio(size * products, size**2 - squares.sum(axis=-1)[..., np.newaxis, np.newaxis])


def _coincidences(coded: CodedUnits, swept: Sweep, value: Ints, values: int) -> Floats:
    sources = len(coded.sources)
    coders = coded.finished.sum(axis=1)
    table = np.zeros(sources * values * values)
    for first, second in zip(*np.triu_indices(len(coded.coders), 1), strict=True):
        both = coded.finished[swept.group, first] & coded.finished[swept.group, second]
        weight = swept.length * both / (coders[swept.group] - 1)
        for one, other in ((first, second), (second, first)):
            cell = (swept.group * values + value[:, one]) * values + value[:, other]
            table += np.bincount(cell, weight, len(table))
    return table.reshape(sources, values, values)


def _shared_lengths(merged: CodedUnits, swept: Sweep, is_coded: Flags) -> Floats:
    """Return for each segment the length that another coder has coded with any code, on average."""
    others = is_coded.sum(axis=1, keepdims=True) - is_coded
    coders = merged.finished.sum(axis=1)[swept.group]
    weighted = swept.length[:, np.newaxis] * others / (coders - 1)[:, np.newaxis]
    before = np.concatenate((np.zeros((1, weighted.shape[1])), np.cumsum(weighted, axis=0)))
    width = int(merged.units.max(initial=0)) + 1
    position = swept.group * width + swept.start
    first = np.searchsorted(position, merged.source * width + merged.first)
    end = np.searchsorted(position, merged.source * width + merged.end)
    shared: Floats = before[end, merged.coder] - before[first, merged.coder]
    return shared


def _by_source_and_code(merged: CodedUnits, weight: Floats, sources: int, values: int) -> Floats:
    cell = merged.source * values + merged.code + 1
    return np.bincount(cell, weight, sources * values).reshape(sources, values).astype(np.float64)


def _diagonal(table: Floats) -> Floats:
    return np.diagonal(table, axis1=-2, axis2=-1)


def _ratio(part: Floats, whole: Floats) -> Floats:
    undefined: Floats = np.full(np.broadcast(part, whole).shape, np.nan)
    return np.divide(part, whole, out=undefined, where=whole > _ROUNDING)
