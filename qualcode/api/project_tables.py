"""Tables of a project's records: codings, turns, sources, cases, codes, memos, acts."""

from typing import TYPE_CHECKING, Unpack

from qualcode.api.project_access import (
    Names,
    ProjectAccess,
    all_names,
    case_table,
    listing_table,
    result_table,
)
from qualcode.workflows.analysis.analysis_options import AnalysisFilters, options_from

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.workflows.project_status import ProjectStatus


class ProjectTables(ProjectAccess):
    """Tables with one row for each record of a project."""

    def codings(self, **filters: Unpack[AnalysisFilters]) -> "pd.DataFrame":
        """Return every coding in the order of the text, with its quote, locators and the case's attributes.

        `text[start:end] == quote` in code points. Interviewers' turns are included; `role` tells them apart.

        >>> project.codings()[["source", "turn", "code", "quote", "tier"]]
                source  turn          code                        quote      tier
        0     local-01     2        pursue              took out a line     local
        1     local-01     2        pursue  It came back within a week.     local
        2     local-01     2  displacement  It came back within a week.     local
        3  national-01     2        pursue             We map the line.  national
        """
        from qualcode.workflows.analysis.study_tables import codings

        return result_table(codings(self._project, options=options_from(filters)), "codings")

    def segments(self, **filters: Unpack[AnalysisFilters]) -> "pd.DataFrame":
        """Return every turn, coded or not, with its text, words and codes.

        >>> project.segments(where="tier = national")[["source", "turn", "role", "codes"]]
                source  turn         role   codes
        0  national-01     2  participant  pursue
        """
        from qualcode.workflows.analysis.study_tables import segments

        return result_table(segments(self._project, options=options_from(filters)), "segments")

    def sources(self, **filters: Unpack[AnalysisFilters]) -> "pd.DataFrame":
        """Return the sources with their turns, speakers, words and coded share.

        >>> project.sources()[["source", "kind", "words", "codings", "coded_share"]]
                source       kind  words  codings  coded_share
        0     local-01  interview     28        3     0.555556
        1  national-01  interview     13        1     0.444444
        """
        from qualcode.workflows.analysis.study_tables import sources

        return result_table(sources(self._project, options=options_from(filters)), "sources")

    def cases(self) -> "pd.DataFrame":
        """Return the cases with their sources and a column for each attribute.

        >>> project.cases()
          case                sources      tier  years
        0   P1     local-01 (Officer)     local     12
        1   P2  national-01 (Analyst)  national      4
        """
        from qualcode.workflows.sources.list_cases import case_listing

        return case_table(case_listing(self._project))

    def coders(self) -> "pd.DataFrame":
        """Return the coders with the numbers of what each has done.

        >>> project.coders()[["coder", "codings", "decisions", "memos"]]
          coder  codings  decisions  memos
        0   ann        4          0      0
        """
        from qualcode.workflows.coders.list_coders import coder_listing

        return listing_table(coder_listing(self._project), "coders")

    @property
    def codebook(self) -> "pd.DataFrame":
        """The codes in the order of the codebook, with their definitions and numbers of codings.

        >>> project.codebook[["code", "depth", "label", "codings"]]
                   code  depth         label  codings
        0         roles      0         Roles        3
        1        pursue      1        Pursue        3
        2       protect      1       Protect        0
        3         harms      0         Harms        1
        4  displacement      1  Displacement        1
        """
        from qualcode.workflows.analysis.study_tables import codebook

        return result_table(codebook(self._project), "codebook")

    def memos(self, *, coders: Names = ()) -> "pd.DataFrame":
        """Return every memo (of these coders) with what it is about.

        >>> project.memos()[["about", "what", "memo", "coder"]]
            about                   what         memo coder
        0  coding  pursue in national-01  by analysis   ann
        """
        from qualcode.workflows.chosen_coders import choose_coders
        from qualcode.workflows.coding import list_codings

        chosen = choose_coders(self._project.database, all_names(coders))
        listing = list_codings.memos(self._project, chosen.names)
        return listing_table(listing, "memos", chosen.list_notes(listing, "memos"))

    def history(self, *, coders: Names = (), limit: int | None = None) -> "pd.DataFrame":
        """Return the acts of all coders (or some), newest first, at most `limit` of them.

        >>> project.history(limit=2)[["coder", "verb", "what"]]
          coder   verb                                               what
        0   ann  apply  pursue on «We map the line.», national-01 [31:47]
        1   ann  apply  displacement, pursue on «It came back within a...
        """
        from qualcode.workflows.chosen_coders import choose_coders
        from qualcode.workflows.project.list_history import act_listing

        chosen = choose_coders(self._project.database, all_names(coders))
        listing = act_listing(self._project, coders=chosen.names, limit=limit)
        return listing_table(listing, "history", chosen.list_notes(listing, "acts"))

    def status(self, *, coders: Names = ()) -> "ProjectStatus":
        """Return the numbers of `qualcode status`, with `coders` of their work alone.

        >>> status = project.status()
        >>> status.interviews, status.codings, status.codings_by_coder
        (2, 4, {'ann': 4})
        """
        from qualcode.workflows.chosen_coders import choose_coders
        from qualcode.workflows.project_status import project_status

        chosen = choose_coders(self._project.database, all_names(coders))
        return project_status(self._project, chosen.names)
