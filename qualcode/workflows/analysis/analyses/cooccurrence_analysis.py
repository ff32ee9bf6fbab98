"""Co-occurrence of codes, as pairs or as a table of codes by codes."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from qualcode.errors import UsageError
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import Parameter
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.code_rows import code_columns
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.tables import Study

_PAIR_MEASURES = {"together": "Co-occurrence", "jaccard": "Jaccard index"}


def cooccurrence(
    data: "Project | Study",
    *,
    within: Annotated[
        str, Parameter("overlap, sentence, turn, or a number of turns: '2 turns'.", "UNIT")
    ] = "overlap",
    by: Annotated[str, Parameter("code or theme.", "DIMENSION")] = "code",
    per_coder: Annotated[bool, Parameter("Count each coder separately.")] = False,
    square: Annotated[bool, Parameter("A table of codes by codes instead of pairs.")] = False,
    of: Annotated[str, Parameter("Measure with --square: together or jaccard.", "MEASURE")] = "together",
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Count the pairs of codes that occur together, by the same coder.

    --plot draws a network (into a file), with --square a heat map.
    """
    from qualcode import tables

    if square and per_coder:
        raise UsageError("--square and --per-coder cannot be combined.", "Use --coder NAME for one coder.")
    if of not in _PAIR_MEASURES:
        raise UsageError(f"{of!r} is not a measure of pairs.", "Use together or jaccard.")
    selected = select_study(data, options, with_sentences=within == "sentence")
    table = tables.cooccurrence(
        selected.study, within=within, by=by, per_coder=per_coder, scope=selected.scope
    )
    if square:
        table = tables.square_matrix(table, of, selected.study.keys)
    measure = of if square else "together"
    unit = "the same words" if within == "overlap" else within
    title = f"{_PAIR_MEASURES[measure]} of {by}s, within {unit}"
    problem = "--plot and --per-coder cannot be combined; --coder NAME is for one coder." if per_coder else ""
    result = selected.result(
        table,
        title=title,
        topic="cooccurrence square" if square else "cooccurrence",
        pooled=not per_coder,
        empty="No codes occur together.",
        chart=ChartSpec(kind="heat" if square else "network", title=title, measure=measure, problem=problem),
    )
    return replace(result, value_columns=code_columns(selected.study, table.columns[1:]) if square else {})
