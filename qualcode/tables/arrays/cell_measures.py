"""The five things a table can count in its cells, each distinct thing once.

Codings, sources and cases are counted; words are those that codings touch, however many do; a
share is those words as a share of all the words that could have been coded there.
"""

import numpy as np
from numpy.typing import NDArray

from qualcode.errors import NotFoundError
from qualcode.tables.arrays.coded_study import Study
from qualcode.tables.arrays.dimensions import Dimension, cases_of_turns
from qualcode.tables.arrays.sparse_relations import Floats, Ints, covered, distinct, match

Numbers = NDArray[np.number]

MEASURES = ("codings", "sources", "cases", "words", "share")


def check_measure(name: str) -> None:
    """Refuse a measure that there is none of, naming the nearest."""
    if name not in MEASURES:
        raise NotFoundError.among("measure", name, MEASURES, remedy=f"There are {', '.join(MEASURES)}.")


def totals(study: Study, of: str, rows: Dimension) -> Ints | Floats:
    """Return the measure for each label of the dimension."""
    return _measured(study, of, rows.label, rows.piece, rows.words)


def spread(study: Study, of: str, rows: Dimension, columns: Dimension) -> Ints | Floats:
    """Return the measure for each pair of labels, as an array of rows by columns."""
    position, column = match(rows.piece, columns.piece, columns.label)
    shape = (len(rows.labels), len(columns.labels))
    cell = rows.label[position] * shape[1] + column
    words = words_together(study, rows, columns).ravel()
    return _measured(study, of, cell, rows.piece[position], words).reshape(shape)


def words_together(study: Study, rows: Dimension, columns: Dimension) -> Ints:
    """Return how many words in scope each row and column have in common, as an array of rows by columns."""
    shape = (len(rows.labels), len(columns.labels))
    if rows.turns is None:
        return np.broadcast_to(columns.words, shape)
    if columns.turns is None:
        return np.broadcast_to(rows.words[:, np.newaxis], shape)
    position, column = match(rows.turns[0], *columns.turns)
    cell = rows.turns[1][position] * shape[1] + column
    words = study.turns.words_in_scope[rows.turns[0][position]]
    return np.bincount(cell, words, shape[0] * shape[1]).astype(np.int64).reshape(shape)


def share(part: Numbers, whole: Numbers) -> Floats:
    """Return the part as a share of the whole, 0 where there is nothing to share."""
    return np.divide(part, whole, out=np.zeros(np.shape(part)), where=np.asarray(whole) > 0)


def _measured(study: Study, of: str, cell: Ints, piece: Ints, words: Ints) -> Ints | Floats:
    pieces, cells = study.pieces, len(words)
    match of:
        case "codings":
            return distinct(cell, pieces.coding[piece], cells)
        case "sources":
            return distinct(cell, study.turns.source[pieces.turn[piece]], cells)
        case "cases":
            position, of_case = match(pieces.turn[piece], *cases_of_turns(study))
            return distinct(cell[position], of_case, cells)
        case "words":
            return covered(cell, pieces.first[piece], pieces.end[piece], cells)
        case _:
            return share(covered(cell, pieces.first[piece], pieces.end[piece], cells), words)
