"""Tables for a reader of the terminal: codes indented by the tree, a number and its share in one column."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.text.decimals import percent_text

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.model import Codebook

_SHARES = {"codings": "share_of_codings", "sources": "share_of_sources", "words": "share"}
"""Number → its share, which is shown behind it: `12 (8.3)`."""


def terminal_table(table: "pd.DataFrame", codebook: "Codebook | None" = None) -> "pd.DataFrame":
    """Return the table for a reader, with codes indented by their depth in the tree.

    The depth is that of the column `depth`, which is left out with the theme; in a table without it whose
    first column is `code`, that in the codebook.
    """
    if "depth" in table:
        codes = _indented(table["code"].tolist(), table["depth"].tolist())
        table = table.assign(code=codes).drop(columns=["depth", "theme"])
    elif codebook is not None and table.shape[1] and table.columns[0] == "code" and table["code"].is_unique:
        keys = [str(key) for key in table["code"]]
        ancestors = {str(code.key): [str(above.key) for above in over] for code, over in codebook.walk()}
        depths = [sum(key in keys for key in ancestors.get(name, ())) for name in keys]
        table = table.assign(code=_indented(keys, depths))
    return _with_percentages(table)


def _indented(keys: Sequence[str], depths: Sequence[int]) -> list[str]:
    return ["  " * depth + key for depth, key in zip(depths, keys, strict=True)]


def _with_percentages(table: "pd.DataFrame") -> "pd.DataFrame":
    for number, share in _SHARES.items():
        if number in table and share in table:
            joined = [
                f"{count:,} ({percent_text(part)})"
                for count, part in zip(table[number].tolist(), table[share].tolist(), strict=True)
            ]
            table = table.assign(**{number: joined}).drop(columns=[share])
            table = table.rename(columns={number: f"{number} (%)"})
    return table
