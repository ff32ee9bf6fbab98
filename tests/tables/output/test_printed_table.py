"""A reader's table: codes indented by the tree, own codings under branches, shares behind their numbers."""

import pandas as pd

from qualcode.tables import printed_table
from tests.support import marked_text

CODEBOOK = marked_text.codebook(
    """
    roles
      pursue
        arrest
    harms
    """
)


def test_a_table_of_codes_is_indented_by_the_codes_above_that_it_has() -> None:
    table = pd.DataFrame({"code": ["roles", "arrest", "harms", "total"], "n": [2, 1, 1, 3]})
    assert printed_table(table, CODEBOOK)["code"].tolist() == ["roles", "  arrest", "harms", "total"]


def test_a_number_is_shown_with_its_share_and_never_with_0_percent_of_something() -> None:
    table = pd.DataFrame({"codings": [1200, 1], "share_of_codings": [0.5, 5 / 80_000], "sources": [2, 1]})
    assert printed_table(table).to_dict("list") == {
        "codings (%)": ["1,200 (50.0)", "1 (0.0063)"],
        "sources": [2, 1],
    }


def test_a_share_that_nothing_has_is_left_out() -> None:
    table = pd.DataFrame({"cases": [0, 0], "share_of_cases": [float("nan")] * 2})
    assert printed_table(table).to_dict("list") == {"cases": [0, 0]}


def test_the_codings_of_a_branch_itself_have_a_row_under_its_total() -> None:
    table = pd.DataFrame({"code": ["roles", "pursue", "harms", "total"], "n": [5, 2, 1, 6]})
    own = pd.DataFrame({"code": ["roles", "pursue", "harms", "total"], "n": [3, 2, 1, 6]})
    printed = printed_table(table, CODEBOOK, own)
    assert list(printed.itertuples(index=False, name=None)) == [
        ("roles", 5), ("  roles (own)", 3), ("  pursue", 2), ("harms", 1), ("total", 6),
    ]  # fmt: skip


def test_a_branch_that_is_not_coded_itself_and_one_without_rows_under_it_have_no_further_row() -> None:
    table = pd.DataFrame({"code": ["roles", "pursue", "total"], "n": [2, 2, 2]})
    own = pd.DataFrame({"code": ["pursue", "total"], "n": [2, 2]})
    assert printed_table(table, CODEBOOK, own)["code"].tolist() == ["roles", "  pursue", "total"]
    lone = pd.DataFrame({"code": ["roles", "total"], "n": [2, 2]})
    assert printed_table(lone, CODEBOOK, lone)["code"].tolist() == ["roles", "total"]


def test_the_codings_of_a_branch_itself_have_a_column_after_its_total() -> None:
    table = pd.DataFrame({"case": ["A", "B"], "roles": [5, 0], "pursue": [2, 0], "harms": [1, 1]})
    own = pd.DataFrame({"case": ["B", "A"], "roles": [0, 3], "pursue": [0, 2], "harms": [1, 1]})
    printed = printed_table(table, CODEBOOK, own)
    assert printed.columns.tolist() == ["case", "roles", "roles (own)", "pursue", "harms"]
    assert printed["roles (own)"].tolist() == [3, 0]


def test_an_attribute_with_the_name_of_a_branch_gets_no_further_column() -> None:
    table = pd.DataFrame({"case": ["A"], "roles": [7], "roles 2": [5], "pursue": [2]})
    assert printed_table(table, CODEBOOK, table).columns.tolist() == table.columns.tolist()
