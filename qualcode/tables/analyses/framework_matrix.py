"""The framework matrix: cases by themes, each cell what the analyst sums up, beside the quotes it rests on.

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
    """Return a row for each case and theme (or code): the summary, the codings, and the first quotes.

    `summaries` has the analyst's text by case and theme. Quotes stand in the order of the text, each with its
    source, turn, time and page; words with several codes of the theme stand there once. A study without
    cases is taken by source. Needs the column `quote`.
    """
    if of not in ("theme", "code"):
        raise NotFoundError.among("kind of column", of, ("theme", "code"))
    study = study.within(scope or Scope())
    by = "source" if by == "case" and not study.cases else by
    units, themes = dimension(study, by), dimension(study, of)
    found = _quotes(study, by, of)
    written = summaries or {}
    rows = [
        {
            by: unit,
            of: theme,
            "summary": written.get((unit, theme), ""),
            "codings": len(found.get((unit, theme), ())),
            "quotes": "\n".join(list(dict.fromkeys(found.get((unit, theme), ())))[:quotes]),
        }
        for unit in units.labels
        for theme in themes.labels
    ]
    return pd.DataFrame(rows, columns=[by, of, "summary", "codings", "quotes"])


def framework_matrix(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `framework` as a matrix with a row for each case: summaries, then quotes."""
    by, of = (str(name) for name in table.columns[:2])
    rows, columns = (list(dict.fromkeys(table[name])) for name in (by, of))
    texts = ["\n\n".join(filter(None, both)) for both in zip(table["summary"], table["quotes"], strict=True)]
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
    found: dict[tuple[str, str], dict[int, str]] = {}
    for at in order.tolist():
        cell = found.setdefault((units.labels[unit[at]], themes.labels[theme[at]]), {})
        turn = study.turns.turns[study.spans.turn[span[at]]]
        place = turn_locator(study.sources[study.source[coding[at]]].name, turn)
        cell.setdefault(int(coding[at]), f"“{texts[coding[at]]}” ({place})")
    return {cell: list(quotes.values()) for cell, quotes in found.items()}


def turn_locator(source: str, turn: Turn) -> str:
    """Return where a quote stands, as a reader finds it: source, turn, time and page."""
    parts = [
        source,
        f"turn {turn.number}" if turn.number else "",
        format_time_code(turn.begins),
        f"p. {turn.page}" if turn.page is not None else "",
    ]
    return ", ".join(part for part in parts if part)
