"""The columns of the tables that Python users get, with a dtype that does not depend on the data.

`object` is text (Python strings), `None` where it is missing; `Int64` a whole number that may be missing;
`int64` a count or an offset; `float64` a share, score or interval, NaN where it is not defined. Columns named
after values of the data (attributes of cases, coders, values of a dimension) are not listed: whole numbers
are int64, Int64 where one is missing, numbers with decimals float64, everything else object.
"""

from collections.abc import Mapping

import pandas as pd

_TEXT, _WHOLE, _COUNT, _NUMBER, _FLAG = "object", "Int64", "int64", "float64", "bool"


def _columns(**names: str) -> Mapping[str, str]:
    """Return the dtype of each column from the names of the columns of each dtype."""
    dtypes = {"text": _TEXT, "whole": _WHOLE, "count": _COUNT, "number": _NUMBER, "flag": _FLAG}
    return {name: dtypes[kind] for kind, listed in names.items() for name in listed.split()}


_LOCATORS = "source kind case speaker role time heading"
_CODE = "code label theme"

COLUMN_TYPES: Mapping[str, Mapping[str, str]] = {
    "codings": _columns(
        text=f"coding_id {_LOCATORS} quote context_before context_after {_CODE} coder made_at origin "
        "suggester memo",
        whole="turn page",
        count="start end codebook_version",
        number="score",
        flag="starred",
    ),
    "segments": _columns(
        text=f"{_LOCATORS} codes text", whole="turn page", count="start end words coded_words codings"
    ),
    "sources": _columns(
        text="source kind duration state file_name sha256",
        count="cases turns speakers words countable_words codings interviewer codes coders coded_words",
        number="coded_share",
    ),
    "speakers": _columns(text="source speaker role", count="turns words"),
    "codebook": _columns(
        text=f"{_CODE} parent color brief definition when_to_use when_not_to_use examples",
        count="depth codings interviewer sources",
    ),
    "cases": _columns(text="case sources"),
    "memos": _columns(text="id about what memo coder made_at quote"),
    "suggestions": _columns(
        text="id source code suggester reason evidence quote", count="turn start end", number="score"
    ),
    "coders": _columns(text="coder last_act", count="codings interviewer decisions memos summaries acts"),
    "history": _columns(text="at coder verb what", whole="undone_by", count="act changes"),
    "frequencies": _columns(
        text=_CODE,
        count="depth codings direct_codings sources cases words",
        number="share share_of_codings share_of_sources share_of_cases per_1000",
    ),
    "crosstab": {},  # a column of row labels, and one for each value
    "cooccurrence": _columns(
        text="coder one other", count="one_codings other_codings together", number="jaccard"
    ),
    "cooccurrence square": {},
    "sequence": _columns(text="code followed_by", count="count", number="share expected"),
    "matrix": _columns(text="case source"),  # one of them, attributes, and a column for each code
    "compare": _columns(
        text=f"{_CODE} interval", count="depth", number="difference low high"
    ),  # further: two per group
    "saturation": _columns(
        text="source",
        count="number codes new_codes all_codes",
        number="new_information random_low random_median random_high",
    ),
    "agreement": _columns(text="code"),  # coefficients with intervals, and a number for each coder
    "agreement over time": _columns(
        text="round closed_at coders", count="codebook_version sources units"
    ),  # coefficients with intervals
    "rounds": _columns(
        text="round state sample finished drawn_by drawn_at closed_at note", count="codebook_version"
    ),
    "disagreements": _columns(text="kind code source quote who memos decision reason", count="start end"),
    "timeline": _columns(text="day", count="total so_far"),
    "coverage": _columns(text="source speaker", count="codings words coded_words", number="coded_share"),
    "barcode": _columns(text="source theme", number="begins ends"),
    "framework": _columns(text="case source theme summary quotes", count="codings"),
    "summaries": _columns(text="case theme summary coder made_at"),
    "proposals": _columns(text="source why code words", count="turn start end", number="chance"),
    "trial codes": _columns(
        text="code advice",
        count="coded precision_n precision_sources right recall_n recall_sources more",
        number="precision recall f1 average_precision",
    ),
    "trial overall": _columns(text="measure", count="n sources", number="value"),
    "trial curve": _columns(count="coded hit@3_n hit@3_sources", number="mean_average_precision hit@3"),
    "quotes": _columns(
        text="source kind speaker role time quote codes coders cases codings before after",
        whole="turn last_turn page",
        count="start end",
    ),
    "words": _columns(text="word most_in", count="count sources", number="per_1000 keyness"),
    "kwic": _columns(text="source speaker left words right", whole="turn", count="start end"),
    "similar": _columns(text="source codes words", count="turn start end", number="likeness"),
    "imported": _columns(
        text="source speakers duration left_out",
        whole="words_in_file words_kept words_left_out words_lost words_added",
        count="turns words warnings",
    ),
    "suggested": _columns(text="code trial", count="suggestions"),
}


def with_column_types(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the table with the dtypes of `COLUMN_TYPES`; other text columns become object."""
    listed = COLUMN_TYPES.get(name, {})
    dtypes = {column: listed[column] for column in table.columns if listed.get(column, _TEXT) != _TEXT}
    texts = {
        column: table[column].astype(object).where(table[column].notna(), None)
        for column in table.columns
        if listed.get(column) == _TEXT or isinstance(table[column].dtype, pd.StringDtype)
    }
    return table.astype(dtypes).assign(**texts)
