"""A study as it is to be reported: texts, codings, cases and codebook, with names or without."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import Case, Codebook, Listing
from qualcode.store.project import Project
from qualcode.store.records import cases, codings, sources
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.reports.pseudonymise import renamed, without_names

if TYPE_CHECKING:
    from qualcode.retrieval import SourceView
    from qualcode.tables import Scope, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """Everything that a report is made of; its tables and its quotes come from the same codings."""

    views: "Sequence[SourceView]"
    codings: Listing
    codebook: Codebook
    study: "Study"
    scope: "Scope"
    ordered_by: str
    """The attribute by which the sources are in the order of interviewing; empty where names order them."""

    @property
    def order(self) -> "list[str] | None":
        """The names of the sources in the order of interviewing, where an attribute tells it."""
        from qualcode.tables import ordered_by

        return ordered_by(self.study, self.ordered_by, scope=self.scope) if self.ordered_by else None

    @property
    def rows(self) -> dict[str, int]:
        """The number of each coding's row, by its id."""
        at = self.codings.columns.index("id")
        return {str(row[at]): number for number, row in enumerate(self.codings.rows)}


def material(
    project: Project, *, pseudonymous: bool = False, coders: Sequence[str] = (), order: str = ""
) -> ReportData:
    """Bring a study together; what counts are all but the interviewer's words, by these coders or all."""
    from qualcode.tables import Scope, codings_frame, gather, index_source

    codebook = current_codebook(project).codebook
    known = cases.read_all(project.database)
    views = _views(project, known)
    listed = codings.listing(project.database)
    if pseudonymous:
        given = [view.source.name for view in views]
        views = without_names(views)
        listed = renamed(listed, dict(zip(given, (view.source.name for view in views), strict=True)))
        known = list({case.name: case for view in views for case in view.cases}.values())
    indexes = (index_source(view.source, view.turns) for view in views)
    return ReportData(
        views=views,
        codings=listed,
        codebook=codebook,
        study=gather(codings_frame(listed), indexes, known, codebook),
        scope=Scope(coders=tuple(coders)),
        ordered_by=order,
    )


def _views(project: Project, known: Sequence[Case]) -> "list[SourceView]":
    from qualcode.retrieval import SourceView

    database = project.database
    return [
        SourceView(
            source=sources.with_id(database, identity),
            turns=sources.turns(database, identity),
            codings=codings.of_source(database, identity),
            cases=tuple(case for case in known if any(place == identity for place, _ in case.sources)),
        )
        for identity in sources.ids_by_name(database).values()
    ]
