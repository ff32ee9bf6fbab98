"""Tallies of ratings: sums over units from which every coefficient of agreement is computed.

All arrays have the same leading axes (such as sources, codes). Tallies add up over units, so those of a study
without one source are the total minus those of the source.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from qualcode.tables.arrays.sparse_relations import Flags, Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tallies:
    """Sums over the units; q is the number of categories, and pairs are those of coders."""

    rated: Floats
    """The number of units that anybody rated."""
    units: Floats
    """The number of units that at least two coders rated."""
    agreement: Floats
    """The sum over those units of the share of pairs of their coders who agree."""
    shares: Floats
    """The sum over the rated units of the share of their coders who chose a category: […, q]."""
    coincidences: Floats
    """Krippendorff's coincidence matrix: ordered pairs of values in a unit / (its coders - 1): […, q, q]."""
    pairs: Floats
    """Units by the categories of both coders of each pair: […, pairs, q, q]."""

    def total(self) -> Self:
        """Return the sums over the first axis."""
        return self._each(lambda values: values.sum(axis=0))

    def without_each(self) -> Self:
        """Return the sums over all others for each position of the first axis."""
        return self._each(lambda values: values.sum(axis=0) - values)

    def select(self, codes: Flags) -> Self:
        """Return the tallies of some codes; these are the second axis, after the sources."""
        return self._each(lambda values: values[:, codes])

    def over_codes(self) -> Self:
        """Return the sums over the codes, the last of the leading axes."""
        axis = self.units.ndim - 1
        return self._each(lambda values: values.sum(axis=axis))

    def _each(self, change: Callable[[Floats], Floats]) -> Self:
        return type(self)(**{field.name: change(getattr(self, field.name)) for field in fields(self)})


def binary_tallies(shared: Floats, units: Ints, finished: Flags) -> Tallies:
    """Return the tallies of the categories not coded (0) and coded (1) of each source and code.

    `shared` has the units that every two coders have coded: sources by codes by coders by coders. `units` has
    the number of units of each source, `finished` who coded it (sources by coders), at least two each.
    """
    first, second = np.triu_indices(finished.shape[1], 1)
    coders = finished.sum(axis=1)[:, np.newaxis]
    count = np.broadcast_to(units[:, np.newaxis], shared.shape[:2]).astype(np.float64)
    both = shared[:, :, first, second]
    own = np.diagonal(shared, axis1=2, axis2=3)
    of_first, of_second = own[:, :, first] - both, own[:, :, second] - both
    neither = count[..., np.newaxis] - both - of_first - of_second
    pairs = np.stack((neither, of_second, of_first, both), axis=-1).reshape(*both.shape, 2, 2)
    pairs *= (finished[:, first] & finished[:, second])[:, np.newaxis, :, np.newaxis, np.newaxis]
    sums = pairs.sum(axis=2)
    coded = (own * finished[:, np.newaxis, :]).sum(axis=-1) / coders
    return Tallies(
        rated=count,
        units=count,
        agreement=(sums[..., 0, 0] + sums[..., 1, 1]) / (coders * (coders - 1) / 2),
        shares=np.stack((count - coded, coded), axis=-1),
        coincidences=(sums + np.swapaxes(sums, -1, -2)) / (coders - 1)[..., np.newaxis, np.newaxis],
        pairs=pairs,
    )


def rating_tallies(ratings: Ints, categories: int) -> Tallies:
    """Return the tallies of a reliability matrix, units by coders, with -1 where a coder has no rating."""
    chosen = ratings[:, :, np.newaxis] == np.arange(categories)
    counts = chosen.sum(axis=1)
    coders = counts.sum(axis=1)
    several, pairs = coders > 1, coders * (coders - 1)
    first, second = np.triu_indices(ratings.shape[1], 1)
    ordered = counts[:, :, np.newaxis] * counts[:, np.newaxis, :] - counts[:, :, np.newaxis] * np.eye(
        categories
    )
    agreeing = (counts * (counts - 1)).sum(axis=1)
    return Tallies(
        rated=np.asarray((coders > 0).sum(), dtype=np.float64),
        units=np.asarray(several.sum(), dtype=np.float64),
        agreement=np.asarray((agreeing[several] / pairs[several]).sum()),
        shares=(counts[coders > 0] / coders[coders > 0, np.newaxis]).sum(axis=0),
        coincidences=(ordered[several] / (coders[several] - 1)[:, np.newaxis, np.newaxis]).sum(axis=0),
        pairs=np.einsum("upc,upd->pcd", chosen[:, first].astype(float), chosen[:, second].astype(float)),
    )
