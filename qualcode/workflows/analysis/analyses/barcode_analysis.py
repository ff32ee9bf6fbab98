"""Barcode of themes: where in each source each theme is coded."""

from typing import TYPE_CHECKING

from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import SourceNames
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.tables import Study


def barcode(
    data: "Project | Study", *, source: SourceNames = (), options: AnalysisOptions = DEFAULT_OPTIONS
) -> AnalysisResult:
    """Show which spans of each source each theme covers, as shares of its words; drawn, as strips."""
    from qualcode import tables

    selected = select_study(data, options)
    if source:
        selected = selected.of_sources(source)
    title = "Themes over the course of each source"
    return selected.result(
        tables.barcode(selected.study, sources=source, scope=selected.scope),
        title=title,
        topic="barcode",
        chart=ChartSpec(kind="barcode", title=title),
    )
