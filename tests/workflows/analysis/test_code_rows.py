"""Branches, codes alone, leaves, and rows that are sorted within the tree."""

import pytest

from qualcode.errors import NotFoundError, UsageError
from qualcode.workflows.analysis.analyses.crosstab_analysis import crosstab
from qualcode.workflows.analysis.analyses.matrix_analysis import matrix
from tests.support import plain_figures
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES

STUDY = plain_figures.study(SOURCES, CODEBOOK, CASES)
SPANS = list(plain_figures.turn_spans(SOURCES))
BRANCHES = ("roles", "pursue", "harms")


def codings_of(keys: set[str]) -> int:
    return len({span.coding.id for span in SPANS if span.coding.code in keys})


def totals(*, own: bool = False, leaves: bool = False, all_codes: bool = False) -> dict[str, int]:
    table = crosstab(STUDY, "code", "kind", own=own, leaves=leaves, all_codes=all_codes).table
    return dict(zip(table["code"], table["total"], strict=True))


def test_a_row_is_a_branch_a_code_alone_or_a_leaf() -> None:
    alone = {key: codings_of({key}) for key in (*CODEBOOK.keys, "gone") if codings_of({key})}
    assert totals(own=True) == {**alone, "total": sum(alone.values())}
    leaves = {key: number for key, number in alone.items() if key not in BRANCHES}
    assert totals(leaves=True) == {**leaves, "total": sum(leaves.values())}
    assert totals()["roles"] == codings_of({"roles", "pursue", "arrest", "protect"})
    assert totals(leaves=True, all_codes=True).keys() == {*leaves, "unused", "total"}
    with pytest.raises(UsageError, match="exclude each other"):
        totals(own=True, leaves=True)


def test_the_columns_of_a_matrix_are_selected_likewise() -> None:
    table = matrix(STUDY, by="source", leaves=True).table
    assert not set(BRANCHES) & set(table.columns)
    own = matrix(STUDY, by="source", own=True).table
    assert own["roles"].sum() == len(
        {(span.source, span.coding.id) for span in SPANS if span.coding.code == "roles"}
    )


def test_sorted_codes_stay_in_their_branches_and_the_total_stays_last() -> None:
    table = crosstab(STUDY, "code", "kind", sort="total").table
    codes = table["code"].tolist()
    assert codes[-1] == "total"
    number = dict(zip(codes, table["total"], strict=True))
    themes = [code for code in codes if code in ("roles", "harms", "gone")]
    assert [number[theme] for theme in themes] == sorted((number[theme] for theme in themes), reverse=True)
    roles = codes[codes.index("roles") : codes.index("roles") + 4]
    assert set(roles) == {"roles", "pursue", "arrest", "protect"}
    with pytest.raises(NotFoundError, match="Columns: code"):
        crosstab(STUDY, "code", "kind", sort="size")


def test_leaves_are_sorted_by_the_number_alone_and_equal_ones_as_in_the_tree() -> None:
    for column in ("interview", "total"):
        table = crosstab(STUDY, "code", "kind", leaves=True, sort=column).table[:-1]
        unsorted = crosstab(STUDY, "code", "kind", leaves=True).table["code"].tolist()
        pairs = [
            (-number, unsorted.index(code)) for code, number in zip(table["code"], table[column], strict=True)
        ]
        assert pairs == sorted(pairs)
        assert len({number for number, _ in pairs}) < len(pairs)


def test_numbers_with_shares_are_sorted_by_the_number() -> None:
    for column in ("interview", "total"):
        counts = crosstab(STUDY, "code", "kind", sort=column).table
        numbers = counts[column].tolist()
        assert max(numbers) >= 10 > min(numbers)  # else the alphabet would give the same order
        shares = crosstab(STUDY, "code", "kind", sort=column, show="n_row").table
        assert shares["code"].tolist() == counts["code"].tolist()


def test_a_number_has_its_share_of_the_row_behind_it() -> None:
    table = crosstab(STUDY, "code", "kind", show="n_row").table.set_index("code")
    counts = crosstab(STUDY, "code", "kind").table.set_index("code")
    row = counts.loc["roles"]
    percent = 100 * row["interview"] / row["total"]
    assert table.loc["roles", "interview"] == f"{row['interview']} ({percent:.1f})"
    assert table.loc["roles", "total"] == f"{row['total']} (100.0)"
