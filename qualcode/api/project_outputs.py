"""Write a project's tables and report to files, and the summaries of its framework matrix."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from qualcode.api.project_access import Names, ProjectAccess, all_names, listing_table
from qualcode.workflows.analysis.analysis_options import AnalysisFilters, options_from

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.workflows.analysis.export_tables import ExportedTables


class ProjectOutputs(ProjectAccess):
    """Files for others, and the texts of the framework matrix."""

    def export(
        self,
        output: str | os.PathLike[str],
        *,
        form: str = "",
        only: Names = (),
        **filters: Unpack[AnalysisFilters],
    ) -> "ExportedTables":
        """Write the tables of the study (or `only` some) to a folder or to one file; return files and notes.

        >>> exported = project.export("for-ben", only=["codings", "frequencies"], where="tier = local")
        >>> [file.name for file in exported.files]
        ['codings.csv', 'frequencies.csv']
        >>> exported.notes
        ('Only turns of cases with tier = local: 2 turns in 1 source of 2.', '1 source: 1 begun.')
        """
        from qualcode.workflows.analysis import export_tables

        options = options_from(filters)
        return export_tables.export(self._project, Path(output), form, only=all_names(only), options=options)

    def report(
        self,
        output: str | os.PathLike[str],
        *,
        form: str = "",
        methods: bool = False,
        pseudonymous: bool = False,
        order: str = "",
        **filters: Unpack[AnalysisFilters],
    ) -> Path:
        """Write the report, or only the facts for a methods section; return its path.

        >>> project.report("report.html", pseudonymous=True).name
        'report.html'
        """
        from qualcode.workflows.reports import write_report

        [path] = write_report.write_report(
            self._project,
            [Path(output)],
            form,
            methods=methods,
            pseudonymous=pseudonymous,
            order=order,
            options=options_from(filters),
        )
        return path

    def summaries(self, case: str = "", theme: str = "", *, coders: Names = ()) -> "pd.DataFrame":
        """Return the summaries of the framework matrix, of one case, theme or some coders if named.

        >>> project.write_summary("P1", "harms", "Supply moves on.")
        >>> project.summaries()[["case", "theme", "summary", "coder"]]
          case  theme           summary coder
        0   P1  harms  Supply moves on.   ann
        """
        from qualcode.workflows.analysis import framework_summaries
        from qualcode.workflows.chosen_coders import choose_coders

        chosen = choose_coders(self._project.database, all_names(coders))
        listing = framework_summaries.listing(self._project, case, theme, coders=chosen.names)
        return listing_table(listing, "summaries", chosen.list_notes(listing, "summaries"))

    def write_summary(self, case: str, theme: str, text: str) -> None:
        """Write your summary of a case under a theme, in place of an earlier one.

        >>> project.write_summary("P2", "roles", "Analysis first.")
        """
        from qualcode.workflows.analysis import framework_summaries

        framework_summaries.write(self._project, self._writing_coder(), case, theme, text)

    def remove_summary(self, case: str, theme: str) -> None:
        """Delete your summary of a case under a theme.

        >>> project.write_summary("P2", "roles", "Analysis first.")
        >>> project.remove_summary("P2", "roles")
        >>> len(project.summaries())
        0
        """
        from qualcode.workflows.analysis import framework_summaries

        framework_summaries.remove(self._project, self._writing_coder(), case, theme)
