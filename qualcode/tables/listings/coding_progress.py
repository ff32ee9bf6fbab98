"""Progress of coding: codings by day and coder, and the coded share of each speaker's words."""

import numpy as np
import pandas as pd

from qualcode.tables.arrays.cell_measures import share
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.sparse_relations import count_covered, count_distinct
from qualcode.tables.frames import distinct_names
from qualcode.tables.listings.codings_table import EVERYTHING

_DAY = len("2026-01-31")


def timeline(study: Study, *, scope: Scope = EVERYTHING) -> pd.DataFrame:
    """Return codings by day (UTC) and coder, the day's total and the cumulative total.

    Needs the column `made_at` of the codings. Days without codings have no row, coders who are not in scope
    no column.
    """
    study = study.within(scope)
    codings, counted = study.spans.codings, np.flatnonzero(study.counted_coders)
    times = study.codings["made_at"].to_numpy(dtype=object)[codings]
    day, days = pd.factorize(np.array([str(moment)[:_DAY] for moment in times], dtype=object), sort=True)
    many = len(study.coders)
    cells = np.bincount(day * many + study.coder[codings], minlength=len(days) * many)
    cells = cells.reshape(len(days), many)
    total = cells.sum(axis=1)
    names = distinct_names([study.coders[coder] for coder in counted], ("day", "total", "so_far"))
    columns = dict(zip(names, cells.T[counted], strict=True))
    return pd.DataFrame({"day": days, **columns, "total": total, "so_far": np.cumsum(total)})


def coverage(study: Study, *, scope: Scope | None = None) -> pd.DataFrame:
    """Return words, coded words and their share for each speaker of each source in scope."""
    study = study.within(scope or Scope())
    spoken = [
        bool(turn.number) and in_scope
        for turn, in_scope in zip(study.turns.turns, study.turns.in_scope, strict=True)
    ]
    turns = np.flatnonzero(np.array(spoken, dtype=bool))
    names = [(int(study.turns.source[turn]), study.turns.turns[turn].speaker) for turn in turns]
    row_of_speaker = {name: row for row, name in enumerate(dict.fromkeys(names))}
    row_of = np.full(len(spoken), len(row_of_speaker))  # a last row for preambles, which is cut off
    row_of[turns] = [row_of_speaker[name] for name in names]
    spans, rows = study.spans, len(row_of_speaker) + 1
    row = row_of[spans.turn]
    words = np.bincount(row_of, study.turns.words_in_scope, rows).astype(np.int64)
    coded = count_covered(row, spans.first, spans.end, rows)
    table = pd.DataFrame(
        {
            "codings": count_distinct(row, spans.coding, rows),
            "words": words,
            "coded_words": coded,
            "coded_share": share(coded, words),
        }
    )[: len(row_of_speaker)]
    table.insert(0, "source", [study.sources[source].name for source, _ in row_of_speaker])
    table.insert(1, "speaker", [speaker for _, speaker in row_of_speaker])
    return table
