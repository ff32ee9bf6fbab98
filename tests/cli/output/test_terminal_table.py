"""A reader's table: codes indented by the tree, a number and its share in one column."""

import pandas as pd

from qualcode.cli.output.terminal_table import terminal_table
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
    assert terminal_table(table, CODEBOOK)["code"].tolist() == ["roles", "  arrest", "harms", "total"]


def test_a_number_is_shown_with_its_share_and_never_with_0_percent_of_something() -> None:
    table = pd.DataFrame({"codings": [1200, 1], "share_of_codings": [0.5, 5 / 80_000], "sources": [2, 1]})
    assert terminal_table(table).to_dict("list") == {
        "codings (%)": ["1,200 (50.0)", "1 (0.0063)"],
        "sources": [2, 1],
    }
