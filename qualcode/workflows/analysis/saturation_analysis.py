"""Saturation: the new codes of each source."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from qualcode.errors import UsageError
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import Parameter, Seed
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.tables import Study


def saturation(
    data: "Project | Study",
    *,
    source: Annotated[
        Sequence[str],
        Parameter(
            "Sources in the order of interviewing (repeatable); default: all by name.", "NAME", "--source -s"
        ),
    ] = (),
    order: Annotated[
        str, Parameter("Sort the sources by this attribute; documents without it are left out.", "ATTRIBUTE")
    ] = "",
    base: Annotated[int, Parameter("Base size: number of first sources.", least=1)] = 4,
    run: Annotated[int, Parameter("Run length: number of sources in a run.", least=1)] = 2,
    threshold: Annotated[
        float, Parameter("Maximum share of new codes in a run at saturation.", least=0, most=1)
    ] = 0.05,
    orders: Annotated[int, Parameter("Number of random orders for the 95 % band.", least=1)] = 200,
    seed: Seed = 1,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Show the number of new codes in each source (Guest, Namey and Chen 2020)."""
    from qualcode import tables

    if source and order:
        raise UsageError("--source and --order exclude each other.", "Use one of them to sort the sources.")
    selected = select_study(data, options)
    study, scope = selected.study, selected.scope
    named = tables.ordered_by(study, order, scope=scope) if order else list(source) or None
    table = tables.saturation(study, order=named, base=base, run=run, orders=orders, seed=seed, scope=scope)
    saturated = tables.saturated_at(table["new_codes"].tolist(), base, run, threshold)
    note = (
        f"Not saturated at {threshold:.0%} (base {base}, run {run})."
        if saturated is None
        else f"Saturated at {saturated}+{run}, with at most {threshold:.0%} new information (base {base})."
    )
    return selected.result(
        table,
        title="New codes by source",
        topic="saturation",
        notes=[note],
        empty="No sources yet.",
        chart=ChartSpec(kind="curve", title="New codes by source"),
    )
