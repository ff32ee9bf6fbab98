"""Comparison of two groups, code by code."""

from typing import TYPE_CHECKING, Annotated

from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import Parameter, Seed
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.tables import Study


def compare(
    data: "Project | Study",
    attribute: Annotated[str, Parameter("An attribute of cases; or source, case or speaker.")],
    first: Annotated[str, Parameter("The value of the first group.", "A")],
    second: Annotated[str, Parameter("The value of the second group.", "B")],
    *,
    draws: Annotated[int, Parameter("Number of bootstrap samples.", least=1)] = 2000,
    seed: Seed = 1,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Compare two groups code by code, with bootstrap intervals that resample whole sources."""
    from qualcode import tables

    selected = select_study(data, options)
    table = tables.compare(
        selected.study, attribute, first, second, draws=draws, seed=seed, scope=selected.scope
    )
    without_intervals = len(table) > 0 and bool(table["low"].isna().all())
    return selected.result(
        table,
        title=f"Codes of {first} and {second} compared ({attribute})",
        topic="compare",
        notes=["No intervals: one group has fewer than two sources."] if without_intervals else (),
        empty="Neither group has codings.",
    )
