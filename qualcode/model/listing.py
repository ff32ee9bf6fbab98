"""Listings: the result of a command as named columns and rows, for the terminal or a file."""

from dataclasses import dataclass

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Rows of plain values under named columns; every row has one value for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    title: str = ""
