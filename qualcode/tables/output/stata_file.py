"""A table as a Stata file: numbers as numbers, legal variable names, and the columns' names as labels.

Stata allows names of at most 32 letters, digits and underscores that do not begin with a digit. The rule:
accents are removed, every other sign becomes an underscore, a name that begins with a digit or is reserved
gets one in front, longer names are cut, and repeated ones (compared without regard to case) end in a number.
The label of a variable is the column's whole name, or the code's label, cut at 80 characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO

import numpy as np
import pandas as pd
from pandas.io.stata import StataParser

from qualcode.errors import UsageError
from qualcode.tables.frames import cells

_NAME, _LABEL, _VARIABLES = 32, 80, 32_767
_INT32 = 2**31 - 28
"""Stata's largest integer; greater numbers become doubles."""
_ILLEGAL = re.compile(r"[^A-Za-z0-9_]")


def stata_bytes(table: pd.DataFrame, title: str = "", labels: Mapping[str, str] | None = None) -> bytes:
    """Return the bytes of a .dta file (format 118: Stata 14 and later, Unicode).

    `labels` has further names for columns, such as those of codes. UsageError for more columns than Stata
    allows.
    """
    if table.shape[1] > _VARIABLES:
        raise UsageError(
            f"The table has {table.shape[1]:,} columns: too many for Stata, at most {_VARIABLES:,}.",
            "Write it as csv or parquet.",
        )
    columns = [str(name) for name in table.columns]
    names = stata_names(columns)
    plain = pd.DataFrame(
        {name: _stata_column(table, position) for position, name in enumerate(names)}, index=table.index
    )
    texts = {column: (labels or {}).get(column, column) for column in columns}
    file = BytesIO()
    plain.to_stata(
        file,
        write_index=False,
        version=118,
        data_label=title[:_LABEL],
        variable_labels={name: texts[column][:_LABEL] for name, column in zip(names, columns, strict=True)},
        convert_strl=[name for name in names if _is_long(plain[name])],
    )
    return file.getvalue()


def stata_names(columns: Iterable[str]) -> list[str]:
    """Return legal and distinct variable names for the columns, by the rule of this module."""
    taken: set[str] = set()
    names = []
    for column in columns:
        base = _legal_name(column)
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            ending = f"_{number}"
            name = base[: _NAME - len(ending)] + ending
        taken.add(name.casefold())
        names.append(name)
    return names


def _legal_name(column: str) -> str:
    letters = "".join(
        sign for sign in unicodedata.normalize("NFKD", column) if not unicodedata.combining(sign)
    )
    name = _ILLEGAL.sub("_", letters) or "_"
    is_type = re.fullmatch(r"str[0-9]+", name)
    if name[0].isdigit() or name in _reserved_words() or is_type or not name.strip("_"):
        name = f"v{name}" if name.startswith("_") else f"_{name}"
    return name[:_NAME]


@cache
def _reserved_words() -> frozenset[str]:
    return frozenset(StataParser().RESERVED_WORDS)  # type: ignore[attr-defined]  # not in pandas-stubs


def _stata_column(table: pd.DataFrame, position: int) -> "pd.Series":
    values = table.iloc[:, position]
    if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_integer_dtype(values.dtype):
        numbers = values.astype("float64") if values.isna().any() else values.astype(np.int64)
        large = len(numbers) and float(numbers.abs().max()) > _INT32
        return numbers.astype("float64") if large else numbers
    if pd.api.types.is_float_dtype(values.dtype):
        return values.astype("float64")
    texts = ["" if value is None else str(value).replace("\0", "\ufffd") for value in cells(table, position)]
    return pd.Series(texts, index=values.index, dtype=object)


def _is_long(values: "pd.Series") -> bool:
    """Return whether texts need Stata's type for long strings: pandas writes fixed ones up to 2,045 bytes."""
    return values.dtype == object and any(len(text.encode()) > 2_000 for text in values)  # noqa: PLR2004
