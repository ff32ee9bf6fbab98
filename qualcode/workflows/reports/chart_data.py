"""Chart data: a table with the colours and titles that the codebook gives to its codes."""

from typing import TYPE_CHECKING

from qualcode.errors import UsageError
from qualcode.model.colors import colors_of
from qualcode.workflows.analysis.analysis_result import AnalysisResult

if TYPE_CHECKING:
    from qualcode.reports import ChartData


def chart_of(result: AnalysisResult) -> "ChartData":
    """Return the table of an analysis as chart data; UsageError for a table that cannot be drawn."""
    from qualcode.reports.chart_kinds import ChartData, ChartKind
    from qualcode.tables import listing

    chart = result.chart
    if chart is None or chart.problem:
        raise UsageError(
            chart.problem if chart else f"A table of {result.topic} cannot be drawn.", "Leave out --plot."
        )
    table = result.table if chart.columns is None else result.table[list(chart.columns)]
    return ChartData(
        kind=ChartKind(chart.kind),
        title=chart.title,
        table=listing(table),
        measure=chart.measure,
        colors={str(key): color for key, color in colors_of(result.codebook).items()},
        labels={str(key): result.codebook.code(key).title for key in result.codebook.keys},
    )
