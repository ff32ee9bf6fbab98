"""Coefficients with their intervals as columns of a table."""

from collections.abc import Callable, Mapping

import numpy as np

from qualcode.tables.agreement import coefficients
from qualcode.tables.agreement.jackknife import jackknife_interval
from qualcode.tables.agreement.tallies import Tallies
from qualcode.tables.arrays.sparse_relations import Flags, Floats

Columns = dict[str, Floats]


def interval_columns(name: str, value: Floats, without_each: Floats, *, least: float = -1.0) -> Columns:
    """Return a coefficient and the ends of its interval as three columns; `without_each` is by source."""
    low, high = jackknife_interval(value, without_each)
    return {name: value, f"{name}_low": np.maximum(low, least), f"{name}_high": high}


def agreement_columns(by_source: Tallies, *, coders: int, also: tuple[str, ...] = ()) -> Columns:
    """Return all coefficients of each code with intervals; the tallies are sources by codes.

    `also` names further ones: pi, ac1, bp, neg, max.
    """
    total, without_each = by_source.total(), by_source.without_each()
    columns: Columns = {}
    for name, coefficient in _coefficients(coders, also).items():
        least = 0.0 if name in _SHARES else -1.0
        columns |= interval_columns(name, coefficient(total), coefficient(without_each), least=least)
    return columns


def pooled_columns(by_source: Tallies, used: Flags, *, coders: int, also: tuple[str, ...] = ()) -> Columns:
    """Return the same over the codes that are used, one value each.

    Kappa and its relatives are pooled by the means of observed and expected agreement, alpha by the sums of
    disagreements; F1 counts the units of all codes together.
    """
    chosen = by_source.select(used)
    total, without_each = chosen.total(), chosen.without_each()
    columns: Columns = {}
    for name in _coefficients(coders, also):
        least = 0.0 if name in _SHARES else -1.0
        value, each = (np.atleast_1d(_pooled(name, tallies)) for tallies in (total, without_each))
        columns |= interval_columns(name, value, each[:, np.newaxis], least=least)
    return columns


def _pooled(name: str, tallies: Tallies) -> Floats:
    if name == "percent":
        mean: Floats = coefficients.percent(tallies).mean(axis=-1)
        return mean
    if name == "f1":
        return coefficients.positive_agreement(tallies.over_codes())
    if name == "neg":
        return coefficients.negative_agreement(tallies.over_codes())
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


def _coefficients(coders: int, also: tuple[str, ...]) -> dict[str, Callable[[Tallies], Floats]]:
    """Return the coefficients of this number of coders by their columns."""
    names = ("kappa", *(("fleiss",) if coders > 2 else ()), *also)  # noqa: PLR2004 - more than a pair
    return {
        "percent": coefficients.percent,
        "f1": coefficients.positive_agreement,
        "alpha": coefficients.alpha,
        **{name: _corrected(_CHANCE[name]) for name in names if name in _CHANCE},
        **({"neg": coefficients.negative_agreement} if "neg" in also else {}),
    }


def _corrected(chance: Callable[[Tallies], coefficients.Chance]) -> Callable[[Tallies], Floats]:
    return lambda tallies: chance(tallies).coefficient
