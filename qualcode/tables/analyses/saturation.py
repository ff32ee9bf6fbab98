"""Saturation after Guest, Namey and Chen: the share of new codes in each further run of sources.

Three parameters: base size (the number of first sources), run length (the number of sources in a run) and
threshold. New information is the number of codes that first occur within a run divided by the number of codes
in the base. The study is saturated at the source after which a run has new information of at most the
threshold, reported as `6+2`: six sources, and the run of two that confirmed it. Only sources that somebody
has begun or finished count: no code in a source that nobody has coded is not a lack of new information.

Guest G, Namey E, Chen M (2020) A simple method to assess and report thematic saturation in qualitative
research. PLoS ONE 15(5): e0232076.
"""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import SourceId, SourceKind
from qualcode.tables.arrays.coded_study import Scope, Study, by_anyone
from qualcode.tables.arrays.dimensions import attribute_value, attributes, values_in_order
from qualcode.tables.arrays.sparse_relations import Flags, Ints

_BAND = (2.5, 50, 97.5)
"""The percentiles over random orders: 95 % band and median."""
_DAY_OR_MONTH_FIRST = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}")


def saturation(
    study: Study,
    *,
    order: Sequence[str] | None = None,
    base: int = 4,
    run: int = 2,
    orders: int = 200,
    seed: int = 1,
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return one row for each coded source in the order of interviewing (default: that of the study).

    Sources that nobody in scope has begun or finished are left out. Without `order`, so are documents, unless
    the scope is of documents.
    `new_information` is that of the run that ends with the source, missing before the first run. The band
    from `random_low` to `random_high` has 95 % of the cumulative numbers of codes over `orders` random orders
    of the sources: how much of the curve is due to the order.
    """
    scope = scope or Scope()
    study = study.within(scope)
    sources = _source_positions(study, order, scope)
    occurs = _code_occurrence(study)[sources]
    new = np.diff(_cumulative_codes(occurs, np.arange(len(sources))[np.newaxis])[0], prepend=0)
    rng = np.random.default_rng(seed)
    drawn = np.array([rng.permutation(len(sources)) for _ in range(max(orders, 1))])
    low, middle, high = np.percentile(_cumulative_codes(occurs, drawn), _BAND, axis=0)
    return pd.DataFrame(
        {
            "number": np.arange(1, len(sources) + 1),
            "source": [study.sources[source].name for source in sources],
            "codes": occurs.sum(axis=1),
            "new_codes": new,
            "all_codes": np.cumsum(new),
            "new_information": new_information(new.tolist(), base, run),
            "random_low": low,
            "random_median": middle,
            "random_high": high,
        }
    )


def ordered_by(study: Study, attribute: str, *, scope: Scope | None = None) -> list[str]:
    """Return the coded sources in scope in the order of an attribute of cases, such as the interview's date.

    Numbers are ordered by size, other values by alphabet, equal ones as in the study. Documents without a
    value are left out. UsageError for interviews without a value, sources whose cases have different values,
    and dates that begin with the day or the month.
    """
    if attribute not in (names := attributes(study.cases)):
        raise NotFoundError.among("attribute", attribute, names)
    study = study.within(scope or Scope())
    spellings = values_in_order(study.cases, attribute)
    rank = {value.casefold(): number for number, value in enumerate(spellings)}
    for value in spellings:
        if _DAY_OR_MONTH_FIRST.fullmatch(value):
            raise UsageError(
                f"{attribute!r} has dates that cannot be sorted ({value}).",
                "Write them with the year first (2026-01-31).",
            )
    values: dict[SourceId, set[str]] = {study.sources[source].id: set() for source in _coded_sources(study)}
    for case in study.cases:
        for source, _ in case.sources:
            if source in values and (value := attribute_value(case, attribute)):
                values[source].add(value.casefold())
    rank_of_source: dict[str, int] = {}
    for facts in (facts for facts in study.sources if facts.id in values):
        if len(own := values[facts.id]) > 1 or (not own and facts.kind is SourceKind.INTERVIEW):
            listed = ", ".join(spellings[number] for number in sorted(map(rank.__getitem__, own))) or "none"
            raise UsageError(
                f"To be sorted, {facts.name!r} needs one value of {attribute!r}; it has {listed}.",
                "`qualcode cases import` imports values; or name the sources in order with --source.",
            )
        for value in own:
            rank_of_source[facts.name] = rank[value]
    return sorted(rank_of_source, key=rank_of_source.__getitem__)


def new_information(new: Sequence[int], base: int = 4, run: int = 2) -> list[float]:
    """Return, for each source, the new codes of the run that ends with it divided by the codes of the base.

    NaN before the end of the first run, and everywhere if the base has no codes.
    """
    if base < 1 or run < 1:
        raise UsageError("Base size and run length must be at least 1.")
    codes = sum(new[:base])
    return [
        sum(new[end - run : end]) / codes if end >= base + run and codes else float("nan")
        for end in range(1, len(new) + 1)
    ]


def saturated_at(new: Sequence[int], base: int = 4, run: int = 2, threshold: float = 0.05) -> int | None:
    """Return the number of sources at which the study is saturated (6 in `6+2`), or None if it is not."""
    for end, share in enumerate(new_information(new, base, run), start=1):
        if share <= threshold:
            return end - run
    return None


def _source_positions(study: Study, order: Sequence[str] | None, scope: Scope) -> list[int]:
    """Return the positions of the coded sources, in order."""
    position_of = {name: position for position, name in enumerate(study.source_names)}
    for name in order or ():
        if name not in position_of:
            raise NotFoundError.among("source", name, position_of)
    coded = set(_coded_sources(study))
    kind = scope.kind or SourceKind.INTERVIEW
    return [
        position
        for position in (position_of[name] for name in dict.fromkeys(position_of if order is None else order))
        if position in coded and (order is not None or study.sources[position].kind is kind)
    ]


def _coded_sources(study: Study) -> list[int]:
    """Return the positions of the sources with a turn in scope that somebody has begun or finished."""
    in_scope = study.sources_in_scope
    positions: list[int] = in_scope[by_anyone(study.coded)[in_scope]].tolist()
    return positions


def _code_occurrence(study: Study) -> Flags:
    """Return whether each code occurs in each source, as an array of sources by codes."""
    occurs = np.zeros((len(study.sources), len(study.keys)), dtype=bool)
    codings = study.spans.codings
    occurs[study.source[codings], study.code[codings]] = True
    return occurs


def _cumulative_codes(occurs: Flags, orders: Ints) -> Ints:
    """Return the cumulative numbers of codes, as orders by sources; `orders` has positions of sources."""
    occurred: Flags = np.logical_or.accumulate(occurs[orders], axis=1)
    counts: Ints = np.count_nonzero(occurred, axis=2)
    return counts
