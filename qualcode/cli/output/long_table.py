"""Print tables of many rows without Rich, which lays out each cell separately and takes seconds.

The output is the same as Rich's for tables whose cells have one line each and fit side by side.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

LONG = 200
"""The number of rows from which this is used."""
_BETWEEN = "   "


def print_long(
    console: "Console", headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]
) -> bool:
    """Print the rows and return True; return False and print nothing if they do not fit."""
    from rich.cells import cell_len
    from rich.text import Text

    widths = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]
    total = sum(widths) + len(_BETWEEN) * (len(widths) - 1) + 2
    if total > console.width or any("\n" in cell or "\t" in cell for row in rows for cell in row):
        return False

    def line(cells: Sequence[str]) -> str:
        gaps = (" " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))
        aligned = (
            gap + cell if right else cell + gap for cell, gap, right in zip(cells, gaps, numeric, strict=True)
        )
        return f" {_BETWEEN.join(aligned)} "

    console.print(" " * total, Text(line(headings), style="bold"), f" {'─' * (total - 2)} ", sep="\n")
    console.file.write("".join(f"{line(row)}\n" for row in rows) + " " * total + "\n")
    return True
