"""Agreement between the coders of a project."""

from typing import TYPE_CHECKING, Unpack

from qualcode.api.project_access import Names, ProjectAccess, all_names, result_table
from qualcode.workflows.analysis.analysis_options import AnalysisFilters, options_from

if TYPE_CHECKING:
    import pandas as pd


class ProjectAgreement(ProjectAccess):
    """How far coders agree, in what they have finished or in a closed round."""

    def agreement(
        self,
        round_name: str = "",
        *,
        unit: str = "character",
        codes: Names = (),
        branch: bool = False,
        show: str = "codes",
        also: Names = (),
        all_codes: bool = False,
        **filters: Unpack[AnalysisFilters],
    ) -> "pd.DataFrame":
        """Return coefficients of agreement between coders with intervals over sources.

        `round_name` is a closed round; by default, the sources count that at least two of the `coders` have
        finished; `learned` or `patterns` among them is a suggester. `unit` is character, sentence, turn,
        source or span; `show` is codes, pairs, overall, boundaries or confusion; `also` has further
        coefficients: pi, ac1, bp, neg, max. The table has no rows where nothing was finished by two coders.

        >>> project.agreement(coders="ann").empty
        True
        """
        from qualcode.workflows.agreement.coder_agreement import agreement

        result = agreement(
            self._project,
            round_name,
            unit=unit,
            codes=all_names(codes),
            branch=branch,
            show=show,
            also=all_names(also),
            all_codes=all_codes,
            options=options_from(filters),
        )
        return result_table(result, "agreement")
