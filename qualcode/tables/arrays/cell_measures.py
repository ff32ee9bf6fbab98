"""The five measures of a table's cells: codings, sources, cases, words and share.

Codings, sources and cases are numbers of distinct ones. Words are those under at least one coding. The share
is these words divided by all words in scope that could be coded in the cell: those of sources that a coder in
scope has begun or finished.
"""

import numpy as np
from numpy.typing import NDArray

from qualcode.errors import NotFoundError
from qualcode.tables.arrays.coded_study import Study
from qualcode.tables.arrays.dimensions import Dimension, cases_of_turns
from qualcode.tables.arrays.sparse_relations import Floats, Ints, count_covered, count_distinct, join_members

Numbers = NDArray[np.number]

MEASURES = ("codings", "sources", "cases", "words", "share")


def check_measure(name: str) -> None:
    """Raise NotFoundError with the nearest name if there is no measure of this name."""
    if name not in MEASURES:
        raise NotFoundError.among("measure", name, MEASURES, remedy=f"Measures: {', '.join(MEASURES)}.")


def totals(study: Study, of: str, rows: Dimension) -> Ints | Floats:
    """Return the measure for each label of the dimension."""
    return _measure(study, of, rows.label, rows.span, rows.words)


def cross_totals(study: Study, of: str, rows: Dimension, columns: Dimension) -> Ints | Floats:
    """Return the measure for each pair of labels, as an array of rows by columns."""
    position, column = join_members(rows.span, columns.span, columns.label)
    shape = (len(rows.labels), len(columns.labels))
    cell = rows.label[position] * shape[1] + column
    words = shared_words(study, rows, columns).ravel()
    return _measure(study, of, cell, rows.span[position], words).reshape(shape)


def shared_words(study: Study, rows: Dimension, columns: Dimension) -> Ints:
    """Return the number of words in scope of coded sources for each row and column, as rows by columns."""
    shape = (len(rows.labels), len(columns.labels))
    if rows.turns is None and columns.turns is None:
        by_row = rows.sources is not None
        return np.broadcast_to(rows.words[:, np.newaxis] if by_row else columns.words, shape)
    if rows.turns is None:
        return _words_of_turn_labels(study, columns, rows)
    if columns.turns is None:
        return _words_of_turn_labels(study, rows, columns).T
    position, column = join_members(rows.turns[0], *columns.turns)
    cell = rows.turns[1][position] * shape[1] + column
    words = study.coded_turn_words[rows.turns[0][position]]
    return np.bincount(cell, words, shape[0] * shape[1]).astype(np.int64).reshape(shape)


def _words_of_turn_labels(study: Study, of_turns: Dimension, of_codings: Dimension) -> Ints:
    """Return the words of the labels of turns that each label of codings could have, as codings by turns."""
    if of_codings.sources is None or of_turns.turns is None:
        return np.broadcast_to(of_turns.words, (len(of_codings.labels), len(of_turns.labels)))
    turns, labels = of_turns.turns
    many = len(of_turns.labels)
    cell = study.turns.source[turns] * many + labels
    by_source = np.bincount(cell, study.coded_turn_words[turns], len(study.sources) * many)
    words: Ints = (of_codings.sources @ by_source.reshape(len(study.sources), many)).astype(np.int64)
    return words


def share(part: Numbers, total: Numbers) -> Floats:
    """Return part / total elementwise, 0 where the total is 0."""
    return np.divide(part, total, out=np.zeros(np.shape(part)), where=np.asarray(total) > 0)


def sources_in_scope(study: Study) -> int:
    """Return the number of coded sources that have words or codings in scope."""
    with_words = study.turns.source[study.coded_turn_words > 0]
    return len(np.union1d(with_words, study.turns.source[study.spans.turn]))


def cases_in_scope(study: Study) -> int:
    """Return the number of cases that speak or are coded in scope, in coded sources."""
    turns = np.union1d(np.flatnonzero(study.coded_turn_words > 0), study.spans.turn)
    of_turns, cases = cases_of_turns(study)
    return len(np.unique(cases[np.isin(of_turns, turns)]))


def share_or_nan(part: Numbers, total: Numbers) -> Floats:
    """Return part / total elementwise, NaN where the total is 0: no words that could have been coded."""
    return np.where(np.asarray(total) > 0, share(part, total), np.nan)


def _measure(study: Study, of: str, cell: Ints, span: Ints, words: Ints) -> Ints | Floats:
    spans, cells = study.spans, len(words)
    match of:
        case "codings":
            return count_distinct(cell, spans.coding[span], cells)
        case "sources":
            return count_distinct(cell, study.turns.source[spans.turn[span]], cells)
        case "cases":
            position, of_case = join_members(spans.turn[span], *cases_of_turns(study))
            return count_distinct(cell[position], of_case, cells)
        case "words":
            return count_covered(cell, spans.first[span], spans.end[span], cells)
        case _:
            return share_or_nan(count_covered(cell, spans.first[span], spans.end[span], cells), words)
