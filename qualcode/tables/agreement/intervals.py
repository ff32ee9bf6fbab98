"""Coefficients with their intervals as columns of a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from qualcode.tables.agreement import coefficients
from qualcode.tables.agreement.jackknife import jackknife_interval
from qualcode.tables.agreement.tallies import Tallies
from qualcode.tables.arrays.sparse_relations import Flags, Floats

Columns = dict[str, Floats]
WITHOUT_INTERVAL = ("max", "se")
"""Columns that never have an interval: the greatest kappa is biased in small samples, an error has none."""
OF_SINGLE_CODES = ("f1", "alpha", "kappa", "fleiss", "pi", "bar_u_alpha", "overlap_f1")
"""Coefficients with an interval for a single code; others (percent, AC1 …) have one over all codes only.

A rare code is printed when it happens to be in many sources, where coders also disagree more often: so the
percent of a printed code is too low on average. The others do not depend on how frequent a code is.
"""
_UNWIDENED = ("overlap_f1",)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IntervalBasis:
    """What the interval of a coefficient depends on, besides the coefficient."""

    amounts: Floats
    """Coded units in each source, the mean of its coders: sources by coefficients."""
    unit: str
    """What the units are."""
    is_of_codes: bool
    """Whether each coefficient is of a single code, and not of all codes together."""

    def allows(self, name: str) -> bool:
        """Return whether simulated intervals of this coefficient cover with these units."""
        name = name.removeprefix("machine_")
        if self.unit == "source" or name in WITHOUT_INTERVAL:
            return False
        return not self.is_of_codes or (self.unit in ("character", "span") and name in OF_SINGLE_CODES)

    def is_widened(self, name: str) -> bool:
        """Return whether the interval is that of units of a single code; spans are fewer and vary more."""
        return self.is_of_codes and self.unit != "span" and name not in _UNWIDENED


def of_codes(by_source: Tallies, unit: str) -> IntervalBasis:
    """Return the basis of coefficients of each code; the tallies are sources by codes."""
    return IntervalBasis(amounts=by_source.shares[..., 1], unit=unit, is_of_codes=True)


def of_all(by_source: Tallies, unit: str) -> IntervalBasis:
    """Return the basis of coefficients of all codes together."""
    amounts = by_source.shares[..., 1].sum(axis=-1, keepdims=True)
    return IntervalBasis(amounts=amounts, unit=unit, is_of_codes=False)


def interval_columns(
    name: str, value: Floats, without_each: Floats, basis: IntervalBasis, *, least: float = -1.0
) -> Columns:
    """Return a coefficient and the ends of its interval as three columns; `without_each` is by source."""
    if name in WITHOUT_INTERVAL:
        return {name: value}
    if basis.allows(name):
        low, high = jackknife_interval(value, without_each, basis.amounts, is_widened=basis.is_widened(name))
    else:
        low = high = np.full_like(value, np.nan)
    return {name: value, f"{name}_low": np.maximum(low, least), f"{name}_high": high}


def agreement_columns(by_source: Tallies, *, coders: int, unit: str, also: tuple[str, ...] = ()) -> Columns:
    """Return all coefficients of each code with intervals; the tallies are sources by codes.

    `also` names further ones: pi, ac1, bp, neg, max, se.
    """
    total, without_each = by_source.total(), by_source.without_each()
    basis = of_codes(by_source, unit)
    columns: Columns = {}
    for name, coefficient in coefficient_functions(coders, also).items():
        least = 0.0 if name in _SHARES else -1.0
        columns |= interval_columns(name, coefficient(total), coefficient(without_each), basis, least=least)
    return columns


def pooled_columns(
    by_source: Tallies, used: Flags, *, coders: int, unit: str, also: tuple[str, ...] = ()
) -> Columns:
    """Return the same over the codes that are used, one value each.

    Kappa and its relatives are pooled by the means of observed and expected agreement, alpha by the sums of
    disagreements; F1 counts the units of all codes together.
    """
    chosen = by_source.select(used)
    total, without_each = chosen.total(), chosen.without_each()
    basis = of_all(chosen, unit)
    columns: Columns = {}
    for name in coefficient_functions(coders, also):
        least = 0.0 if name in _SHARES else -1.0
        value, each = (np.atleast_1d(pooled_value(name, tallies)) for tallies in (total, without_each))
        columns |= interval_columns(name, value, each[:, np.newaxis], basis, least=least)
    return columns


def pooled_value(name: str, tallies: Tallies) -> Floats:
    """Return a coefficient over all codes, the last of the leading axes."""
    if name == "percent":
        mean: Floats = coefficients.percent(tallies).mean(axis=-1)
        return mean
    if name == "f1":
        return coefficients.positive_agreement(tallies.over_codes())
    if name == "neg":
        return coefficients.negative_agreement(tallies.over_codes())
    if name == "se":
        return np.full(tallies.units.shape[:-1], np.nan)
    if name == "alpha":
        return coefficients.pooled_alpha(*coefficients.disagreement(tallies))
    return coefficients.pooled_kappa(_CHANCE[name](tallies))


_SHARES = ("percent", "f1", "neg")
"""Coefficients that are never below 0."""
_CHANCE: Mapping[str, Callable[[Tallies], coefficients.Chance]] = {
    "kappa": coefficients.kappa,
    "fleiss": coefficients.fleiss,
    "pi": coefficients.fleiss,
    "ac1": coefficients.ac1,
    "bp": coefficients.brennan_prediger,
    "max": coefficients.greatest_kappa,
}
_WITHOUT_CHANCE: Mapping[str, Callable[[Tallies], Floats]] = {
    "neg": coefficients.negative_agreement,
    "se": coefficients.kappa_error,
}
"""Figures on request that compare no agreement with that by chance."""


def coefficient_functions(coders: int, also: tuple[str, ...]) -> dict[str, Callable[[Tallies], Floats]]:
    """Return the coefficients of this number of coders by their columns."""
    names = ("kappa", *(("fleiss",) if coders > 2 else ()), *also)  # noqa: PLR2004 - more than a pair
    return {
        "percent": coefficients.percent,
        "f1": coefficients.positive_agreement,
        "alpha": coefficients.alpha,
        **{name: _corrected(_CHANCE[name]) for name in names if name in _CHANCE},
        **{name: _WITHOUT_CHANCE[name] for name in also if name in _WITHOUT_CHANCE},
    }


def _corrected(chance: Callable[[Tallies], coefficients.Chance]) -> Callable[[Tallies], Floats]:
    return lambda tallies: chance(tallies).coefficient
