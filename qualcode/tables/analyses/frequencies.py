"""Frequencies of codes, in the whole study or by source, case, speaker, coder or attribute.

The figures of a code include the codes under it, and each distinct item is counted once: the figure of a
theme can be less than the sum of its codes.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.model import CodeKey
from qualcode.tables.arrays.cell_measures import (
    MEASURES,
    cases_in_scope,
    check_measure,
    cross_totals,
    share,
    share_or_nan,
    sources_in_scope,
    totals,
)
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import VANISHED, Dimension, dimension, own_label, theme_name
from qualcode.tables.arrays.sparse_relations import Floats, Ints
from qualcode.tables.frames import distinct_names


def frequencies(
    study: Study,
    *,
    by: str = "code",
    of: str | None = None,
    all_codes: bool = False,
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return one row for each code in the order of the codebook, or for each theme with `by="theme"`.

    By code or theme, the columns are all measures, or only `of`; `direct_codings` leaves out the codes below,
    codings, sources and cases also have their shares of all in scope, codings their rate per 1,000 words. By
    another dimension, the columns are its labels, the cells have the measure `of` (default: codings), and
    `total` counts each distinct item once. Rows without codings are left out unless `all_codes`.
    """
    if of is not None:
        check_measure(of)
    study = study.within(scope or Scope())
    rows = dimension(study, "theme" if by == "theme" else "code")
    names = _theme_columns(study, rows) if by == "theme" else code_columns(study)
    if by in ("code", "theme"):
        figures = _measures(study, rows, [of] if of else MEASURES, own=by == "code")
        figures = figures if of else _with_shares(study, figures)
    else:
        figures = _cross_columns(study, rows, dimension(study, by), of or "codings", tuple(names))
    shown = slice(None) if all_codes else totals(study, "codings", rows) > 0
    return pd.DataFrame({**names, **figures})[shown].reset_index(drop=True)


def code_columns(study: Study) -> dict[str, Sequence[str] | Sequence[int]]:
    """Return key, label, theme and depth in the tree (from 0) of each code of the study, as columns."""
    codebook = study.codebook
    return {
        "code": study.keys,
        "label": tuple(code_title(study, key) for key in study.keys),
        "theme": tuple(theme_name(study, key) for key in study.keys),
        "depth": tuple(len(codebook.ancestors(key)) if key in codebook else 0 for key in study.keys),
    }


def code_title(study: Study, key: CodeKey) -> str:
    """Return the label of the code, or its key if it has no label or is not in the codebook."""
    return study.codebook.code(key).title if key in study.codebook else key


def _theme_columns(study: Study, themes: Dimension) -> dict[str, Sequence[str]]:
    labels = [code.title for code in study.codebook.codes]
    return {"theme": themes.labels, "label": [*labels, VANISHED][: len(themes.labels)]}


def _measures(
    study: Study, rows: Dimension, measures: Sequence[str], *, own: bool
) -> dict[str, Ints | Floats]:
    figures: dict[str, Ints | Floats] = {}
    for measure in measures:
        figures[measure] = totals(study, measure, rows)
        if measure == "codings" and own:
            codings = study.spans.codings
            figures["direct_codings"] = np.bincount(study.code[codings], minlength=len(rows.labels))
    return figures


def _with_shares(study: Study, figures: dict[str, Ints | Floats]) -> dict[str, Ints | Floats]:
    """Return the figures with the shares of codings and sources after them, and the rate of codings."""
    words = int(study.coded_turn_words.sum())
    counted = {
        "codings": len(study.spans.codings),
        "sources": sources_in_scope(study),
        "cases": cases_in_scope(study),
    }
    complete: dict[str, Ints | Floats] = {}
    for name, values in figures.items():
        complete[name] = values
        if name in counted:
            part = share_or_nan if name == "cases" else share
            complete[f"share_of_{name}"] = part(values, np.full(len(values), counted[name]))
    rates = 1000 * share(figures["codings"], np.full(len(figures["codings"]), words))
    return {**complete, "per_1000": rates}


def _cross_columns(
    study: Study, rows: Dimension, columns: Dimension, of: str, taken: Sequence[str]
) -> dict[str, Ints | Floats]:
    cells = cross_totals(study, of, rows, columns)
    total = own_label("total", (*columns.labels, *taken))
    names = distinct_names(columns.labels, (*taken, total))
    return {**dict(zip(names, cells.T, strict=True)), total: totals(study, of, rows)}
