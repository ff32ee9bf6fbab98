"""Two things against each other: code by tier, theme by source, coder by speaker.

A cell counts each coding once, and so does each total; a coding that has two labels of one dimension (a
code and the one above it, two cases) stands in two cells, so a total can be less than the sum of its cells.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables.arrays.cell_measures import check_measure, cross_totals, share, shared_words, totals
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import Dimension, dimension
from qualcode.tables.arrays.sparse_relations import Floats, Ints
from qualcode.tables.frames import distinct_names

CELL_VALUES = ("counts", "row", "column", "total", "per_1000")
"""What a cell can show: the measure, its share of the row, the column or everything, or a rate."""


def crosstab(
    study: Study,
    rows: str,
    columns: str,
    *,
    of: str = "codings",
    show: str = "counts",
    all_codes: bool = False,
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return the measure `of` for every row and column, with totals at the right and at the foot.

    `rows` and `columns` are names of dimensions. `per_1000` divides by the words that were spoken there,
    in thousands. Codes and themes without codings are left out unless `all_codes`.
    """
    check_measure(of)
    if show not in CELL_VALUES:
        raise NotFoundError.among(
            "way to show cells", show, CELL_VALUES, f"There are {', '.join(CELL_VALUES)}."
        )
    check_pair(rows, columns)
    study = study.within(scope or Scope())
    down, across = dimension(study, rows), dimension(study, columns)
    full = _cells_with_totals(study, of, down, across)
    words = _words_with_totals(study, down, across)
    used = [_visible_positions(study, one, all_codes=all_codes) for one in (down, across)]
    cells = scale_cells(full, words, show)[np.ix_(*used)]
    labels = [[*one.labels, "total"] for one in (down, across)]
    head = [labels[0][at] for at in used[0]]
    names = distinct_names([labels[1][at] for at in used[1]], (rows,))
    return pd.DataFrame({rows: head, **dict(zip(names, cells.T, strict=True))})


def check_pair(rows: str, columns: str) -> None:
    """Refuse a thing against itself, and codes against themes: every code has one theme."""
    if rows == columns or {rows, columns} == {"code", "theme"}:
        raise UsageError(
            f"A table of {rows} by {columns} says nothing that the codebook does not.",
            "For codes that occur together, use cooccurrence.",
        )


def scale_cells(full: Ints | Floats, words: Ints, show: str) -> Ints | Floats:
    """Return cells and totals (last row, last column) as they are to be shown."""
    match show:
        case "row":
            return share(full, np.broadcast_to(full[:, -1:], full.shape))
        case "column":
            return share(full, np.broadcast_to(full[-1:, :], full.shape))
        case "total":
            return share(full, np.broadcast_to(full[-1:, -1:], full.shape))
        case "per_1000":
            return 1000 * share(full, words)
        case _:
            return full


def _cells_with_totals(study: Study, of: str, down: Dimension, across: Dimension) -> Ints | Floats:
    everything = _grand_total(study)
    cells = cross_totals(study, of, down, across)
    foot = [*totals(study, of, across), *totals(study, of, everything)]
    return np.vstack((np.column_stack((cells, totals(study, of, down))), foot))


def _words_with_totals(study: Study, down: Dimension, across: Dimension) -> Ints:
    cells = shared_words(study, down, across)
    foot = [*across.words, study.turns.words_in_scope.sum()]
    return np.vstack((np.column_stack((cells, down.words)), foot))


def _grand_total(study: Study) -> Dimension:
    spans = np.arange(len(study.spans))
    words = study.turns.words_in_scope.sum(keepdims=True)
    return Dimension(labels=("total",), span=spans, label=np.zeros_like(spans), words=words)


def _visible_positions(study: Study, one: Dimension, *, all_codes: bool) -> Sequence[int]:
    """Return the positions of the labels to show, and of the total behind them."""
    always = all_codes or one.turns is not None
    codings = totals(study, "codings", one)
    return [at for at in range(len(one.labels)) if always or codings[at]] + [len(one.labels)]
