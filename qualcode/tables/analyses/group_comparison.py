"""Compare the shares of words under each code in two groups, with source-level bootstrap intervals.

Codings and sentences of one interview are dependent, so the sampling unit is the source. Each interval is the
percentile interval of a cluster bootstrap: whole sources are drawn with replacement within each group
(Davison and Hinkley 1997, Bootstrap Methods and their Application, section 3.8).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables.analyses.frequencies import code_columns
from qualcode.tables.arrays.cell_measures import share
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import Dimension, dimension
from qualcode.tables.arrays.sparse_relations import Flags, Floats, Ints, count_covered, count_distinct

_LEVEL = (2.5, 97.5)
"""The percentiles of a 95 % interval."""
_AT_ONCE = 256
"""Bootstrap samples at a time, which limits memory for thousands of sources."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """The figures of one group, by source or by code."""

    name: str
    coded: Ints
    """Words under each code, sources by codes."""
    words: Ints
    """Words in scope of each source."""
    codings: Ints
    """Codings of each code."""
    sources: Ints
    """Sources with each code."""

    @property
    def shares(self) -> Floats:
        """The share of the group's words in scope under each code."""
        return share(self.coded.sum(axis=0), np.array(self.words.sum()))


def compare(
    study: Study,
    attribute: str,
    first_value: str,
    second_value: str,
    *,
    draws: int = 2000,
    seed: int = 1,
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Compare two values of an attribute (or of any dimension of turns), the greatest difference first.

    A row for each code: codings, sources and share of words in each group, the difference of the shares
    (first minus second) and its 95 % interval, which is missing if a group has fewer than two sources.
    `draws` is the number of bootstrap samples. UsageError for a dimension of codings, such as coder.
    """
    study = study.within(scope or Scope())
    groups = dimension(study, attribute)
    if groups.turns is None:
        raise UsageError(
            f"{attribute} does not divide participants into groups.", "Name an attribute of cases."
        )
    first, second = (_group(study, groups, attribute, name) for name in (first_value, second_value))
    low, high = _interval(first, second, draws, np.random.default_rng(seed))
    table = pd.DataFrame(
        {
            **code_columns(study),
            **{f"codings {group.name}": group.codings for group in (first, second)},
            **{f"sources {group.name}": group.sources for group in (first, second)},
            **{f"share {group.name}": group.shares for group in (first, second)},
            "difference": first.shares - second.shares,
            "low": low,
            "high": high,
        }
    )
    occurs = first.codings + second.codings > 0
    return table[occurs].sort_values("difference", key=abs, ascending=False, kind="stable", ignore_index=True)


def _group(study: Study, groups: Dimension, attribute: str, name: str) -> _Group:
    if name not in groups.labels:
        raise NotFoundError.among(f"value of {attribute}", name, groups.labels)
    position = groups.labels.index(name)
    turns, labels = groups.turns or (groups.span, groups.label)
    inside: Flags = np.zeros(len(study.turns.turns), dtype=bool)
    inside[turns[labels == position]] = True
    words = np.bincount(study.turns.source, np.where(inside, study.turns.words_in_scope, 0))
    members = np.flatnonzero(np.bincount(study.turns.source, inside & study.turns.in_scope) > 0)
    codes = dimension(study, "code")
    in_group = inside[study.spans.turn[codes.span]]
    span, code, many = codes.span[in_group], codes.label[in_group], len(study.keys)
    source = study.turns.source[study.spans.turn[span]]
    cell = source * many + code
    cells = count_covered(cell, study.spans.first[span], study.spans.end[span], len(study.sources) * many)
    return _Group(
        name=name,
        coded=cells.reshape(len(study.sources), many)[members],
        words=words[members].astype(np.int64),
        codings=count_distinct(code, study.spans.coding[span], many),
        sources=count_distinct(code, source, many),
    )


def _interval(first: _Group, second: _Group, draws: int, rng: np.random.Generator) -> Floats:
    """Return the lower and the upper limits of the differences, as 2 by codes."""
    if min(len(first.words), len(second.words)) < 2:  # noqa: PLR2004 - one source alone does not vary
        return np.full((2, first.coded.shape[1]), np.nan)
    differences = _bootstrap_shares(first, draws, rng) - _bootstrap_shares(second, draws, rng)
    return np.percentile(differences, _LEVEL, axis=0)


def _bootstrap_shares(group: _Group, draws: int, rng: np.random.Generator) -> Floats:
    """Return the group's shares in each bootstrap sample of its sources, as samples by codes."""
    # How often each of n sources is drawn in n draws is multinomial(n, 1/n), so a sample is a weight vector.
    many = len(group.words)
    shares = []
    for low in range(0, draws, _AT_ONCE):
        times = rng.multinomial(many, np.full(many, 1 / many), size=min(_AT_ONCE, draws - low))
        shares.append(share(times @ group.coded, (times @ group.words)[:, np.newaxis]))
    return np.vstack(shares)
