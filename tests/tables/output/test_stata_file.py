"""Stata files: pandas reads back every value, under legal names whose labels are the columns' names."""

import re
from io import BytesIO

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.tables import file_bytes
from qualcode.tables.output.stata_file import stata_names

_LEGAL = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}")
COLUMNS = [
    "harms/health",
    "harms_health",
    "2nd visit",
    "Ärger",
    "if",
    "codings local",
    "x" * 40,
    "x" * 41,
    "—",
]


def test_names_follow_the_rule() -> None:
    assert stata_names(COLUMNS) == [
        "harms_health", "harms_health_2", "_2nd_visit", "Arger", "_if", "codings_local", "x" * 32,
        "x" * 30 + "_2", "v_",
    ]  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.text(max_size=40), max_size=6))
def test_names_are_legal_and_distinct(columns: list[str]) -> None:
    names = stata_names(columns)
    assert all(_LEGAL.fullmatch(name) for name in names)
    assert len({name.casefold() for name in names}) == len(columns)


def test_pandas_reads_every_value_back_with_labels() -> None:
    table = pd.DataFrame(
        {
            "case": ["P1", "Ørsted 🚓", "x" * 3000],
            "years of service": pd.array([3, None, 5], dtype="Int64"),
            "share": [0.1 + 0.2, float("nan"), 1.0],
            "harms": [0, 1, 2],
            "large": [2**40, 1, 0],
            "starred": [True, False, True],
        }
    )
    content = file_bytes({"matrix": table}, "dta", labels={"harms": "Harms and costs"})
    with pd.read_stata(BytesIO(content), iterator=True) as reader:
        labels = reader.variable_labels()
    back = pd.read_stata(BytesIO(content))
    assert labels == {
        "_case": "case", "years_of_service": "years of service", "share": "share",
        "harms": "Harms and costs", "large": "large", "starred": "starred",
    }  # fmt: skip
    assert back["_case"].tolist() == table["case"].tolist()
    assert back["years_of_service"].tolist()[::2] == [3, 5]
    assert back["years_of_service"].isna().tolist() == [False, True, False]
    assert back["share"].tolist()[::2] == [0.1 + 0.2, 1.0]
    assert back["large"].tolist() == [2**40, 1, 0]
    assert back["starred"].tolist() == [1, 0, 1]


def test_a_table_without_rows_keeps_its_variables() -> None:
    empty = pd.DataFrame({"case": pd.Series(dtype=object), "n": pd.Series(dtype="int64")})
    assert pd.read_stata(BytesIO(file_bytes({"t": empty}, "dta"))).columns.tolist() == ["_case", "n"]
