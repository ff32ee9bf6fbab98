"""Codings by day and coder."""

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.tables import Study


def timeline(data: "Project | Study", *, options: AnalysisOptions = DEFAULT_OPTIONS) -> AnalysisResult:
    """Count codings by day (UTC) and coder, including those on turns of interviewers."""
    from qualcode import tables

    selected = select_study(data, replace(options, with_interviewer=True), also=("made_at",))
    table = tables.timeline(selected.study, scope=selected.scope)
    result = selected.result(
        table,
        title="Codings by day and coder",
        topic="timeline",
        pooled=False,
        chart=ChartSpec(kind="timeline", title="Codings by day and coder"),
    )
    return replace(result, value_columns=dict.fromkeys(table.columns[1:-2], ""))
