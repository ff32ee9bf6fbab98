"""The study behind a report: sources, codings, cases and codebook, with or without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import Codebook, Listing
from qualcode.store.project import Project
from qualcode.store.records import cases, codings
from qualcode.workflows.analysis.source_views import source_views
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.reports.pseudonymise import pseudonymise, rename_sources

if TYPE_CHECKING:
    from qualcode.retrieval import SourceView
    from qualcode.tables import Scope, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """The data of a report; its tables and its quotes come from the same codings."""

    views: "Sequence[SourceView]"
    codings: Listing
    codebook: Codebook
    study: "Study"
    scope: "Scope"
    ordered_by: str
    """The attribute that gives the order of interviewing; if empty, sources are ordered by name."""

    @property
    def order(self) -> "list[str] | None":
        """The names of the sources in the order of interviewing; None without such an attribute."""
        from qualcode.tables import ordered_by

        return ordered_by(self.study, self.ordered_by, scope=self.scope) if self.ordered_by else None

    @property
    def row_numbers(self) -> dict[str, int]:
        """The number of each coding's row, by its id."""
        id_column = self.codings.columns.index("id")
        return {str(row[id_column]): number for number, row in enumerate(self.codings.rows)}


def gather_report_data(
    project: Project, *, pseudonymous: bool = False, coders: Sequence[str] = (), order: str = ""
) -> ReportData:
    """Read the study; in scope are the codings of these coders (or all), except in interviewers' words."""
    from qualcode.tables import Scope, codings_frame, gather, index_source

    codebook = current_codebook(project).codebook
    all_cases = cases.read_all(project.database)
    views = list(source_views(project, with_sentences=False, all_cases=all_cases))
    listed = codings.listing(project.database)
    if pseudonymous:
        names = [view.source.name for view in views]
        views = pseudonymise(views)
        listed = rename_sources(listed, dict(zip(names, (view.source.name for view in views), strict=True)))
        all_cases = list({case.name: case for view in views for case in view.cases}.values())
    indexes = (index_source(view.source, view.turns) for view in views)
    return ReportData(
        views=views,
        codings=listed,
        codebook=codebook,
        study=gather(codings_frame(listed), indexes, all_cases, codebook),
        scope=Scope(coders=tuple(coders)),
        ordered_by=order,
    )
