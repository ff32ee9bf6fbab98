"""Chart data: a table with the colours and titles that the codebook gives to its codes."""

from typing import TYPE_CHECKING

from qualcode.errors import UsageError
from qualcode.model.colors import colors_of
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.chosen_coders import drawn_together

if TYPE_CHECKING:
    from qualcode.reports import ChartData


def chart_of(result: AnalysisResult) -> "ChartData":
    """Return the table of an analysis as chart data; UsageError for a table that cannot be drawn.

    Only codes and themes have colours and titles: a value of an attribute may have the name of a code.
    """
    from qualcode.reports.chart_kinds import ChartData, ChartKind
    from qualcode.tables import listing

    chart = result.chart
    if chart is None or chart.problem:
        raise UsageError(
            chart.problem if chart else f"A table of {result.topic} cannot be drawn.", "Leave out --plot."
        )
    kind, table = ChartKind(chart.kind), result.table[:-1] if chart.has_totals else result.table
    table = table if chart.columns is None else table[list(chart.columns)]
    value_columns = {name: title for name, title in result.value_columns.items() if name in table}
    names_codes = kind in (ChartKind.NETWORK, ChartKind.BARCODE) or table.columns[0] in ("code", "theme")
    return ChartData(
        kind=kind,
        title=chart.title,
        table=listing(table),
        measure=chart.measure,
        note=drawn_together(result.pooled_coders),
        value_columns=value_columns or None,
        colors={str(key): color for key, color in colors_of(result.codebook).items()} if names_codes else {},
        labels={str(key): result.codebook.code(key).title for key in result.codebook.keys}
        if names_codes
        else {},
    )
