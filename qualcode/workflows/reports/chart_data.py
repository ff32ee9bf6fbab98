"""Chart data: a table with the colours and titles that the codebook gives to its codes."""

from typing import TYPE_CHECKING

from qualcode.model import Codebook, Listing
from qualcode.model.colors import colors_of

if TYPE_CHECKING:
    from qualcode.reports import ChartData


def chart_data(
    codebook: Codebook, table: Listing, kind: str, title: str, measure: str = "codings"
) -> "ChartData":
    """Return a table as chart data; `kind` is a value of `reports.ChartKind`, `measure` a column to draw."""
    from qualcode.reports.chart_kinds import ChartData, ChartKind

    return ChartData(
        kind=ChartKind(kind),
        title=title,
        table=table,
        measure=measure,
        colors={str(key): color for key, color in colors_of(codebook).items()},
        labels={str(key): codebook.code(key).title for key in codebook.keys},
    )
