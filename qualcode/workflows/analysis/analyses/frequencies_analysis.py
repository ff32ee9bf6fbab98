"""Frequencies of codes, in the whole study or by a dimension."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import AllCodes, Parameter
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.tables import Study

_CODE_COLUMNS = 4
"""The columns before the values: code, label, theme and depth."""


def frequencies(
    data: "Project | Study",
    *,
    by: Annotated[
        str, Parameter("code, theme, source, case, speaker, coder, or an attribute.", "DIMENSION")
    ] = "code",
    of: Annotated[
        str | None, Parameter("Measure: codings, sources, cases, words or share.", "MEASURE")
    ] = None,
    all_codes: AllCodes = False,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Count codings, sources, cases and words of each code, including the codes under it."""
    from qualcode import tables

    selected = select_study(data, options)
    table = tables.frequencies(selected.study, by=by, of=of, all_codes=all_codes, scope=selected.scope)
    measure, in_one_column = of or "codings", by in ("code", "theme")
    title = f"{measure.capitalize()} of each {'theme' if by == 'theme' else 'code'}"
    title = title if in_one_column else f"{title} by {by}"
    result = selected.result(
        table,
        title=title,
        topic="frequencies",
        pooled=by != "coder",
        chart=ChartSpec(kind="bars" if in_one_column else "heat", title=title, measure=measure),
    )
    values = () if in_one_column else table.columns[_CODE_COLUMNS:-1]
    cells = "" if in_one_column else measure
    return replace(result, measure=cells, value_columns=dict.fromkeys(values, ""))
