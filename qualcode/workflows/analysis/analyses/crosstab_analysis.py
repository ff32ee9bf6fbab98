"""Cross-tabulation of two dimensions, with a test of association."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

from qualcode.errors import UsageError
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import AllCodes, Measure, Parameter, Seed
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.code_rows import (
    Leaves,
    OwnCodes,
    Sort,
    branch_keys,
    code_columns,
    numbers_with_percentages,
    own_cells,
    sorted_rows,
    with_code_rows,
)
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from qualcode.store.project import Project
    from qualcode.tables import Study

_TITLE_ENDINGS = {
    "row": ", shares of rows",
    "column": ", shares of columns",
    "total": ", shares of all",
    "per_1000": " per 1,000 words",
    "n_row": ", n (% of row)",
    "n_column": ", n (% of column)",
    "n_total": ", n (% of all)",
}
_WITH_SHARES = ("n_row", "n_column", "n_total")


def crosstab(
    data: "Project | Study",
    rows: Annotated[
        str, Parameter("code, theme, source, kind, case, speaker, coder, or an attribute of cases.")
    ],
    columns: Annotated[str, Parameter("Another of these dimensions.")],
    *,
    own: OwnCodes = False,
    leaves: Leaves = False,
    sort: Sort = "",
    of: Measure = "codings",
    show: Annotated[
        str,
        Parameter("counts; shares of row, column or total; n_row … n_total: n (%); or rate per_1000 words."),
    ] = "counts",
    test: Annotated[
        bool, Parameter("Test for association: permutation of whole sources, chi-square, Cramér's V.")
    ] = False,
    all_codes: AllCodes = False,
    seed: Seed = 1,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Cross-tabulate two dimensions, such as code by tier, with totals."""
    from qualcode import tables

    selected = select_study(data, options)
    study, scope = selected.study, selected.scope
    _check_codes((rows, columns), own=own, leaves=leaves)
    shown_study = with_code_rows(study, own=own, leaves=leaves)
    omit = branch_keys(study.codebook) if leaves else ()
    counts = partial(tables.crosstab, rows=rows, columns=columns, of=of, all_codes=all_codes, omit=omit)
    cells = partial(_cells, partial(counts, scope=scope), show=show)
    table = cells(shown_study)
    table = sorted_rows(table, sort, study.codebook, has_totals=True) if sort else table
    has_branches = "code" in (rows, columns) and not own and not leaves
    alone = own_cells(study, cells) if has_branches else None
    notes: list[str] = []
    if test:
        association = tables.association(shown_study, rows, columns, of=of, seed=seed, scope=scope)
        notes = [association.summary, *association.warnings]
    title = f"{of.capitalize()} by {rows} and {columns}{_TITLE_ENDINGS.get(show, '')}"
    chart = ChartSpec(kind="heat", title=title, measure=of, has_totals=True)
    names = [str(name) for name in table.columns[1:-1]]
    pooled = "coder" not in (rows, columns)
    result = selected.result(table, title=title, topic="crosstab", pooled=pooled, notes=notes, chart=chart)
    are_codes = columns in ("code", "theme")
    values = code_columns(study, names) if are_codes else dict.fromkeys(names, "")
    return replace(result, own=alone, measure=of, value_columns=values)


def _cells(counts: "Callable[..., pd.DataFrame]", study: "Study", show: str) -> "pd.DataFrame":
    """Return the cells as counts, shares, rates, or numbers with their shares."""
    if show not in _WITH_SHARES:
        return counts(study, show=show)
    return numbers_with_percentages(counts(study), counts(study, show=show.removeprefix("n_")))


def _check_codes(dimensions: tuple[str, str], *, own: bool, leaves: bool) -> None:
    """Raise UsageError for a selection of codes in a table without codes."""
    if (own or leaves) and "code" not in dimensions:
        raise UsageError(
            "--own and --leaves are for tables of codes.",
            "Make code one of the dimensions, or leave them out.",
        )
