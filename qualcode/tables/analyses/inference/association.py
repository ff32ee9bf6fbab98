"""Test whether the two dimensions of a crosstab are associated, and measure the strength of the association.

Codings of one interview are dependent, so that the p-value of chi-square is far too small. The test is
therefore a permutation: the labels of whole sources (with the sources that cases connect them to) are dealt
out anew, and p is the share of the tables with at least the observed chi-square, the observed one included
(Phipson and Smyth 2010). Where there are no more ways to deal them out than permutations to draw, each way is
taken once, and p is exact. The strength is Cramér's V with the bias correction of Bergsma (2013), Journal of
the Korean Statistical Society 42(3): 323-328: 0 for no, 1 for complete association.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import factorial, prod

import numpy as np

from qualcode.errors import UsageError
from qualcode.tables.analyses.crosstab import check_pair
from qualcode.tables.analyses.inference.independence import Independence, independence, p_text
from qualcode.tables.arrays.cell_measures import check_measure, cross_totals, totals
from qualcode.tables.arrays.coded_study import Scope, Study, by_anyone
from qualcode.tables.arrays.dimensions import Dimension, dimension
from qualcode.tables.arrays.source_clusters import source_clusters
from qualcode.tables.arrays.sparse_relations import Floats, Ints, count_distinct

_SIGNIFICANT = 0.05
_NOT_COUNTS = {"share": "A share is no count, so there is nothing to test."}


@dataclass(frozen=True, slots=True, kw_only=True)
class _PermutationTest:
    """The p-value of a permutation, with how many of whole units were taken; `p` is None if none could be."""

    p: float | None
    number: int
    is_exact: bool
    units: int
    smallest: float = 0.0
    """The smallest p that these units can have, if it is exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """A test of a crosstab: chi-square of its cells, and p by permutation where that is possible."""

    independence: Independence
    permutation_p: float | None
    permutations: int
    """How many were drawn, or, if `is_exact`, how many ways there are to deal out the labels."""
    is_exact: bool
    units: int
    """The number of whole sources (or connected sources) whose labels were permuted."""
    warnings: tuple[str, ...]
    are_units_independent: bool
    """Whether each source has one coding in one cell, so that the p-value of chi-square holds."""

    @property
    def summary(self) -> str:
        """The result in the form that a paper reports."""
        test = self.independence
        if self.are_units_independent:
            return test.summary
        if self.permutation_p is None:
            return f"{test.statistic_text}, {test.strength_text}"
        number = f"{'all ' if self.is_exact else ''}{self.permutations:,}"
        return (
            f"{test.statistic_text}, {p_text(self.permutation_p)} by {number} permutations of "
            f"{self.units:,} whole sources, {test.strength_text} ({p_text(test.p)} if codings of one source "
            "were independent)"
        )


def association(
    study: Study,
    rows: str,
    columns: str,
    *,
    of: str = "codings",
    permutations: int = 1999,
    seed: int = 1,
    scope: Scope | None = None,
) -> Association:
    """Test whether rows and columns of the crosstab of this measure are independent.

    The cells are those of the crosstab, branches included, without its totals and the turns that have no
    value. UsageError for a share, and for counts in fewer than two rows or columns.
    """
    check_pair(rows, columns)
    check_measure(of)
    if of in _NOT_COUNTS:
        raise UsageError(_NOT_COUNTS[of], "Use --of codings, sources, cases or words.")
    study = study.within(scope or Scope())
    down, across = dimension(study, rows), dimension(study, columns)
    row_positions, column_positions = (_shown(study, labels) for labels in (down, across))
    counts = cross_totals(study, of, down, across)[np.ix_(row_positions, column_positions)].astype(np.int64)
    result = independence(counts)
    clusters = source_clusters(study)
    coded = np.unique(clusters[study.source[study.spans.codings]])
    permuted = _permutation(study, of, (down, across), (row_positions, column_positions), clusters)
    separate = int(counts.sum()) == len(coded)
    test = _PermutationTest(p=None, number=permutations, is_exact=False, units=0)
    if permuted is not None:
        by_unit, label = permuted
        # Codings without a value are in no cell: the sum alone may hide that a source has several.
        separate = separate and bool((by_unit.sum(axis=1) <= 1).all())
        test = _permutation_test(by_unit, label, permutations, seed)
    return Association(
        independence=result,
        permutation_p=test.p,
        permutations=test.number,
        is_exact=test.is_exact,
        units=test.units,
        warnings=result.warnings if separate else (*result.warnings, *_limits_of(test, rows, columns)),
        are_units_independent=separate,
    )


def _limits_of(test: _PermutationTest, rows: str, columns: str) -> Iterator[str]:
    """Yield why there is no p-value of a permutation, or the smallest one if it is never significant."""
    if test.p is None:
        yield (
            f"No p-value: codings of one source are not independent, and labels of whole sources cannot be "
            f"permuted, since neither {rows} nor {columns} has one value in each source, shared by sources."
        )
    elif test.smallest > _SIGNIFICANT:
        yield f"With {test.units} sources, p could not be smaller than {test.smallest:.3f}."


def _shown(study: Study, labels: Dimension) -> Ints:
    """Return the positions of the labels with codings, without that of turns that have no value."""
    used = totals(study, "codings", labels) > 0
    if labels.none is not None:
        used[labels.none] = False
    return np.flatnonzero(used)


def _permutation(
    study: Study,
    of: str,
    dimensions: tuple[Dimension, Dimension],
    shown: tuple[Ints, Ints],
    clusters: Ints,
) -> tuple[Floats, Ints] | None:
    """Return the counts of each unit by the labels of one dimension, and each unit's label of the other.

    None if neither dimension has one label for each unit, or each label is that of a single unit.
    """
    for position in (1, 0):
        fixed, moved = dimensions[1 - position], dimensions[position]
        labels = _labels_of_clusters(study, moved, clusters)
        if labels is None:
            continue
        units, label = labels
        inside = np.isin(label, shown[position])
        units, label = units[inside], label[inside]
        if len(units) <= len(np.unique(label)):
            continue
        by_unit = np.column_stack(
            [_counts_of(study, of, fixed, clusters, unit)[shown[1 - position]] for unit in units.tolist()]
        ).T
        return by_unit.astype(np.float64), label
    return None


def _labels_of_clusters(study: Study, labels: Dimension, clusters: Ints) -> tuple[Ints, Ints] | None:
    """Return the clusters with coded words and the one label of each; None if a cluster has several."""
    if labels.turns is None:
        return None
    turns, members = labels.turns
    counted = study.turns.in_scope[turns] & by_anyone(study.coded)[study.turns.source[turns]]
    counted &= members != (-1 if labels.none is None else labels.none)
    pairs = np.unique(np.stack((clusters[study.turns.source[turns]], members))[:, counted], axis=1)
    units: Ints = pairs[0]
    return None if len(np.unique(units)) < len(units) else (units, pairs[1])


def _counts_of(study: Study, of: str, labels: Dimension, clusters: Ints, unit: int) -> Ints:
    """Return the measure of one cluster for each label of a dimension."""
    inside = clusters[study.turns.source[study.spans.turn[labels.span]]] == unit
    part = replace(labels, span=labels.span[inside], label=labels.label[inside])
    if of == "codings":
        return count_distinct(part.label, study.spans.coding[part.span], len(labels.labels))
    return totals(study, of, part).astype(np.int64)


def _number_of_ways(label: Ints) -> int:
    """Return how many ways there are to deal labels out to units: n! / (n1! n2! ...)."""
    counts = np.unique(label, return_counts=True)[1].tolist()
    return factorial(len(label)) // prod(map(factorial, counts))


def _exact_p(by_unit: Floats, label: Ints) -> tuple[float, float]:
    """Return the share of all ways with at least the observed chi-square, and the smallest such share."""
    _, position, counts = np.unique(label, return_inverse=True, return_counts=True)
    one_hot = np.eye(len(counts))
    values = np.array([_chi_square(by_unit.T @ one_hot[each]) for each in _arrangements(counts.tolist())])
    observed = _chi_square(by_unit.T @ one_hot[position])
    p, smallest = (float((values >= least * (1 - 1e-9)).mean()) for least in (observed, values.max()))
    return p, smallest


def _arrangements(counts: list[int]) -> Iterator[list[int]]:
    """Yield each different order of labels of which each occurs so often."""
    if not any(counts):
        yield []
    for label, count in enumerate(counts):
        if count:
            rest = [*counts[:label], count - 1, *counts[label + 1 :]]
            yield from ([label, *others] for others in _arrangements(rest))


def _permutation_test(by_unit: Floats, label: Ints, permutations: int, seed: int) -> _PermutationTest:
    """Permute the labels at random, or take each way to deal them out once if there are no more."""
    ways = _number_of_ways(label)
    if ways <= permutations:
        p, smallest = _exact_p(by_unit, label)
        return _PermutationTest(p=p, number=ways, is_exact=True, units=len(label), smallest=smallest)
    p = _permutation_p(by_unit, label, permutations, np.random.default_rng(seed))
    return _PermutationTest(p=p, number=permutations, is_exact=False, units=len(label))


def _permutation_p(by_unit: Floats, label: Ints, permutations: int, rng: np.random.Generator) -> float:
    """Return the share of permutations with at least the observed chi-square, the observed one included."""
    different, position = np.unique(label, return_inverse=True)
    one_hot = np.eye(len(different))
    observed = _chi_square(by_unit.T @ one_hot[position])
    as_large = sum(
        _chi_square(by_unit.T @ one_hot[rng.permutation(position)]) >= observed * (1 - 1e-9)
        for _ in range(permutations)
    )
    return (1 + as_large) / (1 + permutations)


def _chi_square(counts: Floats) -> float:
    """Return Pearson's chi-square of a table; empty rows and columns add nothing."""
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(counts.sum(), 1)
    squares = np.divide(np.square(counts - expected), expected, out=np.zeros_like(counts), where=expected > 0)
    return float(squares.sum())
