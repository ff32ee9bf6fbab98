"""The table of agreement of each pair of coders, over all codes."""

from itertools import combinations

import pandas as pd

from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.results.pooled_agreement import pooled_agreement

_COEFFICIENTS = ("percent", "f1", "alpha", "kappa")


def agreement_by_pair(coded: CodedUnits) -> pd.DataFrame:
    """Return one row for each two coders: sources that both have finished, units, pooled coefficients."""
    rows = []
    for first, second in combinations(range(len(coded.coders)), 2):
        pair = coded.of_coders(first, second)
        row: dict[str, object] = {
            "coder": pair.coders[0],
            "other_coder": pair.coders[1],
            "sources": len(pair.sources),
            "units": int(pair.units.sum()),
        }
        rows.append(row | pooled_agreement(pair))
    ends = ("", "_low", "_high")
    columns = [f"{name}{end}" for name in _COEFFICIENTS for end in ends]
    table = pd.DataFrame(rows, columns=["coder", "other_coder", "sources", "units", *columns])
    return table.astype(dict.fromkeys(columns, "float64"))
