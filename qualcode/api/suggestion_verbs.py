"""Suggest codes and decide on suggestions."""

from typing import TYPE_CHECKING, TypedDict, Unpack

from qualcode.api.project_access import Names, ProjectAccess, all_names, listing_table
from qualcode.errors import NotFoundError, UsageError
from qualcode.model import CodeKey, Listing, Suggestion

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter


class SuggestionCriteria(TypedDict, total=False):
    """What selects undecided suggestions."""

    sources: Names
    codes: Names
    branch: bool
    """Whether a code includes all codes under it."""
    suggester: str
    min_score: float | None


class SuggestionVerbs(ProjectAccess):
    """Suggestions for the coder with whose name the project was opened."""

    def suggest(
        self,
        sources: Names = (),
        *,
        codes: Names = (),
        branch: bool = False,
        suggester: str = "",
        meaning: bool = False,
        with_interviewer: bool = False,
    ) -> "pd.DataFrame":
        """Suggest codes on the sources (default: all); return the number of suggestions of each code.

        Replaces earlier suggestions, but no decisions.

        >>> project.suggest(suggester="patterns")[["code", "suggestions"]]
              code  suggestions
        0  protect            1
        """
        from qualcode.workflows.suggestions import pending_suggestions, run_suggester, run_trial

        coder = self._writing_coder()
        options = run_suggester.SuggestOptions(
            suggester=suggester,
            codes=pending_suggestions.resolve_codes(self._project, all_names(codes), branch=branch),
            with_interviewer=with_interviewer,
            meaning=meaning,
        )
        ids = run_suggester.source_ids(self._project, all_names(sources))
        result = run_suggester.suggest(self._project, coder, ids, options)
        advice = run_trial.last_advice(self._project, coder)
        rows = tuple((key, count, advice.get(key, "not tried yet")) for key, count in result.by_code.items())
        return listing_table(Listing(columns=("code", "suggestions", "trial"), rows=rows), "suggested")

    def suggestions(self, *, skipped: bool = False, **criteria: Unpack[SuggestionCriteria]) -> "pd.DataFrame":
        """Return the suggestions that you have not decided, with their reasons.

        >>> _ = project.suggest(suggester="patterns")
        >>> project.suggestions()[["source", "turn", "code", "reason"]]
             source  turn     code                reason
        0  local-01     4  protect  the word “safeguard”
        """
        from qualcode.workflows.suggestions import pending_suggestions

        coder = self._writing_coder()
        selected = pending_suggestions.select(self._project, coder, _filter(criteria, skipped=skipped))
        return listing_table(pending_suggestions.listing(self._project, selected), "suggestions")

    def accept(
        self,
        ids: Names = (),
        *,
        sentence: bool = False,
        code: str | None = None,
        **criteria: Unpack[SuggestionCriteria],
    ) -> list[str]:
        """Make codings of suggestions, chosen by id or by criteria; return the ids of the new codings.

        `sentence` codes only the evidence sentence; `code` applies another code.

        >>> _ = project.suggest(suggester="patterns")
        >>> len(project.accept(codes=["protect"]))
        1
        """
        from qualcode.workflows.suggestions import decide_suggestions

        selected = self._selected(ids, _filter(criteria))
        new_codings = decide_suggestions.accept(
            self._project,
            self._writing_coder(),
            selected,
            sentence=sentence,
            code=CodeKey(code) if code else None,
        )
        return [coding.id for coding in new_codings]

    def reject(self, ids: Names = (), **criteria: Unpack[SuggestionCriteria]) -> list[str]:
        """Reject suggestions, chosen by id or by criteria; return their ids. They are not shown again.

        >>> _ = project.suggest(suggester="patterns")
        >>> len(project.reject(project.suggestions()["id"])), len(project.suggestions())
        (1, 0)
        """
        from qualcode.workflows.suggestions import decide_suggestions

        selected = self._selected(ids, _filter(criteria))
        decide_suggestions.decline(self._project, self._writing_coder(), selected)
        return [suggestion.id for suggestion in selected]

    def next(
        self,
        *,
        by: str = "passage",
        sources: Names = (),
        random: bool = False,
        limit: int = 10,
        meaning: bool = False,
        seed: int = 0,
    ) -> "pd.DataFrame":
        """Propose what to read next: a `passage` or a `source`, uncertain ones and `random` ones in turn.

        >>> project.next(limit=2, random=True)[["source", "turn", "why"]]
             source  turn     why
        0  local-01     4  random
        """
        from qualcode.workflows.suggestions import reading_proposals

        if by not in ("passage", "source"):
            raise NotFoundError.among("unit to read", by, ("passage", "source"), "Use passage or source.")
        options = reading_proposals.ProposalOptions(
            sources=all_names(sources),
            whole_sources=by == "source",
            only_random=random,
            meaning=meaning,
            limit=limit,
            seed=seed,
        )
        proposals = reading_proposals.propose(self._project, self._writing_coder(), options)
        return listing_table(proposals, "proposals")

    def trial(self, *, meaning: bool = False, seed: int = 0) -> "dict[str, pd.DataFrame]":
        """Measure how often the suggestions are right on sources that you have coded by hand.

        The tables are `overall`, `curve` and `codes`, with the numbers of sources.

        >>> table = project.trial()["overall"]
        >>> table[["measure", "n"]].head(3)
                  measure  n
        0  accepted share  2
        1   covered share  3
        2              F1  3
        """
        from qualcode.workflows.suggestions import run_trial

        result = run_trial.run_trial(self._project, self._writing_coder(), meaning=meaning, seed=seed)
        return {
            "overall": listing_table(run_trial.overall_listing(result), "trial overall"),
            "curve": listing_table(run_trial.curve_listing(result), "trial curve"),
            "codes": listing_table(run_trial.codes_listing(result), "trial codes"),
        }

    def _selected(self, ids: Names, criteria: "SuggestionFilter") -> list[Suggestion]:
        """Return the suggestions with these ids, or those that meet the criteria; UsageError for both."""
        from qualcode.workflows.suggestions import pending_suggestions

        coder = self._writing_coder()
        prefixes = all_names(ids)
        has_criteria = criteria != pending_suggestions.NO_FILTER
        if bool(prefixes) and has_criteria:
            raise UsageError(
                "Select suggestions in one way: by their ids or by criteria.",
                "Give ids, or sources, codes, min_score, suggester.",
            )
        if has_criteria:
            return pending_suggestions.select(self._project, coder, criteria)
        return pending_suggestions.by_ids(self._project, coder, prefixes)


def _filter(criteria: SuggestionCriteria, *, skipped: bool = False) -> "SuggestionFilter":
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter

    return SuggestionFilter(
        sources=all_names(criteria.get("sources", ())),
        codes=all_names(criteria.get("codes", ())),
        branch=criteria.get("branch", False),
        suggester=criteria.get("suggester", ""),
        min_score=criteria.get("min_score"),
        skipped=skipped,
    )
