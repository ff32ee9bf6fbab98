"""Digits to numbers, but no more of them than a position has."""

import pytest

from qualcode.text.whole_numbers import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("012", 12), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5_000, None)]
    + [(text, None) for text in ("", "-1", "1.5", "\u00b2", "x", " 1")],
)
def test_a_text_is_a_whole_number_or_none(text: str, number: int | None) -> None:
    assert whole_number(text) == number
