"""Matrix of cases (or sources, speakers, attribute values) by codes, for statistics and QCA programs.

Rows are the units of analysis with their attributes, columns are codes. The figures of a code include the
codes under it.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError
from qualcode.tables.arrays.cell_measures import MEASURES, cross_totals, totals
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import NONE, Dimension, attributes, dimension
from qualcode.tables.arrays.sparse_relations import Floats, Ints
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
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return units by codes: wide (a column for each code) or long (a row for each pair).

    `of` is one of `CELLS`. By case, each row also has the attributes of the case; in a study without cases,
    the units are sources. Turns without a unit are counted in the row `(none)`. Codes without codings are
    left out unless `all_codes`.
    """
    if of not in CELLS:
        raise NotFoundError.among("measure", of, CELLS)
    study = study.within(scope or Scope())
    by = "source" if by == "case" and not study.cases else by
    codes, units = dimension(study, "code"), dimension(study, by)
    figures = cross_totals(study, "codings" if of == "present" else of, codes, units).T
    figures = (figures > 0).astype(np.int64) if of == "present" else figures
    used = np.flatnonzero(np.ones(len(codes.labels)) if all_codes else totals(study, "codings", codes) > 0)
    heads = {by: typed_column(units.labels), **(_attributes(study, units) if by == "case" else {})}
    if long:
        return _long(heads, [codes.labels[code] for code in used], figures[:, used], of)
    names = distinct_names([codes.labels[code] for code in used], tuple(heads))
    return pd.DataFrame({**heads, **dict(zip(names, figures[:, used].T, strict=True))})


def _attributes(study: Study, units: Dimension) -> dict[str, pd.Series]:
    rows = {case.name: row for row, case in enumerate(study.cases)}
    names = attributes(study.cases)
    columns = {}
    for name, shown in zip(names, distinct_names(names, ("case",), " (case)"), strict=True):
        values = parse_numbers([case.attributes.get(name, "") for case in study.cases])
        columns[shown] = typed_column([None if unit == NONE else values[rows[unit]] for unit in units.labels])
    return columns


def _long(heads: dict[str, pd.Series], codes: Sequence[str], figures: Ints | Floats, of: str) -> pd.DataFrame:
    repeated = pd.DataFrame(heads).loc[np.repeat(np.arange(len(figures)), len(codes))].reset_index(drop=True)
    code, figure = distinct_names(("code", of), repeated.columns)
    repeated[code] = list(codes) * len(figures)
    repeated[figure] = figures.ravel()
    return repeated
