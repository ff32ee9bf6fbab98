"""How much new each further source brings: saturation after Guest, Namey and Chen.

Three numbers: the base (how many sources come first), the run (how many at a time are then looked at) and
the threshold. New information is the codes that occur for the first time within a run, as a share of the
codes in the base. The study is saturated at the source after which a run brings no more than the threshold;
it is reported as `6+2`: six sources, and the run of two that showed it.

Guest G, Namey E, Chen M (2020) A simple method to assess and report thematic saturation in qualitative
research. PLoS ONE 15(5): e0232076.
"""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import SourceId, SourceKind
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import attribute_value, attributes, values_in_order
from qualcode.tables.arrays.sparse_relations import Flags, Ints

_BAND = (2.5, 50, 97.5)
"""The percentiles of the random orders: the middle 95 % and the median."""
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
    """Return one row for each source in the order of interviewing (that of the study, unless named).

    `new_information` is of the run that ends with the source, and missing before the first run. The band
    `random_low` to `random_high` has 95 % of the cumulative codes of as many random orders as `orders`, drawn
    with the seed: how much of the curve is due to who happened to come first.
    """
    study = study.within(scope or Scope())
    chosen = _source_positions(study, order)
    occurs = _code_occurrence(study)[chosen]
    new = np.diff(_cumulative_codes(occurs, np.arange(len(chosen))[np.newaxis])[0], prepend=0)
    rng = np.random.default_rng(seed)
    drawn = np.array([rng.permutation(len(chosen)) for _ in range(max(orders, 1))])
    low, middle, high = np.percentile(_cumulative_codes(occurs, drawn), _BAND, axis=0)
    return pd.DataFrame(
        {
            "number": np.arange(1, len(chosen) + 1),
            "source": [study.sources[at].name for at in chosen],
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
    """Return the sources in scope in the order of an attribute of their cases, such as the interview's date.

    Numbers are in order of size, other values by alphabet, equal ones as in the study. Documents without a
    value are left out. Interviews without one, sources whose cases have different values, and dates that
    begin with the day or the month are refused.
    """
    if attribute not in (known := attributes(study.cases)):
        raise NotFoundError.among("attribute", attribute, known)
    study = study.within(scope or Scope())
    place = {value: number for number, value in enumerate(values_in_order(study.cases, attribute))}
    for value in place:
        if _DAY_OR_MONTH_FIRST.fullmatch(value):
            raise UsageError(
                f"{attribute!r} has dates that cannot be put in order ({value}).",
                "Write them with the year first (2026-01-31).",
            )
    values: dict[SourceId, set[str]] = {study.sources[at].id: set() for at in _in_scope(study)}
    for case in study.cases:
        for source, _ in case.sources:
            if source in values and (value := attribute_value(case, attribute)):
                values[source].add(value)
    found: dict[str, int] = {}
    for facts in (facts for facts in study.sources if facts.id in values):
        if len(here := values[facts.id]) > 1 or (not here and facts.kind is SourceKind.INTERVIEW):
            some = ", ".join(sorted(here, key=place.__getitem__)) or "none"
            raise UsageError(
                f"To be put in order, {facts.name!r} needs one value of {attribute!r}; it has {some}.",
                "`qualcode cases import` brings values; or name the sources in order with --source.",
            )
        for value in here:
            found[facts.name] = place[value]
    return sorted(found, key=found.__getitem__)


def new_information(new: Sequence[int], base: int = 4, run: int = 2) -> list[float]:
    """Return, for each source, the new codes of the run that ends with it as a share of the base's codes.

    NaN stands for sources before the end of the first run, and for all where the base has no codes.
    """
    if base < 1 or run < 1:
        raise UsageError("Base and run must each have at least one source.")
    codes = sum(new[:base])
    return [
        sum(new[end - run : end]) / codes if end >= base + run and codes else float("nan")
        for end in range(1, len(new) + 1)
    ]


def saturated_at(new: Sequence[int], base: int = 4, run: int = 2, threshold: float = 0.05) -> int | None:
    """Return after how many sources the study is saturated (6 in `6+2`), or None if it is not yet."""
    for end, share in enumerate(new_information(new, base, run), start=1):
        if share <= threshold:
            return end - run
    return None


def _source_positions(study: Study, order: Sequence[str] | None) -> list[int]:
    there = set(_in_scope(study))
    place = {name: at for at, name in enumerate(study.source_names)}
    for name in order or ():
        if name not in place:
            raise NotFoundError.among("source", name, place)
    return [place[name] for name in dict.fromkeys(order or place) if place[name] in there]


def _in_scope(study: Study) -> list[int]:
    """Return the positions of the sources that have a turn in scope."""
    found: list[int] = np.unique(study.turns.source[study.turns.in_scope]).tolist()
    return found


def _code_occurrence(study: Study) -> Flags:
    """Return whether each code occurs in each source, as an array of sources by codes."""
    found = np.zeros((len(study.sources), len(study.keys)), dtype=bool)
    codings = study.spans.codings
    found[study.source[codings], study.code[codings]] = True
    return found


def _cumulative_codes(occurs: Flags, orders: Ints) -> Ints:
    """Return, for each order of the sources, how many codes have occurred by each place in it."""
    seen: Flags = np.logical_or.accumulate(occurs[orders], axis=1)
    counts: Ints = np.count_nonzero(seen, axis=2)
    return counts
