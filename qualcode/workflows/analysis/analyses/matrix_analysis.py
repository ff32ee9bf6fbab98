"""Matrix of cases by codes, for statistics and QCA; or the framework matrix."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

from qualcode.text.plurals import counted, noun
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import AllCodes, Measure, Parameter
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.code_rows import (
    Leaves,
    OwnCodes,
    Sort,
    branch_keys,
    code_columns,
    own_cells,
    sorted_rows,
    with_code_rows,
)
from qualcode.workflows.analysis.gather_study import SelectedStudy, select_study

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from qualcode.store.project import Project
    from qualcode.tables import Study


def matrix(
    data: "Project | Study",
    *,
    own: OwnCodes = False,
    leaves: Leaves = False,
    sort: Sort = "",
    by: Annotated[str, Parameter("Rows: case, source, speaker or an attribute.", "DIMENSION")] = "case",
    binary: Annotated[
        bool, Parameter("1 if the code occurs, 0 if not; empty where the sources are not finished.")
    ] = False,
    of: Measure = "codings",
    long: Annotated[bool, Parameter("Long format: a row for each case and code.")] = False,
    all_codes: AllCodes = False,
    framework: Annotated[
        bool, Parameter("Framework matrix: cases by themes, with summaries and quotes.")
    ] = False,
    quotes: Annotated[
        int, Parameter("Maximum number of quotes in a cell of the framework matrix.", least=0)
    ] = 3,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Show cases by codes with the attributes of cases, for statistics and QCA; or the framework matrix."""
    from qualcode import tables
    from qualcode.workflows.analysis import framework_summaries

    if framework:
        from qualcode.store.project import Project

        if not isinstance(data, Project):
            message = "The framework matrix needs the project, which has the summaries."
            raise TypeError(message)
        return framework_summaries.framework(data, quotes=quotes, all_columns=all_codes, options=options)
    selected = select_study(data, options)
    measure = "present" if binary else of
    study = selected.study
    omit = branch_keys(study.codebook) if leaves else ()
    cells = partial(
        tables.matrix, by=by, of=measure, long=long, all_codes=all_codes, omit=omit, scope=selected.scope
    )
    table = cells(with_code_rows(study, own=own, leaves=leaves))
    table = sorted_rows(table, sort, study.codebook) if sort else table
    alone = None if own or leaves or long else own_cells(study, cells)
    title = f"{'Codes present' if binary else of.capitalize()} by {by}"
    heads = 1 + (len(tables.attributes(study.cases)) if table.columns[0] == "case" and study.cases else 0)
    names = [str(name) for name in table.columns]
    chart = _chart(title, measure, (names[0], *names[heads:]), long=long)
    notes = [*_without_unit(selected, by), *_empty_cells(table, binary=binary)]
    result = selected.result(table, title=title, topic="matrix", notes=notes, chart=chart)
    values = dict.fromkeys(names[1:heads], "") | ({} if long else code_columns(study, names[heads:]))
    return replace(result, own=alone, measure="" if binary else of, value_columns=values)


def _chart(title: str, measure: str, columns: tuple[str, ...], *, long: bool) -> ChartSpec:
    problem = "--plot and --long cannot be combined." if long else ""
    return ChartSpec(kind="heat", title=title, measure=measure, columns=columns, problem=problem)


def _without_unit(selected: SelectedStudy, by: str) -> "Iterator[str]":
    from qualcode import tables

    left_out = tables.codings_without_unit(selected.study, by, scope=selected.scope)
    if left_out:
        yield f"{counted(left_out, 'coding')} on turns without a {by} {noun(left_out, 'is', 'are')} left out."


def _empty_cells(table: "pd.DataFrame", *, binary: bool) -> "Iterator[str]":
    if binary and table.select_dtypes("Int64").isna().to_numpy().any():
        yield (
            "An empty cell means: not coded so far, and not all sources are finished "
            "(qualcode sources finish SOURCE)."
        )
