"""Numbers and dates of a table of participants, recognised by column: decimal commas, days before months.

A column is changed only if all of its cells can be; what was changed, and what is ambiguous, is said.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from qualcode.text.plurals import counted

_NUMBER = re.compile(r"[+\-\u2212]?\d+")
_DECIMAL = re.compile(r"[+\-\u2212]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
_THOUSANDS = re.compile(r"[+\-\u2212]?\d{1,3},\d{3}")
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00:00(?:\.0+)?")


class ColumnValues(NamedTuple):
    """The cells of a column by their text in the file, and what is to be said of them (or nothing)."""

    value_of: Mapping[str, str]
    message: str = ""


def read_column(name: str, cells: Iterable[str]) -> ColumnValues:
    """Return the values of a column: numbers with a point, dates as 2026-03-01, other text as it is."""
    distinct = sorted(set(cells) - {""})
    if distinct and all(map(_TIMESTAMP.fullmatch, distinct)):
        return ColumnValues({cell: cell[:10] for cell in distinct})  # how a workbook writes a date
    if any("," in cell for cell in distinct) and all(
        _DECIMAL.fullmatch(cell) or _NUMBER.fullmatch(cell) for cell in distinct
    ):
        return _decimal_numbers(name, distinct)
    dates = [match for match in map(_DATE.fullmatch, distinct) if match]
    if distinct and len(dates) == len(distinct):
        return _dates(name, dates)
    return ColumnValues({})


def _decimal_numbers(name: str, cells: Sequence[str]) -> ColumnValues:
    with_comma = [cell for cell in cells if "," in cell]
    if all(map(_THOUSANDS.fullmatch, with_comma)):
        message = (
            f"{name}: is {with_comma[0]} a decimal or a thousand? It is kept as text; "
            "write it with a point, or without the comma."
        )
        return ColumnValues({}, message)
    values = {cell: cell.replace(".", "").replace(",", ".") for cell in cells}
    message = f"{name}: decimal commas ({with_comma[0]} is read as {values[with_comma[0]]})."
    return ColumnValues(values, message)


def _dates(name: str, dates: Sequence[re.Match[str]]) -> ColumnValues:
    """Read day-month-year, or month-day-year where only that makes dates of all cells."""
    readings: list[tuple[str, Callable[[re.Match[str]], tuple[str, str, str]]]] = [
        ("day, month, year", lambda match: (match[4], match[3], match[1])),
        ("month, day, year", lambda match: (match[4], match[1], match[3])),
    ]
    possible = [
        (order, values)
        for order, parts in readings
        if None not in (values := {match[0]: _iso_date(*parts(match)) for match in dates}).values()
    ]
    example = dates[0][0]
    if not possible:
        return ColumnValues({}, f"{name}: {example} and others are kept as text: they are not all dates.")
    is_ambiguous = len(possible) > 1 and possible[0][1] != possible[1][1]
    if is_ambiguous and any(match[2] != "." for match in dates):
        message = (
            f"{name}: is {example} day or month first? {counted(len(dates), 'date')} kept as text; "
            "write them as 2026-03-01."
        )
        return ColumnValues({}, message)
    order, values = possible[0]
    texts = {cell: value or "" for cell, value in values.items()}
    return ColumnValues(texts, f"{name}: dates ({order}; {example} is read as {texts[example]}).")


def _iso_date(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
