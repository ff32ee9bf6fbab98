"""Set-valued alpha: the value of a unit is the set of codes that a coder applied to it.

Krippendorff's alpha with the distance of two sets; the expected disagreement is over all pairs of sets.
"""

from typing import NamedTuple

import numpy as np

from qualcode.tables.agreement.boundary_sweep import Sweep, sweep
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.set_distances import SetDistance
from qualcode.tables.arrays.sparse_relations import Floats, Ints

_ROUNDING = 1e-12
"""Expected disagreement below this share of the whole study's is 0 but for rounding."""
_AT_ONCE = 512
"""Number of sets whose distances to all others are computed at a time."""


class SetValues(NamedTuple):
    """The different sets of codes, how often each is a value in each source, and the pairs of values.

    A pair of values of two coders in the same units has its weight in its source: the number of those units
    / (coders of the source - 1), both orders together.
    """

    sets: Floats
    """Sets by codes: 1 for a code in the set, 0 for others."""
    counts: Floats
    """Sources by sets."""
    source: Ints
    left: Ints
    right: Ints
    weight: Floats


def set_values(coded: CodedUnits) -> SetValues:
    """Return the sets of codes of all units in sources that at least two coders have finished."""
    swept = sweep_sources(coded)
    coders, codes = len(coded.coders), len(coded.codes)
    bits = np.packbits(swept.inside.reshape(-1, coders, codes), axis=2)
    uncoded = coded.units - np.bincount(swept.group, swept.length, len(coded.units))
    rows = np.concatenate((bits.reshape(-1, bits.shape[2]), np.zeros((1, bits.shape[2]), dtype=np.uint8)))
    packed, position = np.unique(rows, axis=0, return_inverse=True)
    nothing = int(position[-1])
    values = position[:-1].reshape(-1, coders)
    # The units that nobody coded are one more stretch of each source.
    values = np.concatenate((values, np.full((len(coded.units), coders), nothing)))
    source = np.concatenate((swept.group, np.arange(len(coded.units))))
    length = np.concatenate((swept.length, uncoded)).astype(np.float64)
    sets = np.unpackbits(packed, axis=1, count=codes).astype(np.float64)
    return SetValues(
        sets, _counts(coded, values, source, length, len(sets)), *_pairs(coded, values, source, length)
    )


def sweep_sources(coded: CodedUnits) -> Sweep:
    """Return the sweep over all boundaries of each source; the labels are coder · codes + code."""
    label = coded.coder * len(coded.codes) + coded.code
    return sweep(coded.source, label, coded.first, coded.end, len(coded.coders) * len(coded.codes))


def set_alphas(values: SetValues, distance: SetDistance) -> tuple[Floats, Floats]:
    """Return alpha with this distance (shape ()), and without each source (shape sources)."""
    if not len(values.counts):
        return np.asarray(np.nan), np.empty(0)
    sources = len(values.counts)
    counts = np.concatenate((values.counts.sum(axis=0, keepdims=True), values.counts))
    products = np.concatenate(
        [
            _distances(values.sets[start : start + _AT_ONCE], values.sets, distance) @ counts.T
            for start in range(0, len(values.sets), _AT_ONCE)
        ]
    )
    # n'δn of all without a source = n'δn - 2 n'δs + s'δs for its own counts s, as δ is symmetric.
    total, own = counts[0] @ products[:, 0], np.einsum("st,ts->s", counts[1:], products[:, 1:])
    cross = counts[1:] @ products[:, 0]
    expected = np.concatenate(([total], total - 2 * cross + own))
    disagreeing = np.bincount(values.source, values.weight * _pair_distances(values, distance), sources)
    observed = np.concatenate(([disagreeing.sum()], disagreeing.sum() - disagreeing))
    size = np.concatenate(([counts[0].sum()], counts[0].sum() - counts[1:].sum(axis=1)))
    alphas = np.full(sources + 1, np.nan)
    defined = expected > _ROUNDING * max(float(total), 1)
    alphas[defined] = 1 - observed[defined] * (size[defined] - 1) / expected[defined]
    return alphas[0], alphas[1:]


def _counts(coded: CodedUnits, values: Ints, source: Ints, length: Floats, sets: int) -> Floats:
    counts = np.zeros(len(coded.units) * sets)
    for coder in range(len(coded.coders)):
        own = length * coded.finished[source, coder]
        counts += np.bincount(source * sets + values[:, coder], own, len(counts))
    return counts.reshape(len(coded.units), sets)


def _pairs(coded: CodedUnits, values: Ints, source: Ints, length: Floats) -> tuple[Ints, Ints, Ints, Floats]:
    """Return source, both sets and weight of all pairs of different values of two coders."""
    parts: list[tuple[Ints, Ints, Ints, Floats]] = []
    coders = coded.finished.sum(axis=1)
    for first, second in zip(*np.triu_indices(len(coded.coders), 1), strict=True):
        both = coded.finished[source, first] & coded.finished[source, second]
        chosen = both & (values[:, first] != values[:, second])
        own = source[chosen]
        weight = 2 * length[chosen] / (coders[own] - 1)
        parts.append((own, values[chosen, first], values[chosen, second], weight))
    sources, left, right, weights = zip(*parts, strict=True)
    return np.concatenate(sources), np.concatenate(left), np.concatenate(right), np.concatenate(weights)


def _distances(left: Floats, right: Floats, distance: SetDistance) -> Floats:
    """Return the distance of each set on the left to each on the right."""
    return distance(left @ right.T, left.sum(axis=1)[:, np.newaxis], right.sum(axis=1)[np.newaxis, :])


def _pair_distances(values: SetValues, distance: SetDistance) -> Floats:
    """Return the distance of the two sets of each pair."""
    left, right = values.sets[values.left], values.sets[values.right]
    return distance((left * right).sum(axis=1), left.sum(axis=1), right.sum(axis=1))
