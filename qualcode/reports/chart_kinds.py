"""What can be drawn, and of which table: the same for a terminal and for a file.

A drawing is a table with a kind and a title; who draws it decides how.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qualcode.model import Listing, Value

_BESIDE = ("label", "theme", "depth", "total")


class ChartKind(StrEnum):
    """The kinds of pictures, each with the table that it is drawn from."""

    BARS = "bars"
    """`frequencies` by code or theme: one bar a row."""
    HEAT = "heat"
    """`crosstab`, `matrix`, the square of `cooccurrence`: rows by columns, shaded; totals are left out."""
    NETWORK = "network"
    """`cooccurrence`: codes as nodes, pairs as links as strong as they are frequent."""
    CURVE = "curve"
    """`saturation`: codes so far, source by source."""
    BARCODE = "barcode"
    """`barcode`: what is spoken about when, a strip for each source and theme."""
    TIMELINE = "timeline"
    """`timeline`: codings by day and coder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartData:
    """A table to be drawn; `measure` is the column whose numbers are shown where there are several."""

    kind: ChartKind
    title: str
    table: Listing
    measure: str = "codings"
    colors: Mapping[str, str] = field(default_factory=dict)
    """Of codes and themes, by key."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What codes and themes are called, by key."""

    @property
    def records(self) -> list[dict[str, Value]]:
        """The rows by the names of their columns."""
        return [dict(zip(self.table.columns, row, strict=True)) for row in self.table.rows]

    def called(self, key: Value) -> str:
        """Return what a code or theme is called, or the key itself."""
        return self.labels.get(str(key), str(key))

    def cells(self) -> tuple[list[str], list[str], list[list[float]]]:
        """Return a table of numbers as row names, column names and cells, without its totals."""
        table = self.table
        numeric = [
            at
            for at, name in enumerate(table.columns)
            if at
            and name not in _BESIDE
            and all(isinstance(row[at], int | float | None) for row in table.rows)
        ]
        crossed = bool(table.rows) and table.rows[-1][0] == table.columns[-1] == "total"
        rows = table.rows[:-1] if crossed else table.rows
        names, columns = [str(row[0]) for row in rows], [table.columns[at] for at in numeric]
        cells = [[number(row[at]) for at in numeric] for row in rows]
        return self._square(names, cells) if names == columns else (names, columns, cells)

    def _square(
        self, names: list[str], cells: list[list[float]]
    ) -> tuple[list[str], list[str], list[list[float]]]:
        """Return codes by codes in the order of the codebook, without the diagonal: no code meets itself."""
        place = {key: at for at, key in enumerate(self.colors)}
        order = sorted(range(len(names)), key=lambda at: (place.get(names[at], len(place)), at))
        names = [names[at] for at in order]
        return names, names, [[0.0 if at == other else cells[at][other] for other in order] for at in order]


def number(value: Value) -> float:
    """Return the value as a number, 0 for what is none."""
    return float(value) if isinstance(value, int | float) else 0.0
