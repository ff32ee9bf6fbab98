"""Numbers and dates of a column are read in one way for all of its cells, or kept as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.workflows.cases.column_values import read_column


@pytest.mark.parametrize(
    ("cells", "values", "message"),
    [
        (["1,5", "2"], {"1,5": "1.5", "2": "2"}, "decimal commas"),
        (["1.234,5"], {"1.234,5": "1234.5"}, "decimal commas"),
        (["-0,25", ""], {"-0,25": "-0.25"}, "decimal commas"),
        (["1,234", "5,678"], {}, "kept as text"),
        (["1.5", "2"], {}, ""),
        (["1,5", "many"], {}, ""),
        (["3.4.2025", "05.04.2025"], {"3.4.2025": "2025-04-03", "05.04.2025": "2025-04-05"}, "day, month"),
        (["13/4/2025", "5/4/2025"], {"13/4/2025": "2025-04-13", "5/4/2025": "2025-04-05"}, "day, month"),
        (["4/13/2025"], {"4/13/2025": "2025-04-13"}, "month, day"),
        (["4/5/2025"], {}, "kept as text"),
        (["4/4/2025"], {"4/4/2025": "2025-04-04"}, "day, month"),
        (["31.2.2025"], {}, "kept as text"),
        (["2025-03-01 00:00:00"], {"2025-03-01 00:00:00": "2025-03-01"}, ""),
        (["2025-03-01"], {}, ""),
        ([""], {}, ""),
    ],
)
def test_columns_are_read_whole(cells: list[str], values: dict[str, str], message: str) -> None:
    column = read_column("x", cells)
    assert column.value_of == values
    assert message in column.message
    assert bool(message) == bool(column.message)


@given(st.lists(st.decimals(-9999, 9999, places=2), min_size=1, max_size=6))
def test_decimal_commas_are_the_numbers_that_they_show(numbers: list[object]) -> None:
    cells = [str(number).replace(".", ",") for number in numbers]
    values = read_column("x", cells).value_of
    assert [values[cell] for cell in cells] == [str(number) for number in numbers]
