"""The coded share of the words of each speaker."""

from typing import TYPE_CHECKING

from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.tables import Study


def coverage(data: "Project | Study", *, options: AnalysisOptions = DEFAULT_OPTIONS) -> AnalysisResult:
    """Show the coded share of the words of each speaker."""
    from qualcode import tables

    selected = select_study(data, options)
    return selected.result(
        tables.coverage(selected.study, scope=selected.scope),
        title="Coded share of the words of each speaker",
        topic="coverage",
        empty="No sources yet.",
    )
