"""Which code one coder gave to words to which another gave another code."""

import numpy as np

from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.set_alpha import sweep_sources
from qualcode.tables.arrays.sparse_relations import Floats


def confusion(coded: CodedUnits) -> Floats:
    """Return the units to which one coder gave the code of the row, another that of the column.

    The array is codes by codes + 1, over all pairs of coders. On the diagonal both gave the code. Elsewhere
    neither gave the other's code, and the last column has the units to which the other gave no code that the
    first did not give. Cells of two codes are symmetric.
    """
    swept = sweep_sources(coded)
    codes = len(coded.codes)
    inside = swept.inside.reshape(-1, len(coded.coders), codes)
    table = np.zeros((codes, codes + 1))
    for first, second in zip(*np.triu_indices(len(coded.coders), 1), strict=True):
        both = coded.finished[swept.group, first] & coded.finished[swept.group, second]
        length = (swept.length * both).astype(np.float64)
        shared = (inside[:, first] & inside[:, second]).astype(np.float64)
        own = inside[:, [first, second]] & ~inside[:, [second, first]]
        one, other = (own[:, number].astype(np.float64) for number in (0, 1))
        swapped = (one * length[:, np.newaxis]).T @ other
        table[:, :codes] += swapped + swapped.T + np.diag(length @ shared)
        for mine, theirs in ((one, other), (other, one)):
            table[:, codes] += (length * (theirs.sum(axis=1) == 0)) @ mine
    return table
