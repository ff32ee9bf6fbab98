"""Tables for readers, on the terminal and in documents.

Codes are indented by the tree, with the codings of a branch's own code apart from the total of the branch; a
number and its share are one column. Tables for other programs stay as they are.
"""

from collections.abc import Collection, Sequence
from math import isnan

import pandas as pd

from qualcode.model import Codebook
from qualcode.tables.frames import distinct_names
from qualcode.text.decimals import percent_text

_SHARES = {
    "codings": "share_of_codings",
    "sources": "share_of_sources",
    "cases": "share_of_cases",
    "words": "share",
}
"""Number → its share, which is printed behind it: `12 (8.3)`."""
OWN = "(own)"
"""The mark of a row or column with the codings of a code itself, under the total of its branch."""


def printed_table(
    table: pd.DataFrame,
    codebook: Codebook | None = None,
    own: pd.DataFrame | None = None,
    *,
    indent: str = "  ",
    value_columns: Collection[str] = (),
) -> pd.DataFrame:
    """Return the table for a reader; `own` is the same table with each code alone.

    The depth of a code is that of the column `depth`, which is left out with the theme; in a table without it
    whose first column is `code`, that in the codebook. Rows in another order than that of the tree are not
    indented, and keep their theme. `value_columns` are named after values of the data,
    and are never taken for columns of the program with the same name.
    """
    own_columns = {str(name) for name in table.columns} - {*value_columns}
    tree = () if codebook is None else codebook.walk()
    ancestors = {str(code.key): [str(above.key) for above in over] for code, over in tree}
    if {"code", "depth", "theme"} <= own_columns:
        if _is_in_tree_order(table["code"].tolist(), ancestors):
            table = table.assign(code=_indented(table["code"].tolist(), table["depth"].tolist(), indent))
            table = table.drop(columns=["theme"])
        table = table.drop(columns=["depth"])
    elif table.shape[1]:
        if table.columns[0] == "code" and "code" in own_columns and table["code"].is_unique:
            table = _with_own_rows(table, own, ancestors, indent)
        elif own is not None:
            table = _with_own_columns(table, own, ancestors)
    return _with_intervals(_with_percentages(table, own_columns), own_columns)


def _indented(keys: Sequence[str], depths: Sequence[int], indent: str) -> list[str]:
    return [indent * depth + key for depth, key in zip(depths, keys, strict=True)]


def _is_in_tree_order(keys: Sequence[str], ancestors: dict[str, list[str]]) -> bool:
    """Return whether each code follows the codes above it that the table has, and what is under them."""
    shown, path = set(keys), list[str]()
    for key in keys:
        above = [name for name in ancestors.get(key, ()) if name in shown]
        if path[: len(above)] != above:
            return False
        path = [*above, key]
    return True


def _with_own_rows(
    table: pd.DataFrame, own: pd.DataFrame | None, ancestors: dict[str, list[str]], indent: str
) -> pd.DataFrame:
    """Return the table with indented codes, and under each branch the row of its own code."""
    keys = [str(key) for key in table["code"]]
    if not _is_in_tree_order(keys, ancestors):
        return table
    depths = [sum(key in keys for key in ancestors.get(name, ())) for name in keys]
    codes = _indented(keys, depths, indent)
    branches = {above for key in keys for above in ancestors.get(key, ())}
    own_rows = {} if own is None else {str(row[0]): row for row in own.itertuples(index=False, name=None)}
    aligned = own is not None and list(own.columns) == list(table.columns)
    rows: list[tuple[object, ...]] = []
    for key, code, depth, row in zip(
        keys, codes, depths, table.itertuples(index=False, name=None), strict=True
    ):
        rows.append((code, *row[1:]))
        if aligned and key in branches and key in own_rows:
            rows.append((f"{indent * (depth + 1)}{key} {OWN}", *own_rows[key][1:]))
    if len(rows) == len(table):
        return table.assign(code=codes)
    return pd.DataFrame(rows, columns=table.columns)


def _with_own_columns(
    table: pd.DataFrame, own: pd.DataFrame, ancestors: dict[str, list[str]]
) -> pd.DataFrame:
    """Return the table with a column of its own code after the column of each branch."""
    names = [str(name) for name in table.columns]
    branches = {above for key in names for above in ancestors.get(key, ()) if f"{above} 2" not in names}
    units, own_units = table.iloc[:, 0].tolist(), own.iloc[:, 0].tolist()
    if set(units) != set(own_units) or len(set(units)) < len(units):
        return table
    own = own.iloc[[own_units.index(unit) for unit in units]].reset_index(drop=True)
    columns: list[tuple[str, pd.Series]] = []
    for position, name in enumerate(names):
        columns.append((name, table.iloc[:, position]))
        if position and name in branches and name in own:
            columns.append((f"{name} {OWN}", own[name]))
    headings = distinct_names(name for name, _ in columns)
    return pd.DataFrame(dict(zip(headings, (column for _, column in columns), strict=True)))


def _with_percentages(table: pd.DataFrame, own_columns: Collection[str]) -> pd.DataFrame:
    for number, share in _SHARES.items():
        if number not in own_columns or share not in own_columns:
            continue
        if table[share].notna().any():
            joined = [
                f"{count:,} ({percent_text(part)})"
                for count, part in zip(table[number].tolist(), table[share].tolist(), strict=True)
            ]
            table = table.assign(**{number: joined}).rename(columns={number: f"{number} (%)"})
        table = table.drop(columns=[share])
    return table


def _with_intervals(table: pd.DataFrame, own_columns: Collection[str]) -> pd.DataFrame:
    """Return the table with a number and the ends of its interval in one column: `0.55 [0.42, 0.68]`."""
    names = [str(name) for name in table.columns if name in own_columns]
    for name in [name for name in names if {f"{name}_low", f"{name}_high"} <= {*names}]:
        ends = [table[f"{name}{end}"].astype("float64").tolist() for end in ("", "_low", "_high")]
        joined = [_with_ends(*values) for values in zip(*ends, strict=True)]
        table = table.assign(**{name: joined}).drop(columns=[f"{name}_low", f"{name}_high"])
    return table


def _with_ends(value: float, low: float, high: float) -> str:
    if isnan(value):
        return ""
    interval = "" if isnan(low) else f" [{low:.2f}, {high:.2f}]"
    return f"{value:.2f}{interval}".replace("-0.00", "0.00")
