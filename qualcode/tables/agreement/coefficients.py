"""Coefficients of agreement as functions of tallies, over any leading axes; NaN where one is not defined.

Chance-corrected coefficients are (observed - expected) / (1 - expected), and differ in what they expect.
"""

from typing import NamedTuple

import numpy as np

from qualcode.tables.agreement.tallies import Tallies
from qualcode.tables.arrays.sparse_relations import Floats

_ROUNDING = 1e-12
"""Chance agreement or disagreement below this is 0 but for rounding."""
_NO_VARIANCE = 1e-15
"""A variance of kappa below this is 0 but for rounding."""


class Chance(NamedTuple):
    """The observed agreement, and that expected by chance."""

    observed: Floats
    expected: Floats

    @property
    def coefficient(self) -> Floats:
        """(observed - expected) / (1 - expected); NaN if chance alone makes all agree."""
        return _ratio(self.observed - self.expected, 1 - self.expected)


def percent(tallies: Tallies) -> Floats:
    """Return the mean over units of the share of pairs of coders who agree."""
    return _ratio(tallies.agreement, tallies.units)


def positive_agreement(tallies: Tallies) -> Floats:
    """Return F1 = 2a / (2a + b + c) for the coded category (Dice 1945), summed over pairs of coders."""
    both = tallies.pairs[..., 1, 1].sum(axis=-1)
    one = (tallies.pairs[..., 0, 1] + tallies.pairs[..., 1, 0]).sum(axis=-1)
    return _ratio(2 * both, 2 * both + one)


def negative_agreement(tallies: Tallies) -> Floats:
    """Return 2d / (2d + b + c), that of the category not coded (Cicchetti and Feinstein 1990), over pairs."""
    neither = tallies.pairs[..., 0, 0].sum(axis=-1)
    one = (tallies.pairs[..., 0, 1] + tallies.pairs[..., 1, 0]).sum(axis=-1)
    return _ratio(2 * neither, 2 * neither + one)


def greatest_kappa(tallies: Tallies) -> Chance:
    """Return the highest kappa that the coders' own shares allow (Cohen 1960).

    All of the lesser of both shares of each category would then be agreement.
    """
    count = tallies.pairs.sum(axis=(-1, -2, -3))
    lesser = np.minimum(tallies.pairs.sum(axis=-1), tallies.pairs.sum(axis=-2)).sum(axis=(-1, -2))
    return Chance(_ratio(lesser, count), kappa(tallies).expected)


def kappa(tallies: Tallies) -> Chance:
    """Return Cohen's kappa (1960) of two coders, Conger's (1980) of more.

    What a pair expects by chance is the product of its coders' own shares; pairs count by their units.
    """
    count = tallies.pairs.sum(axis=(-1, -2))
    agreeing = np.trace(tallies.pairs, axis1=-2, axis2=-1)
    products = (tallies.pairs.sum(axis=-1) * tallies.pairs.sum(axis=-2)).sum(axis=-1)
    units = count.sum(axis=-1)
    return Chance(_ratio(agreeing.sum(axis=-1), units), _ratio(_or_zero(products, count).sum(axis=-1), units))


def kappa_error(tallies: Tallies) -> Floats:
    """Return the standard error of Cohen's kappa of two coders (Fleiss, Cohen and Everitt 1969).

    It takes units as independent of each other. NaN for more than two coders, and where the formula gives 0:
    if they agree on everything, or one of them gave all units one category.
    """
    if tallies.pairs.shape[-3] != 1:
        return np.full(tallies.units.shape, np.nan)
    table = tallies.pairs[..., 0, :, :]
    count = table.sum(axis=(-1, -2))
    shares = _ratio(table, count[..., np.newaxis, np.newaxis])
    of_first, of_second = shares.sum(axis=-1), shares.sum(axis=-2)
    chance = kappa(tallies)
    missed = 1 - chance.coefficient
    agreeing = np.diagonal(shares, axis1=-2, axis2=-1)
    on_agreement = (agreeing * (1 - (of_first + of_second) * missed[..., np.newaxis]) ** 2).sum(axis=-1)
    crossed = (of_second[..., :, np.newaxis] + of_first[..., np.newaxis, :]) ** 2 * shares
    apart = crossed.sum(axis=(-1, -2)) - np.trace(crossed, axis1=-2, axis2=-1)
    on_chance = (chance.coefficient - chance.expected * missed) ** 2
    variance = _ratio(on_agreement + missed**2 * apart - on_chance, count * (1 - chance.expected) ** 2)
    return np.sqrt(np.where(variance > _NO_VARIANCE, variance, np.nan))


def fleiss(tallies: Tallies) -> Chance:
    """Return Fleiss' kappa (1971), for two coders Scott's pi (1955): chance is the sum of squared shares.

    With missing ratings as Gwet (2014): agreement over units with two coders or more, shares over all.
    """
    shares = _shares(tallies)
    return Chance(percent(tallies), (shares**2).sum(axis=-1))


def ac1(tallies: Tallies) -> Chance:
    """Return Gwet's AC1 (2008): chance is the sum of p(1 - p) / (q - 1) over the q categories."""
    shares = _shares(tallies)
    return Chance(percent(tallies), (shares * (1 - shares)).sum(axis=-1) / (shares.shape[-1] - 1))


def brennan_prediger(tallies: Tallies) -> Chance:
    """Return the coefficient of Brennan and Prediger (1981), also Bennett's S: chance is 1/q."""
    observed = percent(tallies)
    return Chance(observed, np.full_like(observed, 1 / tallies.shares.shape[-1]))


def alpha(tallies: Tallies) -> Floats:
    """Return Krippendorff's nominal alpha (2004)."""
    observed, expected = disagreement(tallies)
    return 1 - _ratio(observed, expected)


def disagreement(tallies: Tallies) -> tuple[Floats, Floats]:
    """Return the observed and expected disagreement of alpha, each as a share of all pairs of values."""
    totals = tallies.coincidences.sum(axis=-1)
    values = totals.sum(axis=-1)
    differs = 1 - np.eye(tallies.coincidences.shape[-1])
    observed = (tallies.coincidences * differs).sum(axis=(-1, -2))
    expected = ((totals @ differs) * totals).sum(axis=-1)
    return _ratio(observed, values), _ratio(expected, values * (values - 1))


def pooled_kappa(chance: Chance) -> Floats:
    """Return the kappa of the means over the last axis, that of the codes (De Vries et al. 2008)."""
    return Chance(chance.observed.mean(axis=-1), chance.expected.mean(axis=-1)).coefficient


def pooled_alpha(observed: Floats, expected: Floats) -> Floats:
    """Return alpha with the disagreements summed over the last axis, that of the codes."""
    return 1 - _ratio(observed.sum(axis=-1), expected.sum(axis=-1))


def _shares(tallies: Tallies) -> Floats:
    return _ratio(tallies.shares, tallies.rated[..., np.newaxis])


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, NaN where the whole is 0."""
    defined = np.abs(whole) > _ROUNDING
    undefined: Floats = np.full(np.broadcast(part, whole).shape, np.nan)
    return np.divide(part, whole, out=undefined, where=defined)


def _or_zero(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
