"""The framework matrix has the analyst's summaries with the quotes of each cell."""

import pytest

from qualcode.errors import NotFoundError
from qualcode.tables import framework, framework_matrix
from tests.support import plain_figures
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES

STUDY = plain_figures.study(SOURCES, CODEBOOK, CASES)
SUMMARIES = {("Alex", "roles"): "Says arrests go round in circles.", ("Kim", "roles"): "Nothing on roles."}


def test_each_case_and_theme_has_its_summary_and_its_quotes_with_their_locators() -> None:
    table = framework(STUDY, SUMMARIES).set_index(["case", "theme"])
    assert table["summary"].to_dict()["Alex", "roles"] == "Says arrests go round in circles."
    assert table["quotes"].to_dict()["Alex", "roles"].splitlines() == [
        "“took out a line” (one, turn 2, 00:00:30)",
        "“a line” (one, turn 2, 00:00:30)",
        "“We arrest them again, don't we?” (one, turn 4, 00:01:30)",
    ]
    for index, count in table["codings"].items():
        case, theme = map(str, index) if isinstance(index, tuple) else ("", "")
        key = "gone" if theme.startswith("(") else theme
        own = [
            p
            for p in plain_figures.turn_spans(SOURCES)
            if case in (plain_figures.cases_of(p, CASES) or {"(none)"})
        ]
        assert count == plain_figures.figures(filter(plain_figures.under(CODEBOOK, key), own))["codings"]


def test_the_matrix_has_a_row_for_each_case_and_a_column_for_each_theme() -> None:
    wide = framework_matrix(framework(STUDY, SUMMARIES, quotes=1))
    assert wide.columns.tolist() == ["case", "roles", "harms", "unused", "(not in the codebook)"]
    assert wide["case"].tolist() == ["Alex", "Sam", "Kim", "(none)"]
    assert wide["roles"].tolist()[:3] == [
        "Says arrests go round in circles.\n\n“took out a line” (one, turn 2, 00:00:30)",
        "",
        "Nothing on roles.",
    ]


def test_codes_can_be_the_columns_and_sources_the_rows_where_there_are_no_cases() -> None:
    table = framework(plain_figures.study(SOURCES, CODEBOOK), of="code")
    assert table.columns.tolist()[:2] == ["source", "code"]
    assert set(table["code"]) == {*CODEBOOK.keys, "gone"}
    with pytest.raises(NotFoundError, match="Did you mean 'theme'"):
        framework(STUDY, of="themes")
