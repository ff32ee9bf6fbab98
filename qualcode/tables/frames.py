"""Listings to frames and back: plain values with their types, and `None` where a value is missing.

pandas alone would turn 3 beside a missing value into 3.0; a column of whole numbers stays one here.
"""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from qualcode.model import Listing, Value

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")


def frame(listing: Listing) -> pd.DataFrame:
    """Return the listing as a frame; its column names are made different where they are not."""
    values = list(zip(*listing.rows, strict=True)) or [()] * len(listing.columns)
    names = distinct_names(listing.columns)
    return pd.DataFrame({name: typed_column(cells) for name, cells in zip(names, values, strict=True)})


def listing(table: pd.DataFrame, title: str = "") -> Listing:
    """Return the table as plain values, ready for a terminal."""
    return Listing(
        columns=tuple(str(name) for name in table.columns),
        rows=tuple(zip(*(cells(table, at) for at in range(table.shape[1])), strict=True)),
        title=title,
    )


def cells(table: pd.DataFrame, at: int) -> list[Value]:
    """Return the values of the column at this position as Python's own, `None` where there is none."""
    values = table.iloc[:, at]
    plain: list[Value] = values.astype(object).where(values.notna(), None).tolist()
    return plain


def typed_column(values: Sequence[Value]) -> "pd.Series":
    """Return the values as a column of the narrowest type that loses nothing."""
    kinds = {type(value) for value in values} - {type(None)}
    full = None not in values
    if kinds == {bool}:
        return pd.Series(values, dtype="bool" if full else "boolean")
    if kinds == {int}:
        return pd.Series(values, dtype="int64" if full else "Int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(values, dtype="float64")
    if len(kinds) > 1:
        values = [None if value is None else str(value) for value in values]
    return pd.Series(values, dtype="object")


def parse_numbers(values: Sequence[str]) -> list[Value]:
    """Return numbers where every value that is not empty is one, else the text; empty values are missing.

    `007` stays text, as do numbers with a plus sign, an exponent or more digits than a float keeps.
    """
    given = [value.strip() for value in values if value.strip()]
    if not given or not all(_NUMBER.fullmatch(value) for value in given):
        return [value if value.strip() else None for value in values]
    kind = float if any("." in value for value in given) else int
    return [kind(value) if value.strip() else None for value in values]


def distinct_names(names: Iterable[str], taken: Iterable[str] = (), suffix: str = "") -> list[str]:
    """Return the names with those that occur twice, or are `taken`, marked by the suffix or a number."""
    used, found = set(taken), []
    for name in names:
        candidate, number = name, 1
        while candidate in used:
            number += 1
            candidate = f"{name}{suffix}" if suffix and number == 2 else f"{name} {number}"  # noqa: PLR2004
        used.add(candidate)
        found.append(candidate)
    return found
