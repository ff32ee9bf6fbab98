"""The framework matrix: cases by themes, each cell with the analyst's summary and its quotes.

Ritchie J, Spencer L (1994) Qualitative data analysis for applied policy research. In: Bryman A, Burgess R,
Analyzing Qualitative Data. Routledge.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError
from qualcode.model import Turn
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import dimension
from qualcode.tables.arrays.sparse_relations import join_members
from qualcode.tables.frames import distinct_names
from qualcode.text.time_codes import format_time_code


def framework(
    study: Study,
    summaries: Mapping[tuple[str, str], str] | None = None,
    *,
    by: str = "case",
    of: str = "theme",
    quotes: int = 3,
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return a row for each case and theme (or code): summary, number of codings, and the first quotes.

    `summaries` has the analyst's texts by case and theme. Quotes are in the order of the text, each with its
    source, turn, time and page; a span with several codes of the theme is quoted once. In a study without
    cases, the rows are sources. Needs the column `quote` of the codings.
    """
    if of not in ("theme", "code"):
        raise NotFoundError.among("column", of, ("theme", "code"))
    study = study.within(scope or Scope())
    by = "source" if by == "case" and not study.cases else by
    units, themes = dimension(study, by), dimension(study, of)
    quotes_of_cells = _quotes(study, by, of)
    texts = summaries or {}
    rows = [
        {
            by: unit,
            of: theme,
            "summary": texts.get((unit, theme), ""),
            "codings": len(quotes_of_cells.get((unit, theme), ())),
            "quotes": "\n".join(list(dict.fromkeys(quotes_of_cells.get((unit, theme), ())))[:quotes]),
        }
        for unit in units.labels
        for theme in themes.labels
    ]
    return pd.DataFrame(rows, columns=[by, of, "summary", "codings", "quotes"])


def framework_matrix(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `framework` as a matrix, a row for each case, each cell with summary and quotes."""
    by, of = (str(name) for name in table.columns[:2])
    rows, columns = (list(dict.fromkeys(table[name])) for name in (by, of))
    texts = ["\n\n".join(filter(None, cell)) for cell in zip(table["summary"], table["quotes"], strict=True)]
    cells = np.array(texts, dtype=object).reshape(len(rows), len(columns))
    return pd.DataFrame({by: rows, **dict(zip(distinct_names(columns, (by,)), cells.T, strict=True))})


def _quotes(study: Study, by: str, of: str) -> dict[tuple[str, str], list[str]]:
    units, themes = dimension(study, by), dimension(study, of)
    position, unit = join_members(themes.span, units.span, units.label)
    span, theme = themes.span[position], themes.label[position]
    coding = study.spans.coding[span]
    start = study.codings["start"].to_numpy(dtype=np.int64)[coding]
    order = np.lexsort((coding, start, study.source[coding]))
    texts = study.codings["quote"].to_numpy(dtype=object)
    quotes_by_coding: dict[tuple[str, str], dict[int, str]] = {}
    for index in order.tolist():
        cell = quotes_by_coding.setdefault((units.labels[unit[index]], themes.labels[theme[index]]), {})
        turn = study.turns.turns[study.spans.turn[span[index]]]
        locator = turn_locator(study.sources[study.source[coding[index]]].name, turn)
        cell.setdefault(int(coding[index]), f"“{texts[coding[index]]}” ({locator})")
    return {cell: list(quotes.values()) for cell, quotes in quotes_by_coding.items()}


def turn_locator(source: str, turn: Turn) -> str:
    """Return the locator of a quote: source, turn, time and page."""
    parts = [
        source,
        f"turn {turn.number}" if turn.number else "",
        format_time_code(turn.begins),
        f"p. {turn.page}" if turn.page is not None else "",
    ]
    return ", ".join(part for part in parts if part)
