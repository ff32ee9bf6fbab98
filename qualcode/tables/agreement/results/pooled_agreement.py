"""The coefficients of all codes together, as plain numbers."""

import numpy as np

from qualcode.tables.agreement.code_tallies import code_tallies
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.coefficients import alpha
from qualcode.tables.agreement.intervals import pooled_columns


def pooled_agreement(coded: CodedUnits) -> dict[str, float | None]:
    """Return pooled coefficients with the ends of their intervals by column; None where one is not defined.

    The sources are those that at least two coders have finished. Without any, or without a code that is used,
    the mapping is empty.
    """
    if not len(coded.sources):
        return {}
    tallies = code_tallies(coded)
    defined = ~np.isnan(alpha(tallies.total()))
    if not defined.any():
        return {}
    columns = pooled_columns(tallies, defined, coders=len(coded.coders), unit=coded.unit)
    return {name: None if np.isnan(values[0]) else float(values[0]) for name, values in columns.items()}
