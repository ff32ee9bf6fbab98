"""Agreement between the coders of a project."""

from typing import TYPE_CHECKING, Unpack

from qualcode.api.project_access import Names, ProjectAccess, all_names, listing_table, result_table
from qualcode.errors import NotFoundError
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
        over_time: bool = False,
        **filters: Unpack[AnalysisFilters],
    ) -> "pd.DataFrame":
        """Return coefficients of agreement between coders with intervals over sources.

        `round_name` is a closed round; by default, the sources count that at least two of the `coders` have
        finished; `learned` or `patterns` among them is a suggester. `unit` is character, sentence, turn,
        source or span; `show` is codes, pairs, overall, boundaries, segmentation or confusion; `also`
        has further coefficients: pi, ac1, bp, neg, max, se, u2004. The table has no rows where nothing was
        finished by two coders. `over_time` has a row for each closed round, over all codes.

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
            over_time=over_time,
            options=options_from(filters),
        )
        return result_table(result, "agreement over time" if over_time else "agreement")

    def rounds(self) -> "pd.DataFrame":
        """Return a row for each round: its sample, its coders and who has finished what.

        >>> len(project.rounds())
        0
        """
        from qualcode.workflows.rounds.list_rounds import round_listing

        return listing_table(round_listing(self._project), "rounds")

    def disagreements(
        self,
        round_name: str = "",
        *,
        kinds: Names = (),
        codes: Names = (),
        sources: Names = (),
        coders: Names = (),
    ) -> "pd.DataFrame":
        """Return where the coders of a closed round disagree, the worst codes first.

        By default, the round is the one closed last. `kinds` are omission, boundary, label, split or merge.
        With `coders`, these alone are compared.

        >>> project.disagreements()
        Traceback (most recent call last):
        qualcode.errors.NotFoundError: No round is closed yet...
        """
        from qualcode.retrieval.disagreements import DisagreementKind
        from qualcode.workflows.rounds.list_disagreements import list_disagreements

        known = {kind.value: kind for kind in DisagreementKind}
        for kind in all_names(kinds):
            if kind not in known:
                raise NotFoundError.among("kind of disagreement", kind, known, f"Kinds: {', '.join(known)}.")
        found = list_disagreements(
            self._project,
            round_name,
            kinds=[known[kind] for kind in all_names(kinds)],
            codes=all_names(codes),
            source_names=all_names(sources),
            coders=all_names(coders),
        )
        table = listing_table(found.listing, "disagreements")
        table.attrs.update(notes=list(found.notes()))
        return table
