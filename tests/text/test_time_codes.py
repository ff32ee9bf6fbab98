import datetime as dt

import pytest

from qualcode.text.time_codes import format_time_code, parse_time_code


@pytest.mark.parametrize(("seconds", "time"), [(0, "00:00:00"), (751.9, "00:12:31"), (360_000, "100:00:00")])
def test_times_are_hours_minutes_and_whole_seconds(seconds: float, time: str) -> None:
    assert format_time_code(seconds) == time


def test_hours_may_have_one_digit_and_no_time_is_empty() -> None:
    assert format_time_code(751.9, hour_digits=1) == "0:12:31"
    assert format_time_code(None) == ""


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("75.2", 75.2),
        ("1:15.25", 75.25),
        (" 00:01:15,250 ", 75.25),
        ("61:00", 3660.0),
        (75, 75.0),
        (dt.time(0, 1, 15, 250_000), 75.25),
        (dt.timedelta(minutes=2), 120.0),
        ("", None),
        (" ", None),
        (None, None),
    ],
)
def test_every_form_of_a_time_is_parsed_to_seconds(value: object, seconds: float | None) -> None:
    assert parse_time_code(value) == seconds


@pytest.mark.parametrize("value", ["soon", "-1", "1:2:3:4", -1, True, float("nan"), float("inf"), [1]])
def test_what_is_no_time_raises(value: object) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        parse_time_code(value)
