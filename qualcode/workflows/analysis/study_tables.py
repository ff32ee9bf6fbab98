"""The tables that list a study: its codings, its turns, its sources and its codebook."""

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.analysis.gather_study import select_study

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from qualcode.model import Source
    from qualcode.store.project import Project
    from qualcode.tables import Study


def codings(data: "Project | Study", *, options: AnalysisOptions = DEFAULT_OPTIONS) -> AnalysisResult:
    """Return every coding with its locators and attributes; interviewers' turns have their role in a column.

    A study needs all columns of the store's listing.
    """
    from qualcode import tables
    from qualcode.store.records.codings import LISTING_COLUMNS

    selected = select_study(data, replace(options, with_interviewer=True), also=LISTING_COLUMNS)
    table = tables.codings(selected.study, scope=selected.scope)
    result = selected.result(table, title="Codings", topic="codings", pooled=False)
    return replace(result, value_columns=_columns_after(table, "starred"))


def segments(
    project: "Project", *, study: "Study | None" = None, options: AnalysisOptions = DEFAULT_OPTIONS
) -> AnalysisResult:
    """Return every turn, coded or not, with its text and codes; `study` is that of the project, if gathered.

    Interviewers' turns have their role in a column.
    """
    from qualcode import tables

    selected = select_study(study or project, replace(options, with_interviewer=True))
    table = tables.segments(selected.study, _sources(project), scope=selected.scope)
    result = selected.result(table, title="Turns", topic="segments", empty="No sources yet.")
    return replace(result, value_columns=_columns_after(table, "text"))


def sources(data: "Project | Study", *, options: AnalysisOptions = DEFAULT_OPTIONS) -> AnalysisResult:
    """Return the sources in scope with their turns, words and codings."""
    from qualcode import tables

    selected = select_study(data, options)
    return selected.result(
        tables.sources(selected.study, scope=selected.scope),
        title="Sources",
        topic="sources",
        empty="No sources yet.",
    )


def codebook(data: "Project | Study", *, options: AnalysisOptions = DEFAULT_OPTIONS) -> AnalysisResult:
    """Return the codes in the order of the tree with their definitions and numbers of codings."""
    from qualcode import tables

    selected = select_study(data, options)
    return selected.result(
        tables.codebook(selected.study, scope=selected.scope),
        title="Codebook",
        topic="codebook",
        empty="The codebook has no codes yet.",
    )


def _columns_after(table: "pd.DataFrame", last: str) -> dict[str, str]:
    """Return the columns after the last one that every study has: attributes of cases."""
    names = [str(name) for name in table.columns]
    return dict.fromkeys(names[names.index(last) + 1 :], "")


def _sources(project: "Project") -> "Iterator[Source]":
    from qualcode.store.records import sources as stored

    for source in stored.ids_by_name(project.database).values():
        yield stored.with_id(project.database, source)
