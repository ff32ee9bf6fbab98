"""Test whether two dimensions of codings are associated, and measure the strength of the association.

Pearson's chi-square without continuity correction, or Fisher's exact test for two by two with an expected
count under 5 (Cochran 1954), with Cramér's V (1946): 0 for no, 1 for complete association. Codings of one
interview are dependent, so p is too small; `compare` resamples whole sources.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from qualcode.errors import UsageError
from qualcode.tables.analyses.crosstab import check_pair
from qualcode.tables.arrays.cell_measures import cross_totals
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import Dimension, dimension

_SMALL, _MANY = 5, 0.2
"""Cochran's rule: at most a fifth of the cells has an expected count below 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """A test of independence on a table of counts; `statistic` is chi-square, or the odds ratio by Fisher."""

    test: str
    statistic: float
    degrees: int
    p: float
    cramers_v: float
    n: int
    warnings: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The result in the form that a paper reports."""
        p = "p < 0.001" if self.p < 0.001 else f"p = {self.p:.3f}"  # noqa: PLR2004 - APA's smallest p
        name = (
            f"chi-square({self.degrees})" if self.test == "chi-square" else "Fisher's exact test, odds ratio"
        )
        return f"{name} = {self.statistic:.2f}, {p}, Cramér's V = {self.cramers_v:.2f}, n = {self.n:,}"


def association(study: Study, rows: str, columns: str, *, scope: Scope | None = None) -> Association:
    """Test whether rows and columns of a crosstab of codings are independent.

    Each coding counts under its own code, not under those above it, so that each is in one cell.
    """
    check_pair(rows, columns)
    study = study.within(scope or Scope())
    counts = cross_totals(
        study, "codings", _own_code_dimension(study, rows), _own_code_dimension(study, columns)
    ).astype(np.int64)
    codings = len(study.spans.codings)
    repeated = int(counts.sum()) - codings
    result = independence(counts)
    warnings = list(result.warnings)
    if repeated > 0:
        warnings.append(f"{repeated:,} codings are in more than one cell, which the test does not allow for.")
    if codings > len(np.unique(study.turns.source[study.spans.turn])):
        warnings.append(
            "Codings of one source are not independent, so p is too small; "
            "compare resamples whole sources instead."
        )
    return Association(
        test=result.test,
        statistic=result.statistic,
        degrees=result.degrees,
        p=result.p,
        cramers_v=result.cramers_v,
        n=result.n,
        warnings=tuple(warnings),
    )


def independence(table: ArrayLike) -> Association:
    """Test a table of counts of separate items for independence; empty rows and columns are left out."""
    from scipy import stats  # imported here because loading it takes a second

    counts = np.asarray(table, dtype=np.int64)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:  # noqa: PLR2004 - one row or column cannot differ from another
        raise UsageError(
            "There are codings in fewer than two rows or two columns.", "Choose dimensions with more values."
        )
    chi = stats.chi2_contingency(counts, correction=False)
    expected = np.asarray(chi.expected_freq)
    small = float((expected < _SMALL).mean())
    statistic, n = float(chi.statistic), int(counts.sum())
    exact = counts.shape == (2, 2) and small > 0
    fisher = stats.fisher_exact(counts) if exact else None
    warnings = []
    if small > _MANY and not exact:
        warnings.append(f"{small:.0%} of the cells have expected counts under {_SMALL}: chi-square is rough.")
    return Association(
        test="Fisher" if fisher else "chi-square",
        statistic=float(fisher.statistic) if fisher else statistic,
        degrees=int(chi.dof),
        p=float(fisher.pvalue if fisher else chi.pvalue),
        cramers_v=float(np.sqrt(statistic / (n * (min(counts.shape) - 1)))),
        n=n,
        warnings=tuple(warnings),
    )


def _own_code_dimension(study: Study, name: str) -> Dimension:
    """Return the dimension; for codes, without the codes above."""
    if name != "code":
        return dimension(study, name)
    label = study.code[study.spans.coding]
    words = np.full(len(study.keys), study.turns.words_in_scope.sum())
    return Dimension(labels=study.keys, span=np.arange(len(label)), label=label, words=words)
