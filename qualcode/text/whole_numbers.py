"""Whole numbers in what people type and in files from strangers."""

_MOST_DIGITS = 18
"""Digits of a number that can still be a position, a count or the number of a cue."""


def whole_number(text: str) -> int | None:
    """Return the number that a text of digits means; None for another text, or for thousands of digits.

    `int` refuses a number of more than 4,300 digits with a ValueError.
    """
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
