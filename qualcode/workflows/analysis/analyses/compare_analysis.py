"""Comparison of two groups, code by code."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from qualcode.text.plurals import counted, noun
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import Parameter, Seed
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

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
    """Compare two groups code by code, with bootstrap intervals that draw whole sources or cases."""
    from qualcode import tables

    selected = select_study(data, options)
    table = tables.compare(
        selected.study, attribute, first, second, draws=draws, seed=seed, scope=selected.scope
    )
    sizes = tables.compared_sources(selected.study, attribute, first, second, scope=selected.scope)
    return selected.result(
        table,
        title=f"Codes of {first} and {second} compared ({attribute})",
        topic="compare",
        notes=[_group_sizes(first, second, sizes), *_interval_notes(table)],
        empty="Neither group has codings.",
    )


def _group_sizes(first: str, second: str, sizes: tuple[int, int, int]) -> str:
    shared = f" {counted(sizes[2], 'source')} in both groups, drawn together." if sizes[2] else ""
    return f"Coded sources: {sizes[0]:,} of {first}, {sizes[1]:,} of {second}.{shared}"


def _interval_notes(table: "pd.DataFrame") -> "Iterator[str]":
    """Yield how many codes were compared, how many intervals exclude 0, and how many have no interval."""
    from qualcode.tables.analyses.inference.cluster_bootstrap import LEAST_VARIATION
    from qualcode.tables.analyses.inference.printed_intervals import MOST_TIMES, SMALLEST_GROUP
    from qualcode.tables.analyses.inference.selection_effects import FEWEST_CLUSTERS

    intervals = table[table["low"].notna()]
    clear = int(((intervals["low"] > 0) | (intervals["high"] < 0)).sum())
    if len(intervals):
        yield (
            f"{counted(len(intervals), 'code')} compared with an interval, of which {clear} "
            f"{noun(clear, 'excludes', 'exclude')} 0. Where there is no difference at all, about one 95 % "
            "interval in 20 excludes 0 by chance."
        )
    remarks = Counter(table["interval"])
    if few := remarks["too few"]:
        yield (
            f"{counted(few, 'code')} in too few sources of a group (fewer than {FEWEST_CLUSTERS}, or the "
            f"group has fewer than {SMALLEST_GROUP}): no interval."
        )
    if remarks["too uneven"]:
        yield (
            f"No intervals: the groups are too uneven in size (one has more than {MOST_TIMES:g} times as "
            "many sources as the other), or a few long sources are most of a group."
        )
    if alike := remarks["too alike"]:
        yield (
            f"{counted(alike, 'code')} without an interval: the sources of a group that have it hardly "
            f"differ in how much of it they have (standard deviation under {LEAST_VARIATION:g} of the mean). "
            "Compare how many sources have it instead."
        )
