"""Sequences of codes: for each coding, the next codings by the same coder that begin after its end.

Of the codings that begin at or after the end, those with the smallest start follow; several can share it.
"""

import numpy as np
import pandas as pd

from qualcode.tables.analyses.cooccurrence import character_ranges, turn_ranges
from qualcode.tables.arrays.cell_measures import share
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.sparse_relations import Ints, expand_ranges


def sequence(study: Study, *, turns: int = 0, scope: Scope | None = None) -> pd.DataFrame:
    """Return how often one code follows another, at most `turns` turns later; 0 is in the same turn.

    `share` is the count divided by all followers of the first code. `expected` is the count for independent
    positions: row total times column total divided by the grand total.
    """
    study = study.within(scope or Scope())
    earlier, later = _followers(study, turns)
    many = len(study.keys)
    counts = np.bincount(study.code[earlier] * many + study.code[later], minlength=many**2).reshape(
        many, many
    )
    code, follower = np.nonzero(counts)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    names = np.array(study.keys, dtype=object)
    table = pd.DataFrame(
        {
            "code": names[code],
            "followed_by": names[follower],
            "count": counts[code, follower],
            "share": share(counts[code, follower], rows[code]),
            "expected": share(rows[code] * columns[follower], np.full(len(code), counts.sum())),
        }
    )
    return table.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def _followers(study: Study, turns: int) -> tuple[Ints, Ints]:
    """Return pairs of codings, the second of which follows the first, as parallel arrays."""
    codings = study.spans.codings
    start, end = character_ranges(study, codings)
    width = int(end.max(initial=0)) + 1
    start, end = (offset + study.coder[codings] * width for offset in (start, end))
    first_turn, end_turn = turn_ranges(study, codings)
    order = np.argsort(start, kind="stable")
    starts = start[order]
    low = np.searchsorted(starts, end)
    followed = low < len(starts)
    high = np.searchsorted(starts, starts[low[followed]], side="right")
    position, number = expand_ranges(low[followed], high)
    earlier, later = np.flatnonzero(followed)[position], order[number]
    near = (
        (study.source[codings[earlier]] == study.source[codings[later]])
        & (study.coder[codings[earlier]] == study.coder[codings[later]])
        & (first_turn[later] - (end_turn[earlier] - 1) <= turns)
    )
    return codings[earlier[near]], codings[later[near]]
