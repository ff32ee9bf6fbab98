"""Convert listings to DataFrames and back, with the types of their values and `None` for a missing value.

pandas alone turns whole numbers next to a missing value into floats; here they become nullable integers.
"""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from qualcode.model import Listing, Value

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")


def frame(listing: Listing) -> pd.DataFrame:
    """Return the listing as a DataFrame; repeated column names get a number."""
    values = list(zip(*listing.rows, strict=True)) or [()] * len(listing.columns)
    names = distinct_names(listing.columns)
    return pd.DataFrame({name: typed_column(cells) for name, cells in zip(names, values, strict=True)})


def listing(table: pd.DataFrame, title: str = "") -> Listing:
    """Return the table as a listing of Python values."""
    return Listing(
        columns=tuple(str(name) for name in table.columns),
        rows=tuple(zip(*(cells(table, position) for position in range(table.shape[1])), strict=True)),
        title=title,
    )


def cells(table: pd.DataFrame, position: int) -> list[Value]:
    """Return the cells of the column at this position as Python values, `None` if missing."""
    values = table.iloc[:, position]
    plain: list[Value] = values.astype(object).where(values.notna(), None).tolist()
    return plain


def typed_column(values: Sequence[Value]) -> "pd.Series":
    """Return the values as a Series of the narrowest dtype that keeps all of them."""
    types = {type(value) for value in values} - {type(None)}
    complete = None not in values
    if types == {bool}:
        return pd.Series(values, dtype="bool" if complete else "boolean")
    if types == {int}:
        return pd.Series(values, dtype="int64" if complete else "Int64")
    if types and types <= {int, float}:
        return pd.Series(values, dtype="float64")
    if len(types) > 1:
        values = [None if value is None else str(value) for value in values]
    return pd.Series(values, dtype="object")


def parse_numbers(values: Sequence[str]) -> list[Value]:
    """Return the values as numbers if all that are not empty are numbers, else as text; empty is missing.

    `007` is text, and so are numbers with a plus sign, an exponent or more digits than a float has.
    """
    filled = [value.strip() for value in values if value.strip()]
    if not filled or not all(_NUMBER.fullmatch(value) for value in filled):
        return [value if value.strip() else None for value in values]
    number = float if any("." in value for value in filled) else int
    return [number(value) if value.strip() else None for value in values]


def with_numbers(table: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Return the table with these text columns as numbers where all values that are not empty are numbers."""
    return table.assign(**{name: typed_column(parse_numbers(table[name].tolist())) for name in names})


def distinct_names(names: Iterable[str], taken: Iterable[str] = (), suffix: str = "") -> list[str]:
    """Return distinct names: repeated and `taken` ones get the suffix, then a number."""
    used, distinct = set(taken), []
    for name in names:
        candidate, number = name, 1
        while candidate in used:
            number += 1
            candidate = f"{name}{suffix}" if suffix and number == 2 else f"{name} {number}"  # noqa: PLR2004
        used.add(candidate)
        distinct.append(candidate)
    return distinct
