"""Test a table of counts of separate items for independence.

Pearson's chi-square without continuity correction, or Fisher's exact test for two by two with an expected
count under 5 (Cochran 1954), with Cramér's V corrected for bias (Bergsma 2013).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from qualcode.errors import UsageError

_SMALL, _MANY = 5, 0.2
"""Cochran's rule: at most a fifth of the cells has an expected count below 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """A test of independence on a table of counts; `statistic` is chi-square, or the odds ratio by Fisher."""

    test: str
    statistic: float
    degrees: int
    p: float
    cramers_v: float
    """Without correction: sqrt(chi-square / (n (min(rows, columns) - 1)))."""
    corrected_v: float
    """Bergsma's V, which is 0 on average for independent rows and columns."""
    n: int
    warnings: tuple[str, ...]

    @property
    def statistic_text(self) -> str:
        """The name of the test with its statistic."""
        name = (
            f"chi-square({self.degrees})" if self.test == "chi-square" else "Fisher's exact test, odds ratio"
        )
        return f"{name} = {self.statistic:.2f}"

    @property
    def strength_text(self) -> str:
        """The strength of the association, and the sum of the table."""
        return f"Cramér's V (bias-corrected) = {self.corrected_v:.2f}, n = {self.n:,}"

    @property
    def summary(self) -> str:
        """The result in the form that a paper reports, for items that are independent."""
        return f"{self.statistic_text}, {p_text(self.p)}, {self.strength_text}"


def p_text(p: float) -> str:
    """Return a p-value as papers report it."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"  # noqa: PLR2004 - APA's smallest p


def independence(table: ArrayLike) -> Independence:
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
    return Independence(
        test="Fisher" if fisher else "chi-square",
        statistic=float(fisher.statistic) if fisher else statistic,
        degrees=int(chi.dof),
        p=float(fisher.pvalue if fisher else chi.pvalue),
        cramers_v=float(np.sqrt(statistic / (n * (min(counts.shape) - 1)))),
        corrected_v=_corrected_v(statistic / n, n, counts.shape),
        n=n,
        warnings=tuple(warnings),
    )


def _corrected_v(phi_squared: float, n: int, shape: tuple[int, ...]) -> float:
    """Return Cramér's V corrected for bias, from chi-square / n."""
    # phi^2 is too large by (r-1)(c-1)/(n-1) on average, and r and c shrink to r - (r-1)^2/(n-1), likewise c.
    if n < 2:  # noqa: PLR2004 - n - 1 is a denominator
        return 0.0
    rows, columns = shape
    corrected = max(0.0, phi_squared - (rows - 1) * (columns - 1) / (n - 1))
    smallest = min(size - (size - 1) ** 2 / (n - 1) for size in (rows, columns)) - 1
    return min(1.0, float(np.sqrt(corrected / smallest))) if smallest > 0 else 0.0
