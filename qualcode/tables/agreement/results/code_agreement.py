"""The table of agreement on each code, and on all codes together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from qualcode.tables.agreement.code_tallies import code_tallies
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.intervals import (
    IntervalBasis,
    agreement_columns,
    interval_columns,
    pooled_columns,
)
from qualcode.tables.agreement.span_matches import coded_lengths, count_cells, match_spans
from qualcode.tables.agreement.tallies import Tallies
from qualcode.tables.arrays.sparse_relations import Flags, Floats
from qualcode.tables.frames import distinct_names

FEW = 10
"""Codings or coded units of a code below which its coefficients say little."""
POOLED = "all codes"
"""The label of the row of all codes together."""


def agreement_by_code(
    coded: CodedUnits, labels: Mapping[str, str], *, also: Sequence[str] = (), all_codes: bool = False
) -> pd.DataFrame:
    """Return one row for each code and one for all: codings of each coder, coefficients with intervals, flag.

    Sources count that at least two coders have finished. Codes that nobody used are left out unless
    `all_codes`, and are never in the last row.
    """
    coded = coded.coded_twice()
    codings = _codings(coded)
    if not len(coded.sources):
        return _table(coded.with_codes(()), labels, codings[:, :0], {}, np.empty(0, dtype=object), None)
    tallies = code_tallies(coded)
    figures = agreement_columns(tallies, coders=len(coded.coders), unit=coded.unit, also=tuple(also))
    defined = ~np.isnan(figures["alpha"])
    pooled = (
        pooled_columns(tallies, defined, coders=len(coded.coders), unit=coded.unit, also=tuple(also))
        if defined.any()
        else None
    )
    table = _table(coded, labels, codings, figures, _flags(coded, tallies, codings), pooled)
    return _shown(table, codings, all_codes=all_codes)


def agreement_on_spans(
    coded: CodedUnits, labels: Mapping[str, str], *, all_codes: bool = False
) -> pd.DataFrame:
    """Return one row for each code and one for all: codings, matches, F1 of spans with intervals.

    Spans have no units that nobody coded: so there is no agreement by chance to be corrected for.
    """
    coded = coded.coded_twice()
    codings = _codings(coded)
    if not len(coded.sources):
        return _table(coded.with_codes(()), labels, codings[:, :0], {}, np.empty(0, dtype=object), None)
    matches = match_spans(coded)
    matched, spans = matches.matched(), matches.spans
    value, without_each = matches.f1()
    amounts = coded_lengths(coded)
    basis = IntervalBasis(amounts=amounts, unit=coded.unit, is_of_codes=True)
    basis_of_all = replace(basis, amounts=amounts.sum(axis=1, keepdims=True), is_of_codes=False)
    figures = {"matched": matched.sum(axis=0), **interval_columns("f1", value, without_each, basis, least=0)}
    pooled = interval_columns("f1", *f1_of_all(matched, spans), basis_of_all, least=0)
    pooled = {"matched": np.atleast_1d(matched.sum()), **pooled}
    flags = np.where(codings.sum(axis=0) == 0, "not used", np.where(_by_one(codings), "one coder only", ""))
    table = _table(coded, labels, codings, figures, flags, pooled)
    return _shown(table, codings, all_codes=all_codes)


def coding_counts(coded: CodedUnits, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return one row for each code and one for all, with the number of codings of each coder."""
    codings = _codings(coded)
    return pd.DataFrame(
        {
            "code": [*coded.codes, ""],
            "label": [*(labels.get(code, code) for code in coded.codes), POOLED],
            **_count_columns(coded, np.column_stack((codings, codings.sum(axis=1))), ("code", "label")),
        }
    )


def f1_of_all(matched: Floats, spans: Floats) -> tuple[Floats, Floats]:
    """Return F1 over all codes, and without each source."""
    all_matched, all_spans = matched.sum(axis=1), spans.sum(axis=1)
    sums = (np.append(all_matched.sum() - all_matched, all_matched.sum()), all_spans.sum() - all_spans)
    values = np.divide(
        2 * sums[0],
        whole := np.append(sums[1], all_spans.sum()),
        out=np.full(len(sums[0]), np.nan),
        where=whole > 0,
    )
    return values[-1:], values[:-1, np.newaxis]


def _codings(coded: CodedUnits) -> Floats:
    """Return the number of codings of each coder and code."""
    return count_cells(coded.coder, coded.code, (len(coded.coders), len(coded.codes)))


def _by_one(codings: Floats) -> Flags:
    by_one: Flags = (codings > 0).sum(axis=0) == 1
    return by_one


def _flags(
    coded: CodedUnits, tallies: Tallies, codings: Floats
) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """Return what limits the coefficients of each code; empty if nothing does."""
    units = tallies.total()
    coded_units = units.shares[..., 1]
    sources = ((tallies.shares[..., 1] > 0).sum(axis=0)).tolist()
    conditions = [
        codings.sum(axis=0) == 0,
        coded_units == units.units,
        _by_one(codings),
        np.full(len(coded.codes), len(coded.sources) == 1),
        np.array([count == 1 for count in sources], dtype=bool),
        np.minimum(codings.sum(axis=0), coded_units * len(coded.coders)) < FEW,
    ]
    names = ["not used", "no variation", "one coder only", "one source", "in one source", "too few"]
    return np.select(conditions, names, "").astype(object)


def _table(
    coded: CodedUnits,
    labels: Mapping[str, str],
    codings: Floats,
    figures: Mapping[str, Floats],
    flags: "np.ndarray[tuple[int], np.dtype[np.object_]]",
    pooled: Mapping[str, Floats] | None,
) -> pd.DataFrame:
    counts = np.column_stack((codings, codings.sum(axis=1))) if pooled else codings
    columns: dict[str, object] = {
        "code": [*coded.codes, *([""] if pooled else [])],
        "label": [*(labels.get(code, code) for code in coded.codes), *([POOLED] if pooled else [])],
        **_count_columns(coded, counts, ("code", "label", "flag", *figures)),
    }
    for name, values in figures.items():
        columns[name] = np.append(values, pooled[name]) if pooled else values
    columns["flag"] = [*flags.tolist(), *([""] if pooled else [])]
    return pd.DataFrame(columns)


def _count_columns(
    coded: CodedUnits, counts: Floats, taken: Sequence[str]
) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    """Return the number of codings of each coder as a column; its name is none of those taken."""
    names = distinct_names([f"n_{coder}" for coder in coded.coders], taken=list(taken))
    return {name: count.astype(np.int64) for name, count in zip(names, counts, strict=True)}


def _shown(table: pd.DataFrame, codings: Floats, *, all_codes: bool) -> pd.DataFrame:
    used = np.append(codings.sum(axis=0) > 0, np.ones(len(table) - codings.shape[1], dtype=bool))
    return table if all_codes else table[used].reset_index(drop=True)
