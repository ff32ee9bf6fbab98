"""A listing is what any command finds: named columns and rows, ready for the terminal or a file."""

from dataclasses import dataclass

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Rows of plain values under named columns; every row is as long as `columns`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    title: str = ""
