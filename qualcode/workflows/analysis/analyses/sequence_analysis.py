"""Sequences of codes: which code follows which."""

from typing import TYPE_CHECKING, Annotated

from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import Parameter
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.tables import Study


def sequence(
    data: "Project | Study",
    *,
    turns: Annotated[
        int, Parameter("Maximum number of turns between the codings; 0: the same turn.", least=0)
    ] = 0,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Count how often each code follows each other code, by the same coder."""
    from qualcode import tables

    selected = select_study(data, options)
    return selected.result(
        tables.sequence(selected.study, turns=turns, scope=selected.scope),
        title=f"Codes that follow each other, at most {turns} turns later",
        topic="sequence",
        empty="No code follows another.",
    )
