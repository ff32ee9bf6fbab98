"""Cross-tabulation of two dimensions: code by tier, theme by source, coder by speaker.

Each cell and each total counts a coding once. A coding with two labels of one dimension (a code and the one
above it, two cases) is in two cells, so a total can be less than the sum of its cells.
"""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables.arrays.cell_measures import (
    check_measure,
    cross_totals,
    share,
    share_or_nan,
    shared_words,
    totals,
)
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import Dimension, dimension, own_label
from qualcode.tables.arrays.sparse_relations import Floats, Ints
from qualcode.tables.frames import distinct_names

CELL_VALUES = ("counts", "row", "column", "total", "per_1000")
"""The values of cells: the measure, its share of the row, column or grand total, or its rate."""


def crosstab(
    study: Study,
    rows: str,
    columns: str,
    *,
    of: str = "codings",
    show: str = "counts",
    all_codes: bool = False,
    omit: Collection[str] = (),
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return the measure `of` for each row and column, with a total row and a total column.

    `rows` and `columns` are names of dimensions. `per_1000` divides by the words in scope of the cell, in
    thousands. Codes and themes without codings are left out unless `all_codes`, and so are the codes `omit`.
    """
    check_measure(of)
    if show not in CELL_VALUES:
        raise NotFoundError.among("value of cells", show, CELL_VALUES, f"Values: {', '.join(CELL_VALUES)}.")
    check_pair(rows, columns)
    _check_shown(of, show)
    study = study.within(scope or Scope())
    down, across = dimension(study, rows), dimension(study, columns)
    full = _cells_with_totals(study, of, down, across)
    words = _words_with_totals(study, down, across)
    row_positions = _shown_positions(study, down, omit if rows == "code" else (), all_codes=all_codes)
    column_positions = _shown_positions(study, across, omit if columns == "code" else (), all_codes=all_codes)
    cells = scale_cells(full, words, show)[np.ix_(row_positions, column_positions)]
    row_labels = (*down.labels, own_label("total", down.labels))
    headings = (*across.labels, own_label("total", (*across.labels, rows)))
    names = distinct_names([headings[position] for position in column_positions], (rows,))
    return pd.DataFrame(
        {
            rows: [row_labels[position] for position in row_positions],
            **dict(zip(names, cells.T, strict=True)),
        }
    )


def check_pair(rows: str, columns: str) -> None:
    """Raise UsageError for twice the same dimension, or codes by themes: each code has one theme."""
    if rows == columns or {rows, columns} == {"code", "theme"}:
        raise UsageError(
            f"A table of {rows} by {columns} has no information beyond the codebook.",
            "For codes that occur together: qualcode cooccurrence.",
        )


def _check_shown(of: str, show: str) -> None:
    """Raise UsageError for a share or a rate of shares."""
    if of == "share" and show != "counts":
        raise UsageError(
            "A share is divided by words already, so a share or rate of it means nothing.",
            "Leave out --show, or use --of words or --of codings.",
        )


def scale_cells(full: Ints | Floats, words: Ints, show: str) -> Ints | Floats:
    """Return cells with their totals (last row, last column) as one of `CELL_VALUES`."""
    match show:
        case "row":
            return share(full, np.broadcast_to(full[:, -1:], full.shape))
        case "column":
            return share(full, np.broadcast_to(full[-1:, :], full.shape))
        case "total":
            return share(full, np.broadcast_to(full[-1:, -1:], full.shape))
        case "per_1000":
            return 1000 * share_or_nan(full, words)
        case _:
            return full


def _cells_with_totals(study: Study, of: str, down: Dimension, across: Dimension) -> Ints | Floats:
    cells = cross_totals(study, of, down, across)
    foot = [*totals(study, of, across), *totals(study, of, _grand_total(study))]
    return np.vstack((np.column_stack((cells, totals(study, of, down))), foot))


def _words_with_totals(study: Study, down: Dimension, across: Dimension) -> Ints:
    cells = shared_words(study, down, across)
    foot = [*across.words, study.coded_turn_words.sum()]
    return np.vstack((np.column_stack((cells, down.words)), foot))


def _grand_total(study: Study) -> Dimension:
    spans = np.arange(len(study.spans))
    words = study.coded_turn_words.sum(keepdims=True)
    return Dimension(labels=("total",), span=spans, label=np.zeros_like(spans), words=words)


def _shown_positions(
    study: Study, labels: Dimension, omit: Collection[str], *, all_codes: bool
) -> Sequence[int]:
    """Return the positions of the labels that the table has, then that of the total."""
    always = all_codes or labels.turns is not None
    shown = (totals(study, "codings", labels) > 0) | always
    shown &= np.array([label not in omit for label in labels.labels], dtype=bool)
    return [*np.flatnonzero(shown).tolist(), len(labels.labels)]
