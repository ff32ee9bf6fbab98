"""Barcode of themes: the spans of each source under each theme, as shares of the source's words.

Positions count the words of all turns, including interviewers', so that the middle of an interview is at 0.5.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import dimension
from qualcode.tables.arrays.sparse_relations import merge_ranges


def barcode(study: Study, *, sources: Sequence[str] = (), scope: Scope | None = None) -> pd.DataFrame:
    """Return one row for each span: source, theme, and its beginning and end from 0 to 1.

    `sources` restricts the table to these names. Overlapping or adjacent codings of one theme are one span,
    whoever made them.
    """
    words = np.bincount(study.turns.source, study.turns.words, len(study.sources)).astype(np.int64)
    before = np.cumsum(words) - words
    study = study.within(scope or Scope())
    themes, spans = dimension(study, "theme"), study.spans
    many = max(len(themes.labels), 1)
    group = study.turns.source[spans.turn[themes.span]] * many + themes.label
    group, first, end = merge_ranges(group, spans.first[themes.span], spans.end[themes.span])
    source, theme = group // many, group % many
    for name in sources:
        if name not in study.source_names:
            raise NotFoundError.among("source", name, study.source_names)
    table = pd.DataFrame(
        {
            "source": np.array(study.source_names, dtype=object)[source],
            "theme": np.array(themes.labels, dtype=object)[theme],
            "begins": (first - before[source]) / words[source],
            "ends": (end - before[source]) / words[source],
        }
    )
    return table[table["source"].isin(sources)].reset_index(drop=True) if sources else table
