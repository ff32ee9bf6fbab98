"""The table of agreement over all codes: one row for each measure."""

import numpy as np
import pandas as pd

from qualcode.tables.agreement.code_tallies import code_tallies
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.coefficients import alpha
from qualcode.tables.agreement.intervals import Columns, interval_columns, of_all, pooled_columns
from qualcode.tables.agreement.set_alpha import set_alphas, set_values
from qualcode.tables.agreement.set_distances import jaccard_distance, masi_distance

_POOLED = {
    "percent": "percent agreement, mean of codes",
    "f1": "F1, all codes together",
    "alpha": "Krippendorff's alpha, pooled",
    "kappa": "kappa, pooled",
    "fleiss": "Fleiss' kappa, pooled",
}


def agreement_overall(coded: CodedUnits) -> pd.DataFrame:
    """Return pooled coefficients, the median of the codes' alphas, and set-valued alphas with intervals."""
    coded = coded.coded_twice()
    rows: list[tuple[str, float, float, float]] = []
    if len(coded.sources):
        tallies = code_tallies(coded)
        each = alpha(tallies.total())
        defined = ~np.isnan(each)
        if defined.any():
            pooled = pooled_columns(tallies, defined, coders=len(coded.coders), unit=coded.unit)
            rows += [_row(measure, name, pooled) for name, measure in _POOLED.items() if name in pooled]
            rows.append(
                ("Krippendorff's alpha, median of codes", float(np.median(each[defined])), np.nan, np.nan)
            )
            values = set_values(coded)
            for measure, distance in (("Jaccard", jaccard_distance), ("MASI", masi_distance)):
                value, without_each = set_alphas(values, distance)
                columns = interval_columns(
                    "alpha", np.atleast_1d(value), without_each[:, np.newaxis], of_all(tallies, coded.unit)
                )
                rows.append(_row(f"set-valued alpha, {measure}", "alpha", columns))
    table = pd.DataFrame(rows, columns=["measure", "value", "low", "high"])
    return table.astype({"measure": "object", "value": "float64", "low": "float64", "high": "float64"})


def _row(measure: str, name: str, columns: Columns) -> tuple[str, float, float, float]:
    value, low, high = (float(columns[f"{name}{end}"][0]) for end in ("", "_low", "_high"))
    return measure, value, low, high
