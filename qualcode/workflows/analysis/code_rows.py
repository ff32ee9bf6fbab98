"""The codes of a table and their order: branches, each code alone, or leaves; sorted within the tree."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import Codebook
from qualcode.text.decimals import is_number_with_share
from qualcode.workflows.analysis.analysis_parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from qualcode.tables import Study

OwnCodes = Annotated[bool, Parameter("Each code alone, without the codes under it.")]
Leaves = Annotated[bool, Parameter("Only codes that have no codes under them.")]
Sort = Annotated[str, Parameter("Column to sort by, greatest first; codes stay in their branches.", "COLUMN")]


def with_code_rows(study: "Study", *, own: bool, leaves: bool) -> "Study":
    """Return the study whose codes are each alone (`own`), or without those that have codes under them.

    A code without codes under it has the same figures in every selection. UsageError for both.
    """
    if own and leaves:
        raise UsageError("--own and --leaves exclude each other.", "Use one of them.")
    if not own and not leaves:
        return study
    flat = tuple(replace(code, children=()) for code, _ in study.codebook.walk())
    alone = replace(study, codebook=replace(study.codebook, codes=flat))
    if own:
        return alone
    return alone.with_codes(set(study.keys) - branch_keys(study.codebook))


def branch_keys(codebook: Codebook) -> set[str]:
    """Return the codes that have codes under them, which tables of leaves omit."""
    return {str(code.key) for code, _ in codebook.walk() if code.children}


def code_columns(study: "Study", names: "Iterable[str]") -> dict[str, str]:
    """Return columns that are named after codes, with their labels; `roles 2` is the code `roles`, too."""
    titles = {str(code.key): code.title for code, _ in study.codebook.walk()}
    return {name: titles.get(name.partition(" ")[0], name) for name in map(str, names)}


def own_cells(study: "Study", cells: "Callable[[Study], pd.DataFrame]") -> "pd.DataFrame | None":
    """Return the table of each code alone; None if no code that has codes under it is used itself."""
    branches = branch_keys(study.codebook)
    if not any(study.keys[code] in branches for code in set(study.code.tolist())):
        return None
    return cells(with_code_rows(study, own=True, leaves=False))


def sorted_rows(
    table: "pd.DataFrame", column: str, codebook: Codebook, *, has_totals: bool = False
) -> "pd.DataFrame":
    """Return the table with the greatest values of the column first; text is sorted by alphabet.

    Codes stay under the codes above them that have a row: those under one code are sorted among themselves.
    Equal ones stay in their order, and so does the last row if it has totals. Cells such as `12 (8.3)` are
    sorted by the number. NotFoundError for an unknown column.
    """
    from qualcode.tables import value_position

    names = [str(name) for name in table.columns]
    position_of_column = value_position(names, column)
    if position_of_column is None:
        raise NotFoundError.among("column", column, names, f"Columns: {', '.join(names)}.")
    values = table.iloc[:, position_of_column]
    if all(isinstance(value, str) and is_number_with_share(value) for value in values.tolist()):
        values = values.map(lambda text: float(text.partition(" ")[0].replace(",", "")))
    is_number = all(isinstance(value, int | float) for value in values.dropna().tolist())
    ranks = values.rank(method="dense", ascending=not is_number, na_option="bottom").tolist()
    first = [str(value) for value in table.iloc[:, 0]]
    is_tree = names[0] == "code" and len(set(first)) == len(first)
    row_of = {key: row for row, key in enumerate(first)} if is_tree else {}
    ancestors = {str(code.key): [str(above.key) for above in over] for code, over in codebook.walk()}

    def position(row: int) -> tuple[bool, list[tuple[float, int]]]:
        above = [row_of[key] for key in ancestors.get(first[row], []) if key in row_of]
        return has_totals and row == len(first) - 1, [(ranks[at], at) for at in (*above, row)]

    return table.iloc[sorted(range(len(first)), key=position)].reset_index(drop=True)


def numbers_with_percentages(counts: "pd.DataFrame", shares: "pd.DataFrame") -> "pd.DataFrame":
    """Return cells such as `12 (8.3)`: a number of the first table, its share in the second in percent."""
    from qualcode.text.decimals import percent_text

    joined = counts.copy()
    for position in range(1, counts.shape[1]):
        pairs = zip(counts.iloc[:, position].tolist(), shares.iloc[:, position].tolist(), strict=True)
        texts = [f"{count:,} ({percent_text(part)})" for count, part in pairs]
        joined.isetitem(position, texts)
    return joined
