"""The kinds of charts and their data, the same for a terminal and for a file.

Chart data are a table with a kind and a title; the renderer decides how they look.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from qualcode.model import Listing, Value
from qualcode.text.visible import one_line

_NOT_MEASURES = ("label", "theme", "depth", "total")


class ChartKind(StrEnum):
    """The kinds of charts, each with the table that it needs."""

    BARS = "bars"
    """`frequencies` by code or theme: one bar for each row."""
    HEAT = "heat"
    """`crosstab`, `matrix`, the square of `cooccurrence`: rows by columns, shaded; totals are left out."""
    NETWORK = "network"
    """`cooccurrence`: codes as nodes, pairs as links, wider for more frequent pairs."""
    CURVE = "curve"
    """`saturation`: cumulative number of codes by source."""
    BARCODE = "barcode"
    """`barcode`: where each theme is coded, a strip for each source and theme."""
    INTERVALS = "intervals"
    """`agreement`: a point with its interval for each row; the ends have the endings `_low` and `_high`."""
    TIMELINE = "timeline"
    """`timeline`: codings by day and coder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartData:
    """A table for a chart; `measure` is the column to draw where a table has several."""

    kind: ChartKind
    title: str
    table: Listing
    measure: str = "codings"
    note: str = ""
    """Whose codings are drawn, if those of several coders are."""
    colors: Mapping[str, str] = field(default_factory=dict)
    """Colours of codes and themes, by key."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Titles of codes and themes, by key."""
    value_columns: Mapping[str, str] | None = None
    """The columns of a heat map's cells, with the titles of codes; None for all but those of totals."""

    @property
    def records(self) -> list[dict[str, Value]]:
        """The rows as mappings from column name to value."""
        return [dict(zip(self.table.columns, row, strict=True)) for row in self.table.rows]

    def name_of(self, key: Value) -> str:
        """Return the title of a code or theme, or the key itself."""
        return self.labels.get(str(key), str(key))

    def name_of_column(self, column: str) -> str:
        """Return the title of a code or theme that is a column of a heat map, or the column itself."""
        if self.value_columns is None:
            return self.name_of(column)
        return self.value_columns.get(column) or column

    def printable(self) -> "ChartData":
        """Return the chart with every control character in its words replaced: a drawing cannot hold one."""
        rows = (
            tuple(one_line(cell) if isinstance(cell, str) else cell for cell in row)
            for row in self.table.rows
        )
        table = Listing(
            title=one_line(self.table.title),
            columns=tuple(map(one_line, self.table.columns)),
            rows=tuple(rows),
        )
        labels = {one_line(key): one_line(label) for key, label in self.labels.items()}
        colors = {one_line(key): color for key, color in self.colors.items()}
        columns = self.value_columns and {
            one_line(key): one_line(label) for key, label in self.value_columns.items()
        }
        return replace(
            self,
            title=one_line(self.title),
            note=one_line(self.note),
            table=table,
            labels=labels,
            colors=colors,
            value_columns=columns,
        )

    def cells(self) -> tuple[list[str], list[str], list[list[float]]]:
        """Return the row names, column names and cells of a numeric table, without totals."""
        table = self.table
        numeric = [
            index
            for index, name in enumerate(table.columns)
            if index
            and (name not in _NOT_MEASURES if self.value_columns is None else name in self.value_columns)
            and all(isinstance(row[index], int | float | None) for row in table.rows)
        ]
        has_totals = self.value_columns is None and bool(table.rows)
        has_totals = has_totals and table.rows[-1][0] == table.columns[-1] == "total"
        rows = table.rows[:-1] if has_totals else table.rows
        names, columns = [str(row[0]) for row in rows], [table.columns[index] for index in numeric]
        cells = [[as_number(row[index]) for index in numeric] for row in rows]
        # A heading has a number behind it where the code is called like the first column.
        is_square = [name if name in names else name.partition(" ")[0] for name in columns] == names
        return self._codebook_square(names, cells) if is_square else (names, columns, cells)

    def _codebook_square(
        self, names: list[str], cells: list[list[float]]
    ) -> tuple[list[str], list[str], list[list[float]]]:
        """Return codes by codes in the order of the codebook, with zeros on the diagonal."""
        numbers = {key: number for number, key in enumerate(self.colors)}
        order = sorted(range(len(names)), key=lambda row: (numbers.get(names[row], len(numbers)), row))
        names = [names[row] for row in order]
        square = [[0.0 if row == column else cells[row][column] for column in order] for row in order]
        return names, names, square


def as_number(value: Value) -> float:
    """Return the value as a number, 0 if it is not numeric."""
    return float(value) if isinstance(value, int | float) else 0.0
