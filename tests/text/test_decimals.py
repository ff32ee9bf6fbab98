"""Numbers for readers: three decimals, more where the number would look like 0."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.decimals import decimal_text, percent_text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0.000"),
        (1 / 3, "0.333"),
        (0.001, "0.001"),
        (5 / 80_000, "0.000063"),
        (-0.0004, "-0.00040"),
        (12.5, "12.500"),
    ],
)
def test_small_numbers_keep_two_digits(value: float, shown: str) -> None:
    assert decimal_text(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "0.0"), (0.0833, "8.3"), (1.0, "100.0"), (5 / 80_000, "0.0063")]
)
def test_shares_are_percentages_with_one_decimal(share: float, shown: str) -> None:
    assert percent_text(share) == shown


@given(st.floats(1e-12, 1))
def test_what_is_not_0_is_never_shown_as_0(value: float) -> None:
    assert float(decimal_text(value)) > 0
    assert float(percent_text(value)) > 0
