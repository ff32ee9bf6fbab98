"""Search a project: quotes by query, keywords in context, counts of words, passages of similar meaning."""

from typing import TYPE_CHECKING, Unpack

from qualcode.api.project_access import Names, ProjectAccess, all_names, listing_table, result_table
from qualcode.workflows.analysis.analysis_options import AnalysisFilters, options_from

if TYPE_CHECKING:
    import pandas as pd


class ProjectQueries(ProjectAccess):
    """Searches in the sources of a project."""

    def quotes(
        self,
        query: str,
        *,
        context: int = 0,
        coders: Names = (),
        across_coders: bool = False,
        where: str = "",
        pseudonymous: bool = False,
    ) -> "pd.DataFrame":
        """Return the quotes that a query finds, with `context` turns on each side.

        `where` selects turns by the attributes of their speakers' cases, as in the analyses. With
        `pseudonymous`, sources, speakers and cases are numbered instead of named.

        >>> project.quotes("harms/* and tier = local")[["source", "turn", "speaker", "quote", "codes"]]
             source  turn  speaker                        quote         codes
        0  local-01     2  Officer  It came back within a week.  displacement
        """
        from qualcode.workflows.retrieval import find_quotes

        found = find_quotes.find_quotes(
            self._project,
            query,
            coders=all_names(coders),
            across_coders=across_coders,
            context=context,
            where=where,
            pseudonymous=pseudonymous,
        )
        quotes = list(found)
        notes = find_quotes.coder_notes(self._project, quotes, all_names(coders))
        return listing_table(find_quotes.listing(quotes, with_context=context > 0), "quotes", notes)

    def kwic(self, words: str, *, width: int = 40, where: str = "") -> "pd.DataFrame":
        """Return all occurrences of words in the sources, coded or not, with `width` characters of context.

        `where` selects turns by the attributes of their speakers' cases, as in the analyses.

        >>> project.kwic("line", width=15)[["source", "turn", "speaker", "left", "words", "right"]]
                source  turn  speaker            left words            right
        0     local-01     1      Int  you do about a  line                ?
        1     local-01     2  Officer   We took out a  line   last month. It
        2  national-01     2  Analyst      We map the  line  . Arrests alone
        """
        from qualcode.workflows.retrieval import find_keywords

        hits = find_keywords.find_hits(self._project, words, width=width, where=where)
        return listing_table(find_keywords.listing(hits), "kwic")

    def similar(
        self, words: str, *, sources: Names = (), limit: int = 10, coders: Names = ()
    ) -> "pd.DataFrame":
        """Return the passages most similar in meaning to words or to a coding (by its id).

        `codes` are those of any coder, or of these.

        Needs the extra `semantic`; MissingExtraError without it.

        >>> project.similar("young people at risk", limit=1)[["source", "turn", "words"]]  # doctest: +SKIP
        """
        from qualcode.workflows.chosen_coders import choose_coders
        from qualcode.workflows.suggestions import similar_passages

        chosen = choose_coders(self._project.database, all_names(coders))
        listing = similar_passages.similar(
            self._project, words, all_names(sources), limit=limit, coders=chosen.names
        )
        return listing_table(listing, "similar", chosen.count_notes())

    def words(
        self,
        *,
        by: str = "",
        lemmas: bool = False,
        all_words: bool = False,
        stop_words: str = "",
        only: str = "",
        limit: int = 0,
        **filters: Unpack[AnalysisFilters],
    ) -> "pd.DataFrame":
        """Count words or lemmas, coded or not; with `by` also by group, with keyness (log-likelihood G²).

        >>> project.words(limit=1)[["word", "count", "sources"]]
           word  count  sources
        0  line      2        2
        """
        from qualcode.workflows.analysis.count_words import words

        result = words(
            self._project,
            by=by,
            lemmas=lemmas,
            all_words=all_words,
            stop_words=stop_words,
            only=only,
            limit=limit,
            options=options_from(filters),
        )
        return result_table(result, "words")
