"""Compare the words under each code in two groups, with intervals from a bootstrap of whole cases.

Codings and sentences of one interview are dependent, and so are the interviews of one case. The sampling unit
is therefore the cluster: a source, or all sources that cases connect. Each group's rate has an interval from
the standard error of a cluster bootstrap (Davison and Hinkley 1997, Bootstrap Methods and their Application,
section 3.8) with Student's t on the scale of cube roots, corrected for the rule of printing; the interval of
the difference is composed of the two (Zou and Donner 2008, Construction of confidence limits about effect
measures, Statistics in Medicine 27).
`tests/benchmarks/interval_coverage.py` simulates how often such intervals cover the truth.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables.analyses.frequencies import code_columns
from qualcode.tables.analyses.inference.cluster_bootstrap import GroupWords, difference_interval
from qualcode.tables.analyses.inference.printed_intervals import (
    are_too_uneven,
    too_few_clusters,
    vary_too_little,
)
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import Dimension, dimension, value_position
from qualcode.tables.arrays.source_clusters import source_clusters
from qualcode.tables.arrays.sparse_relations import Flags, Ints, count_covered, count_distinct

TOO_FEW = "too few"
"""The remark on a code in fewer than eight sources of a group, and on all in a group of fewer than 20."""
TOO_UNEVEN = "too uneven"
"""The remark on all codes where the sizes of the groups, or the lengths of a group's sources, differ much."""
TOO_ALIKE = "too alike"
"""The remark on a code whose amount hardly differs between the sources of a group that have it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """The figures of one group, by cluster and by code."""

    name: str
    words: GroupWords
    codings: Ints
    """Codings of each code."""
    sources: Ints
    """Sources with each code."""


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

    A row for each code: codings, sources and coded words per 1,000 words in each group, the difference of the
    latter (first minus second), and its 95 % interval. The interval is missing, with the remark `too few`,
    where fewer than eight sources (or clusters) of a group have the code or a group has fewer than 20, and
    with `too uneven` where the sizes of the groups, or the lengths of its sources, differ too much, and with
    `too alike` where the amounts of a code hardly differ between the sources of a group. Only coded sources
    count. `draws` is the number of bootstrap samples. UsageError for a dimension of codings,
    such as coder, and for one group.
    """
    study = study.within(scope or Scope())
    groups, positions = _groups(study, attribute, (first_value, second_value))
    clusters = source_clusters(study)
    first, second = (_group(study, groups, clusters, position) for position in positions)
    words = (first.words, second.words)
    interval = difference_interval(*words, draws, np.random.default_rng(seed))
    alike = np.where(vary_too_little(words), TOO_ALIKE, "")
    remark = np.where(too_few_clusters(words), TOO_FEW, TOO_UNEVEN if are_too_uneven(words) else alike)
    low, high = np.where(remark == "", interval, np.nan)
    table = pd.DataFrame(
        {
            **code_columns(study),
            **{f"codings {group.name}": group.codings for group in (first, second)},
            **{f"sources {group.name}": group.sources for group in (first, second)},
            **{f"per_1000 {group.name}": group.words.rates for group in (first, second)},
            "difference": first.words.rates - second.words.rates,
            "low": low,
            "high": high,
            "interval": remark.astype(object),
        }
    )
    occurs = first.codings + second.codings > 0
    return table[occurs].sort_values("difference", key=abs, ascending=False, kind="stable", ignore_index=True)


def compared_sources(
    study: Study, attribute: str, first_value: str, second_value: str, *, scope: Scope | None = None
) -> tuple[int, int, int]:
    """Return the number of coded sources of the first group, of the second, and of both at once."""
    study = study.within(scope or Scope())
    groups, positions = _groups(study, attribute, (first_value, second_value))
    first, second = (
        np.unique(study.turns.source[_turns_of(study, groups, position) & (study.coded_turn_words > 0)])
        for position in positions
    )
    return len(first), len(second), int(np.isin(first, second).sum())


def _groups(study: Study, attribute: str, names: tuple[str, str]) -> tuple[Dimension, list[int]]:
    """Return the dimension of the groups and the positions of two of them."""
    groups = dimension(study, attribute)
    if groups.turns is None:
        raise UsageError(
            f"{attribute} does not divide participants into groups.", "Name an attribute of cases."
        )
    positions: list[int] = []
    for name in names:
        position = value_position(groups.labels, name)
        if position is None:
            raise NotFoundError.among(f"value of {attribute}", name, groups.labels)
        positions.append(position)
    if positions[0] == positions[1]:
        raise UsageError(f"{names[0]} and {names[1]} are the same group.", "Name two groups.")
    return groups, positions


def _turns_of(study: Study, groups: Dimension, position: int) -> Flags:
    """Return which turns belong to a group."""
    turns, labels = groups.turns or (groups.span, groups.label)
    inside: Flags = np.zeros(len(study.turns.turns), dtype=bool)
    inside[turns[labels == position]] = True
    return inside


def _group(study: Study, groups: Dimension, clusters: Ints, position: int) -> _Group:
    inside = _turns_of(study, groups, position)
    cluster_of_turn = clusters[study.turns.source]
    sizes = (len(study.sources), len(study.keys))
    words = np.bincount(cluster_of_turn, np.where(inside, study.coded_turn_words, 0), sizes[0])
    codes = dimension(study, "code")
    in_group = inside[study.spans.turn[codes.span]]
    span, code = codes.span[in_group], codes.label[in_group]
    source = study.turns.source[study.spans.turn[span]]
    cell = clusters[source] * sizes[1] + code
    coded = count_covered(cell, study.spans.first[span], study.spans.end[span], sizes[0] * sizes[1])
    return _Group(
        name=groups.labels[position],
        words=GroupWords(coded=coded.reshape(sizes), words=words.astype(np.int64)),
        codings=count_distinct(code, study.spans.coding[span], sizes[1]),
        sources=count_distinct(code, source, sizes[1]),
    )
