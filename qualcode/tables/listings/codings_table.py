"""The table of codings: one row for each, with its locators, code, coder, origin and case."""

import numpy as np
import pandas as pd

from qualcode.model import CodeKey, Listing
from qualcode.tables.analyses.frequencies import code_title
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import theme_name
from qualcode.tables.arrays.sparse_relations import Ints
from qualcode.tables.frames import frame, typed_column
from qualcode.tables.locators import attribute_columns, turn_locators

EVERYTHING = Scope(with_interviewer=True)
"""The scope of tables that list turns or codings: all turns, with the role as a column."""


def codings_frame(listing: Listing) -> pd.DataFrame:
    """Return listed codings as a DataFrame for `gather`."""
    return frame(listing)


def codings(study: Study, *, scope: Scope = EVERYTHING) -> pd.DataFrame:
    """Return every coding in the order of the text, with locators, code, coder, origin and case.

    Speaker, role, turn, time, page, heading, case and attributes are those of the turn in which the coding
    begins; `text[start:end] == quote` in code points. Needs all columns of the store's listing.
    """
    rows, turns = _sort(study.within(scope))
    listed = study.codings.iloc[rows].reset_index(drop=True)
    keys = [CodeKey(key) for key in listed["code"]]
    theme = {key: theme_name(study, key) for key in study.keys}
    label = {key: code_title(study, key) for key in study.keys}
    names = ("start", "end", "quote", "context_before", "context_after")
    columns = {
        "coding_id": listed["id"],
        **turn_locators(study, turns),
        **{name: listed[name] for name in names},
        "theme": typed_column([theme[key] for key in keys]),
        "code": listed["code"],
        "label": typed_column([label[key] for key in keys]),
        **{name: listed[name] for name in ("coder", "made_at", "origin", "suggester")},
        "score": listed["score"].astype("float64"),
        "codebook_version": listed["codebook_version"],
        "memo": listed["memo"],
        "starred": listed["starred"].astype(bool),
    }
    return pd.DataFrame({**columns, **attribute_columns(study, turns, tuple(columns))})


def _sort(study: Study) -> tuple[Ints, Ints]:
    """Return the rows of the codings in scope in the order of the text, and the turns they begin in."""
    rows, first_span = np.unique(study.spans.coding, return_index=True)
    start, end = (study.codings[name].to_numpy(dtype=np.int64)[rows] for name in ("start", "end"))
    order = np.lexsort((study.coder[rows], study.code[rows], -end, start, study.source[rows]))
    return rows[order], study.spans.turn[first_span][order]
