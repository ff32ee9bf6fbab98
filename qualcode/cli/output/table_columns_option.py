"""The option `--columns`, and which columns of a table a terminal has room for."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.cells import cell_len

from qualcode.errors import NotFoundError
from qualcode.model import Listing

ColumnsOption = Annotated[
    str,
    typer.Option(
        "--columns",
        help="Columns to show, separated by commas, or `all`; default: those that fit.",
        metavar="NAMES",
    ),
]
_GAP = 3
_NAME = 40
"""Columns of the terminal for the names in the first column, which are typed or copied."""
_READABLE = 24
"""Columns of the terminal that a long text needs to be readable; it is folded."""


def select_columns(listing: Listing, names: str) -> Listing:
    """Return the listing with the named columns in this order; with all of them for `all` or no name."""
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    if chosen in ([], ["all"]):
        return listing
    for name in chosen:
        if name not in listing.columns:
            raise NotFoundError.among(
                "column", name, listing.columns, f"Columns: {', '.join(listing.columns)}."
            )
    positions = [listing.columns.index(name) for name in chosen]
    rows = tuple(tuple(row[position] for position in positions) for row in listing.rows)
    return Listing(columns=tuple(chosen), rows=rows, title=listing.title)


def fitting_columns(
    headings: Sequence[str], cells: Sequence[Sequence[str]], least: Sequence[int], width: int
) -> list[int]:
    """Return the positions of the first columns that are readable side by side; at least two of them.

    `least` has the width that each column needs: no column counts for less.
    """
    fitting: list[int] = []
    used = 0
    for position, column in enumerate(zip(headings, *cells, strict=True)):
        used += _GAP + max(least[position], min(max(map(cell_len, column)), _READABLE if position else _NAME))
        if used > width and len(fitting) > 1:
            break
        fitting.append(position)
    return fitting
