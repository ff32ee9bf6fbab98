"""The table of confusion: which code one coder gave where another gave another."""

import numpy as np
import pandas as pd

from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.confusion import confusion
from qualcode.tables.frames import distinct_names

NO_CODE = "(no other code)"


def confusion_table(coded: CodedUnits) -> pd.DataFrame:
    """Return one row and one column for each code that was given where another coder gave another code.

    A last column has the units to which the other coder gave no other code.
    """
    coded = coded.coded_twice()
    table = confusion(coded) if len(coded.sources) else np.zeros((len(coded.codes), len(coded.codes) + 1))
    between = table[:, :-1]
    kept = np.flatnonzero(between.sum(axis=0) > np.diagonal(between))
    codes = [coded.codes[number] for number in kept]
    shown = np.column_stack((between[np.ix_(kept, kept)], table[kept, -1]))
    names = distinct_names([*codes, NO_CODE], taken=["code"])
    columns = {name: shown[:, number].astype(np.int64) for number, name in enumerate(names)}
    return pd.DataFrame({"code": pd.Series(codes, dtype="object"), **columns})
