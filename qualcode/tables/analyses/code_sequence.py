"""What follows what: for each coding, the next coding by the same coder that begins where it has ended.

Where several codings begin at that place, each of them follows.
"""

import numpy as np
import pandas as pd

from qualcode.tables.analyses.cooccurrence import character_ranges, turn_ranges
from qualcode.tables.arrays.cell_measures import share
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.sparse_relations import Ints, expand_ranges


def sequence(study: Study, *, turns: int = 0, scope: Scope | None = None) -> pd.DataFrame:
    """Return how often one code follows another at most `turns` turns later; 0 is in the same turn.

    `share` is of all that follows the first code, `expected` the count if order did not matter.
    """
    study = study.within(scope or Scope())
    one, other = _followers(study, turns)
    many = len(study.keys)
    counts = np.bincount(study.code[one] * many + study.code[other], minlength=many**2).reshape(many, many)
    first, then = np.nonzero(counts)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    names = np.array(study.keys, dtype=object)
    table = pd.DataFrame(
        {
            "code": names[first],
            "followed_by": names[then],
            "count": counts[first, then],
            "share": share(counts[first, then], rows[first]),
            "expected": share(rows[first] * columns[then], np.full(len(first), counts.sum())),
        }
    )
    return table.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def _followers(study: Study, turns: int) -> tuple[Ints, Ints]:
    """Return pairs of codings of which the second follows the first."""
    codings = study.spans.codings
    start, end = character_ranges(study, codings)
    width = int(end.max(initial=0)) + 1
    start, end = (at + study.coder[codings] * width for at in (start, end))
    first_turn, end_turn = turn_ranges(study, codings)
    order = np.argsort(start, kind="stable")
    line = start[order]
    low = np.searchsorted(line, end)
    there = low < len(line)
    high = np.searchsorted(line, line[low[there]], side="right")
    position, number = expand_ranges(low[there], high)
    one, other = np.flatnonzero(there)[position], order[number]
    near = (
        (study.source[codings[one]] == study.source[codings[other]])
        & (study.coder[codings[one]] == study.coder[codings[other]])
        & (first_turn[other] - (end_turn[one] - 1) <= turns)
    )
    return codings[one[near]], codings[other[near]]
