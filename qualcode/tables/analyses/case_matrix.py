"""Matrix of cases (or sources, speakers, attribute values) by codes, for statistics and QCA programs.

Rows are the units of analysis with their attributes, columns are codes. The figures of a code include the
codes under it.
"""

import math
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables.arrays.cell_measures import MEASURES, cross_totals, totals
from qualcode.tables.arrays.coded_study import Scope, Study, by_anyone
from qualcode.tables.arrays.dimensions import Dimension, attributes, dimension
from qualcode.tables.arrays.sparse_relations import Flags, Floats, Ints
from qualcode.tables.frames import distinct_names, parse_numbers, typed_column

CELLS = ("present", *MEASURES)
"""The content of a cell: 1 or 0 for a code that occurs or not (`present`), or a measure."""


def matrix(
    study: Study,
    *,
    by: str = "case",
    of: str = "present",
    long: bool = False,
    all_codes: bool = False,
    omit: Collection[str] = (),
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return units by codes: wide (a column for each code) or long (a row for each pair).

    `of` is one of `CELLS`; a code that does not occur is absent (0) only in units whose sources are all
    finished, else missing. By case, each row also has the attributes of the case; in a study without cases,
    the units are sources. Turns without a unit are left out (see `codings_without_unit`), codes without
    codings unless `all_codes`, and the codes `omit`.
    """
    if of not in CELLS:
        raise NotFoundError.among("measure", of, CELLS)
    study = study.within(scope or Scope())
    by = matrix_units(study, by)
    codes, units = dimension(study, "code"), dimension(study, by)
    if units.turns is None:
        raise UsageError(
            f"The rows of a matrix are those who speak, and not each {by}.",
            "Use case, source, speaker or an attribute; or: qualcode crosstab coder code.",
        )
    figures = cross_totals(study, "codings" if of == "present" else of, codes, units).T
    shown = (totals(study, "codings", codes) > 0) | all_codes
    used = np.flatnonzero(shown & np.array([key not in omit for key in codes.labels], dtype=bool))
    if of == "present":
        is_absent = _finished_units(study, units)[:, np.newaxis]
        figures = np.where(figures > 0, 1.0, np.where(is_absent, 0.0, np.nan))
    named = np.array([unit for unit in range(len(units.labels)) if unit != units.none], dtype=np.int64)
    labels = [units.labels[unit] for unit in named]
    heads = {by: typed_column(labels), **(_attributes(study, labels) if by == "case" else {})}
    keys = [codes.labels[code] for code in used]
    return (_long if long else _wide)(heads, keys, figures[np.ix_(named, used)], of)


def matrix_units(study: Study, by: str) -> str:
    """Return the dimension of the rows: sources in the place of cases where there are none."""
    return "source" if by == "case" and not study.cases else by


def codings_without_unit(study: Study, by: str, *, scope: Scope | None = None) -> int:
    """Return the number of codings in scope that a matrix leaves out, since their turns have no unit."""
    study = study.within(scope or Scope())
    units = dimension(study, matrix_units(study, by))
    coding, named = study.spans.coding[units.span], units.label != units.none
    return len(np.setdiff1d(coding, coding[named]))


def _finished_units(study: Study, units: Dimension) -> Flags:
    """Return whether all sources of each unit with turns in scope are finished."""
    turns, labels = units.turns or (units.span, units.label)
    in_scope = study.turns.in_scope[turns]
    is_open = ~by_anyone(study.finished)[study.turns.source[turns]] & in_scope
    are_finished: Flags = np.bincount(labels[is_open], minlength=len(units.labels)) == 0
    return are_finished


def _attributes(study: Study, labels: Sequence[str]) -> dict[str, pd.Series]:
    rows = {case.name: row for row, case in enumerate(study.cases)}
    names = attributes(study.cases)
    columns = {}
    for name, shown in zip(names, distinct_names(names, ("case",), " (case)"), strict=True):
        values = parse_numbers([case.attributes.get(name, "") for case in study.cases])
        columns[shown] = typed_column([values[rows[unit]] for unit in labels])
    return columns


def _cells(figures: Ints | Floats, of: str) -> pd.Series:
    """Return a column of cells; whether a code is present is a whole number or missing."""
    if of != "present":
        return pd.Series(figures)
    return typed_column([None if math.isnan(cell) else int(cell) for cell in figures.tolist()])


def _wide(heads: dict[str, pd.Series], codes: Sequence[str], figures: Ints | Floats, of: str) -> pd.DataFrame:
    names = distinct_names(codes, tuple(heads))
    columns = {name: _cells(column, of) for name, column in zip(names, figures.T, strict=True)}
    return pd.DataFrame({**heads, **columns})


def _long(heads: dict[str, pd.Series], codes: Sequence[str], figures: Ints | Floats, of: str) -> pd.DataFrame:
    repeated = pd.DataFrame(heads).loc[np.repeat(np.arange(len(figures)), len(codes))].reset_index(drop=True)
    code, figure = distinct_names(("code", of), repeated.columns)
    repeated[code] = list(codes) * len(figures)
    repeated[figure] = _cells(figures.ravel(), of)
    return repeated
