"""Analyses of a project: counts, cross-tabulations, comparisons, saturation, quotes and keywords.

Each takes the filters of the commands: `where="tier = local and years > 10"`, `coders=("ann",)`,
`kind="interview"`, `with_interviewer=True`.
"""

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Unpack

from qualcode.api.project_access import Names, ProjectAccess, all_names, result_table
from qualcode.workflows.analysis.analyses import ANALYSES
from qualcode.workflows.analysis.analysis_options import AnalysisFilters, options_from

if TYPE_CHECKING:
    import pandas as pd


class ProjectAnalyses(ProjectAccess):
    """Analyses, one method for each command; `qualcode guide definitions` has the formulas.

    An analysis without a method of its own is called as its function in `workflows.analysis`.
    """

    if not TYPE_CHECKING:  # type checkers know the methods that are written out

        def __getattr__(self, name: str) -> object:
            if name not in ANALYSES:
                message = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(message)
            return partial(self._analysis, name)

        def _analysis(self, name: str, *arguments: object, **values: object) -> "pd.DataFrame":
            analysis = getattr(import_module(f"qualcode.workflows.analysis.analyses.{name}_analysis"), name)
            filters = {key: values.pop(key) for key in AnalysisFilters.__annotations__ if key in values}
            result = analysis(self._project, *arguments, **values, options=options_from(filters))
            return result_table(result, name)

    def frequencies(
        self,
        *,
        by: str = "code",
        of: str | None = None,
        all_codes: bool = False,
        **filters: Unpack[AnalysisFilters],
    ) -> "pd.DataFrame":
        """Count codings, sources, cases and words of each code, including the codes under it.

        With `by` a dimension or an attribute, one column for each of its values, with `of` as the measure.

        >>> project.frequencies(by="tier", where="years > 3")
                   code         label  theme  depth  local  national  total
        0         roles         Roles  roles      0      2         1      3
        1        pursue        Pursue  roles      1      2         1      3
        2         harms         Harms  harms      0      1         0      1
        3  displacement  Displacement  harms      1      1         0      1
        """
        from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies

        options = options_from(filters)
        result = frequencies(self._project, by=by, of=of, all_codes=all_codes, options=options)
        return result_table(result, "frequencies")

    def crosstab(  # noqa: PLR0913 - the options of the command
        self,
        rows: str,
        columns: str,
        *,
        own: bool = False,
        leaves: bool = False,
        sort: str = "",
        of: str = "codings",
        show: str = "counts",
        test: bool = False,
        all_codes: bool = False,
        seed: int = 1,
        **filters: Unpack[AnalysisFilters],
    ) -> "pd.DataFrame":
        """Cross-tabulate two dimensions, with totals; `test` puts the test's result in the notes.

        >>> table = project.crosstab("code", "tier", test=True)
        >>> table
                   code  local  national  total
        0         roles      2         1      3
        1        pursue      2         1      3
        2         harms      1         0      1
        3  displacement      1         0      1
        4         total      3         1      4
        >>> table.attrs["notes"][1]
        "chi-square(3) = 0.89, Cramér's V (bias-corrected) = 0.00, n = 8"
        """
        from qualcode.workflows.analysis.analyses.crosstab_analysis import crosstab

        result = crosstab(
            self._project,
            rows,
            columns,
            own=own,
            leaves=leaves,
            sort=sort,
            of=of,
            show=show,
            test=test,
            all_codes=all_codes,
            seed=seed,
            options=options_from(filters),
        )
        return result_table(result, "crosstab")

    def cooccurrence(
        self,
        *,
        within: str = "overlap",
        by: str = "code",
        per_coder: bool = False,
        square: bool = False,
        of: str = "together",
        **filters: Unpack[AnalysisFilters],
    ) -> "pd.DataFrame":
        """Count the pairs of codes that occur together, by the same coder; `square` for codes by codes.

        >>> project.cooccurrence(within="turn")
              one         other  one_codings  other_codings  together  jaccard
        0  pursue  displacement            3              1         2      0.5
        """
        from qualcode.workflows.analysis.analyses.cooccurrence_analysis import cooccurrence

        options = options_from(filters)
        result = cooccurrence(
            self._project, within=within, by=by, per_coder=per_coder, square=square, of=of, options=options
        )
        return result_table(result, "cooccurrence square" if square else "cooccurrence")

    def sequence(self, *, turns: int = 0, **filters: Unpack[AnalysisFilters]) -> "pd.DataFrame":
        """Count how often each code follows each other code, at most `turns` turns later.

        >>> project.sequence()[["code", "followed_by", "count"]]
             code   followed_by  count
        0  pursue        pursue      1
        1  pursue  displacement      1
        """
        from qualcode.workflows.analysis.analyses.sequence_analysis import sequence

        return result_table(sequence(self._project, turns=turns, options=options_from(filters)), "sequence")

    def matrix(
        self,
        *,
        own: bool = False,
        leaves: bool = False,
        sort: str = "",
        by: str = "case",
        binary: bool = False,
        of: str = "codings",
        long: bool = False,
        all_codes: bool = False,
        **filters: Unpack[AnalysisFilters],
    ) -> "pd.DataFrame":
        """Return cases by codes with the attributes of cases, for statistics and QCA.

        >>> project.matrix(binary=True)
          case      tier  years  roles  pursue  harms  displacement
        0   P1     local     12      1       1      1             1
        1   P2  national      4      1       1   <NA>          <NA>

        A code is absent (0) only where all sources are finished (`finish_sources`).
        """
        from qualcode.workflows.analysis.analyses.matrix_analysis import matrix

        options = options_from(filters)
        result = matrix(
            self._project,
            own=own,
            leaves=leaves,
            sort=sort,
            by=by,
            binary=binary,
            of=of,
            long=long,
            all_codes=all_codes,
            options=options,
        )
        return result_table(result, "matrix")

    def framework(self, *, quotes: int = 3, **filters: Unpack[AnalysisFilters]) -> "pd.DataFrame":
        """Return the framework matrix, a row for each case and theme, with summaries and quotes.

        >>> project.framework(quotes=1)[["case", "theme", "quotes"]]
          case  theme                                            quotes
        0   P1  roles              “took out a line” (local-01, turn 2)
        1   P1  harms  “It came back within a week.” (local-01, turn 2)
        2   P2  roles          “We map the line.” (national-01, turn 2)
        3   P2  harms
        """
        from qualcode.workflows.analysis.analyses.matrix_analysis import matrix

        result = matrix(self._project, framework=True, quotes=quotes, options=options_from(filters))
        return result_table(result, "framework")

    def compare(
        self,
        attribute: str,
        first: str,
        second: str,
        *,
        draws: int = 2000,
        seed: int = 1,
        **filters: Unpack[AnalysisFilters],
    ) -> "pd.DataFrame":
        """Compare two groups code by code, in words per 1,000, with intervals that draw whole sources.

        >>> project.compare("tier", "local", "national")[["code", "difference", "interval"]]
                   code  difference interval
        0         harms  333.333333  too few
        1  displacement  333.333333  too few
        2         roles  111.111111  too few
        3        pursue  111.111111  too few
        """
        from qualcode.workflows.analysis.analyses.compare_analysis import compare

        options = options_from(filters)
        result = compare(self._project, attribute, first, second, draws=draws, seed=seed, options=options)
        return result_table(result, "compare")

    def saturation(
        self,
        *,
        source: Names = (),
        order: str = "",
        base: int = 4,
        run: int = 2,
        threshold: float = 0.05,
        documents: bool = False,
        orders: int = 200,
        seed: int = 1,
        **filters: Unpack[AnalysisFilters],
    ) -> "pd.DataFrame":
        """Return the number of new codes in each coded source, in the order of `source` or of an attribute.

        The notes say whether the study is saturated (Guest, Namey and Chen 2020).

        >>> table = project.saturation(base=1, run=1)
        >>> table[["source", "codes", "new_codes", "all_codes"]]
                source  codes  new_codes  all_codes
        0     local-01      2          2          2
        1  national-01      1          0          2
        >>> table.attrs["notes"][1]
        'No verdict on saturation: the number of coded sources is 2, and at least 6 are needed.'
        """
        from qualcode.workflows.analysis.analyses.saturation_analysis import saturation

        result = saturation(
            self._project,
            source=all_names(source),
            order=order,
            base=base,
            run=run,
            threshold=threshold,
            documents=documents,
            orders=orders,
            seed=seed,
            options=options_from(filters),
        )
        return result_table(result, "saturation")

    def timeline(self, **filters: Unpack[AnalysisFilters]) -> "pd.DataFrame":
        """Count codings by day (UTC) and coder, including those on turns of interviewers.

        >>> project.timeline()[["ann", "total", "so_far"]]
           ann  total  so_far
        0    4      4       4
        """
        from qualcode.workflows.analysis.analyses.timeline_analysis import timeline

        return result_table(timeline(self._project, options=options_from(filters)), "timeline")

    def coverage(self, **filters: Unpack[AnalysisFilters]) -> "pd.DataFrame":
        """Return the coded share of the words of each speaker of each source.

        >>> project.coverage()
                source  speaker  codings  words  coded_words  coded_share
        0     local-01  Officer        3     18           10     0.555556
        1  national-01  Analyst        1      9            4     0.444444
        """
        from qualcode.workflows.analysis.analyses.coverage_analysis import coverage

        return result_table(coverage(self._project, options=options_from(filters)), "coverage")

    def barcode(self, *, source: Names = (), **filters: Unpack[AnalysisFilters]) -> "pd.DataFrame":
        """Return the spans of each theme in each source, as shares of its words.

        >>> project.barcode(source=["national-01"])
                source  theme    begins      ends
        0  national-01  roles  0.307692  0.615385
        """
        from qualcode.workflows.analysis.analyses.barcode_analysis import barcode

        return result_table(
            barcode(self._project, source=all_names(source), options=options_from(filters)), "barcode"
        )
