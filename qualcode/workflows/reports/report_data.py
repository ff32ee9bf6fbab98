"""The study behind a report: sources, codings, cases and codebook, with or without names."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.model import Codebook, Listing
from qualcode.store.project import Project
from qualcode.store.records import codings
from qualcode.store.records.people import cases
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.gather_study import SelectedStudy, select_study
from qualcode.workflows.chosen_coders import known_coders
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.retrieval.pseudonymise import pseudonymise, rename_sources
from qualcode.workflows.retrieval.source_views import source_views
from qualcode.workflows.rounds.hidden_work import hidden_note, visible_finishers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.retrieval import SourceView
    from qualcode.tables import Scope, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """The data of a report; its tables and its quotes come from the same codings."""

    views: "Sequence[SourceView]"
    codings: Listing
    codebook: Codebook
    selected: SelectedStudy
    ordered_by: str
    """The attribute that gives the order of interviewing; if empty, sources are ordered by name."""

    @property
    def study(self) -> "Study":
        """The whole study."""
        return self.selected.study

    @property
    def scope(self) -> "Scope":
        """What the tables of the report count."""
        return self.selected.scope

    @property
    def options(self) -> AnalysisOptions:
        """The options of every analysis of the report."""
        return self.selected.options

    @property
    def counted_rows(self) -> set[int]:
        """The rows of the codings that the tables count."""
        return set(self.study.within(self.scope).spans.codings.tolist())

    @property
    def interviewer_rows(self) -> set[int]:
        """The rows of the codings that the tables leave out because they are on interviewers' words."""
        scope = replace(self.scope, with_interviewer=True)
        return set(self.study.within(scope).spans.codings.tolist()) - self.counted_rows

    @property
    def row_numbers(self) -> dict[str, int]:
        """The number of each coding's row, by its id."""
        id_column = self.codings.columns.index("id")
        return {str(row[id_column]): number for number, row in enumerate(self.codings.rows)}


def gather_report_data(
    project: Project,
    *,
    pseudonymous: bool = False,
    order: str = "",
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> ReportData:
    """Read the study, with the scope that the options describe."""
    from qualcode.tables import codings_frame, gather, index_source

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
    finished = visible_finishers(project.database)
    study = gather(
        codings_frame(listed), indexes, all_cases, codebook, finished, known_coders(project.database)
    )
    return ReportData(
        views=views,
        codings=listed,
        codebook=codebook,
        selected=replace(select_study(study, options), hidden=hidden_note(project.database)),
        ordered_by=order,
    )
