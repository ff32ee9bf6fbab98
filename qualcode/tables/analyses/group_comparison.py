"""Where two groups of participants differ most, code by code, with intervals that can be believed.

What one person says in one interview hangs together, so sentences and codings are not a random sample; the
sources are. Each interval comes from drawing whole sources with replacement, within each group, many times
(the cluster bootstrap: Davison and Hinkley 1997, Bootstrap Methods and their Application, section 3.8).
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
_AT_ONCE = 256
"""Draws at a time, so that thousands of sources need little memory."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """One group by source: words under each code and words in scope, and codings and sources by code."""

    name: str
    coded: Ints
    words: Ints
    codings: Ints
    sources: Ints

    @property
    def shares(self) -> Floats:
        """The share of the group's words under each code."""
        return share(self.coded.sum(axis=0), np.array(self.words.sum()))


def compare(
    study: Study,
    attribute: str,
    one: str,
    other: str,
    *,
    draws: int = 2000,
    seed: int = 1,
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Compare two values of an attribute (or of any dimension of turns), the greatest difference first.

    For each code: codings, sources and share of words in each group, the difference of the shares (the first
    less the other) and its 95 % interval, which is missing where a group has fewer than two sources.
    """
    study = study.within(scope or Scope())
    groups = dimension(study, attribute)
    if groups.turns is None:
        raise UsageError(f"Groups of participants cannot be told apart by {attribute}.", "Name an attribute.")
    first, second = (_group(study, groups, attribute, name) for name in (one, other))
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
    some = first.codings + second.codings > 0
    return table[some].sort_values("difference", key=abs, ascending=False, kind="stable", ignore_index=True)


def _group(study: Study, groups: Dimension, attribute: str, name: str) -> _Group:
    if name not in groups.labels:
        raise NotFoundError.among(f"value of {attribute}", name, groups.labels)
    wanted = groups.labels.index(name)
    turns, labels = groups.turns or (groups.span, groups.label)
    inside: Flags = np.zeros(len(study.turns.turns), dtype=bool)
    inside[turns[labels == wanted]] = True
    words = np.bincount(study.turns.source, np.where(inside, study.turns.words_in_scope, 0))
    members = np.flatnonzero(np.bincount(study.turns.source, inside & study.turns.in_scope) > 0)
    codes = dimension(study, "code")
    mine = inside[study.spans.turn[codes.span]]
    span, code, many = codes.span[mine], codes.label[mine], len(study.keys)
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
    """Return the lower and the upper end of the difference for each code."""
    if min(len(first.words), len(second.words)) < 2:  # noqa: PLR2004 - one source alone does not vary
        return np.full((2, first.coded.shape[1]), np.nan)
    differences = _bootstrap_shares(first, draws, rng) - _bootstrap_shares(second, draws, rng)
    return np.percentile(differences, _LEVEL, axis=0)


def _bootstrap_shares(group: _Group, draws: int, rng: np.random.Generator) -> Floats:
    """Return the group's shares in each draw of as many sources as it has, as draws by codes."""
    many = len(group.words)
    parts = []
    for low in range(0, draws, _AT_ONCE):
        times = rng.multinomial(many, np.full(many, 1 / many), size=min(_AT_ONCE, draws - low))
        parts.append(share(times @ group.coded, (times @ group.words)[:, np.newaxis]))
    return np.vstack(parts)
