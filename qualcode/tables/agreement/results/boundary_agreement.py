"""The table of boundaries: how well coders agree on where spans begin and end, and on their codes."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from qualcode.tables.agreement.boundaries.alpha_of_2004 import unitizing_disagreement
from qualcode.tables.agreement.code_tallies import code_tallies
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.intervals import Columns, interval_columns, of_all, of_codes
from qualcode.tables.agreement.results.code_agreement import POOLED, f1_of_all
from qualcode.tables.agreement.span_matches import count_cells, match_spans, merge_own_spans
from qualcode.tables.agreement.tallies import Tallies
from qualcode.tables.agreement.unitizing import (
    bar_u_alpha,
    bar_u_alpha_of,
    coverage,
    cu_alpha,
    ku_alphas,
    u_alpha,
    unitizing_tallies,
)
from qualcode.tables.arrays.sparse_relations import Floats


def agreement_on_boundaries(
    coded: CodedUnits, labels: Mapping[str, str], *, with_alpha_of_2004: bool = False
) -> pd.DataFrame:
    """Return one row for each code that is used and one for all; the units are characters.

    u-alpha, cu-alpha and (k)u-alpha are missing if a coder gave some characters two of the codes. The earlier
    alpha_U has a column on request.
    """
    coded = coded.coded_twice()
    used = [code for number, code in enumerate(coded.codes) if (coded.code == number).any()]
    coded = coded.with_codes(used)
    if not used:
        return pd.DataFrame({"code": pd.Series([], dtype="object")})
    matches = match_spans(coded)
    start, end = matches.median_distances()
    value, without_each = matches.f1()
    matched = matches.matched()
    columns: dict[str, object] = {
        "code": [*coded.codes, ""],
        "label": [*(labels.get(code, code) for code in coded.codes), POOLED],
        "spans": _spans(coded),
        "matched": np.append(matched.sum(axis=0), matched.sum()).astype(np.int64),
    }
    tallies = code_tallies(coded)
    basis, basis_of_all = of_codes(tallies, coded.unit), of_all(tallies, coded.unit)
    pooled = interval_columns("overlap_f1", *f1_of_all(matched, matches.spans), basis_of_all, least=0)
    figures = interval_columns("overlap_f1", value, without_each, basis, least=0)
    columns |= {name: np.append(values, pooled[name]) for name, values in figures.items()}
    columns["start_distance"] = np.append(start, _median(matches.start_distance))
    columns["end_distance"] = np.append(end, _median(matches.end_distance))
    earlier = {"u2004": unitizing_disagreement(coded).alphas()} if with_alpha_of_2004 else {}
    return pd.DataFrame({**columns, **_unitizing(coded, tallies), **earlier})


def _spans(coded: CodedUnits) -> Floats:
    """Return the number of merged spans of each code, and of all."""
    merged = merge_own_spans(coded)
    counts = np.bincount(merged.code, minlength=len(coded.codes))
    return np.append(counts, counts.sum())


def _median(distances: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> float:
    return float(np.median(distances)) if len(distances) else np.nan


def _unitizing(coded: CodedUnits, by_code: Tallies) -> Columns:
    """Return the unitizing alphas: |u of each code and of all, (k)u of each code, u and cu of all."""
    codes = len(coded.codes)
    each = _bar_u_of_codes(coded, by_code)
    nothing = np.full(1, np.nan)
    tallies = unitizing_tallies(coded) if codes else None
    if tallies is None:
        columns = {name: np.append(values, nothing) for name, values in each.items()}
        missing = ("u_alpha", "u_alpha_low", "u_alpha_high", "cu_alpha", "cu_alpha_low", "cu_alpha_high")
        blanks = (*missing, "ku_alpha", "ku_coverage")
        return {**columns, **{name: np.full(codes + 1, np.nan) for name in blanks}}
    total, without_each = tallies.total(), tallies.without_each()
    columns_of_all: Columns = {}
    for name, coefficient in (("bar_u_alpha", bar_u_alpha), ("u_alpha", u_alpha), ("cu_alpha", cu_alpha)):
        values, others = np.atleast_1d(coefficient(total)), coefficient(without_each)[:, np.newaxis]
        columns_of_all |= interval_columns(name, values, others, of_all(by_code, coded.unit))
    blank = np.full(codes, np.nan)
    return {
        **{name: np.append(each.get(name, blank), values) for name, values in columns_of_all.items()},
        "ku_alpha": np.append(ku_alphas(total), nothing),
        "ku_coverage": np.append(coverage(total), nothing),
    }


def _bar_u_of_codes(coded: CodedUnits, by_code: Tallies) -> Columns:
    """Return |u-alpha of each code alone, whose segments are its spans and the gaps between them."""
    coincidences = by_code.coincidences
    merged = merge_own_spans(coded)
    length = (merged.end - merged.first).astype(np.float64)
    shape = (len(coded.sources), len(coded.codes))
    squares = np.stack(
        (coincidences[..., 0, :].sum(axis=-1), count_cells(merged.source, merged.code, shape, length**2)),
        axis=-1,
    )
    tables = coincidences.sum(axis=0) - coincidences, squares.sum(axis=0) - squares
    value = bar_u_alpha_of(coincidences.sum(axis=0), squares.sum(axis=0))
    return interval_columns("bar_u_alpha", value, bar_u_alpha_of(*tables), of_codes(by_code, coded.unit))
