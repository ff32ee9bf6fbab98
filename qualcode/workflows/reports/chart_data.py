"""Drawing: a table with the colours and the names that its codebook gives to codes."""

from typing import TYPE_CHECKING

from qualcode.model import Codebook, Listing
from qualcode.model.colors import colors_of

if TYPE_CHECKING:
    from qualcode.reports import ChartData


def drawing(
    codebook: Codebook, table: Listing, kind: str, title: str, measure: str = "codings"
) -> "ChartData":
    """Return a table ready to be drawn; `kind` is one of `reports.Kind`, `measure` what its numbers are."""
    from qualcode.reports.chart_kinds import ChartData, ChartKind

    return ChartData(
        kind=ChartKind(kind),
        title=title,
        table=table,
        measure=measure,
        colors={str(key): color for key, color in colors_of(codebook).items()},
        labels={str(key): codebook.code(key).title for key in codebook.keys},
    )
