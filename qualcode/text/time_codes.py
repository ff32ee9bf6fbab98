"""Time codes of a recording: parse the forms that files use to seconds, format seconds as `hh:mm:ss`."""

import math
import re
from datetime import time, timedelta

TIME_CODE = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\b\.?)?"
"""Regular expression (no groups) of a time code in running text: `1:02:03.5`, `02:03`, `3:05 PM`."""
CUE_TIME_CODE = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
"""The same for a subtitle's `-->` line, where single digits cannot be anything else."""

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2}(?:[.,-]\d{1,9})?)")
_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,3})?))?\s?([AaPp])\.?[Mm]\.?")
_DECIMAL = re.compile("[,-]")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,12})?")
_WITH_UNIT = re.compile(r"(\d{1,8}(?:\.\d{1,9})?)[ ]?(m?)s(?:ec(?:onds?)?)?\.?", re.IGNORECASE)
_LONGEST = 1e15
"""Greatest number that can be a time: milliseconds since 1970 have 13 digits."""


def parse_time_code(value: object) -> float | None:
    """Return seconds from `75.2`, `"1:15.2"`, `"00:01:15,200"` or a spreadsheet's time; None if empty.

    Of a time of day, as `"3:05 PM"`, they are those since midnight.
    f4 and MAXQDA write tenths of seconds after a hyphen: `"00:01:15-2"`.

    Raises `ValueError` for anything else, negative and infinite times included.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    seconds = _seconds(value)
    if seconds is None or not math.isfinite(seconds) or seconds < 0:
        shown = (
            repr(value) if not isinstance(value, int) or abs(value) < _LONGEST else "a number of that size"
        )
        message = f"{shown} is not a time"
        raise ValueError(message)
    return seconds


def seconds_with_unit(text: str) -> float | None:
    """Return the seconds in `1.5s`, `3 sec` or `1250 ms`; None of anything else."""
    match = _WITH_UNIT.fullmatch(text)
    return float(match[1]) / (1000 if match[2] else 1) if match else None


def format_time_code(seconds: float | None, *, hour_digits: int = 2) -> str:
    """Return whole seconds as `00:12:31`, hours with at least `hour_digits` digits; empty for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:0{hour_digits}}:{minutes % 60:02}:{rest:02}"


def _seconds(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < _LONGEST else None
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return _seconds_in_text(value.strip()) if isinstance(value, str) else None


def _seconds_in_text(text: str) -> float | None:
    if text[-1] in "mM." and (match := _TIME_OF_DAY.fullmatch(text)):
        hours = int(match[1]) % 12 + (12 if match[4] in "pP" else 0)
        return hours * 3600 + int(match[2]) * 60 + float(_DECIMAL.sub(".", match[3] or "0"))
    if match := _CLOCK.fullmatch(text):
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(_DECIMAL.sub(".", match[3]))
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
