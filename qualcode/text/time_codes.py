"""Times of day in a recording, in the forms that files have them, to seconds from its start."""

import math
import re
from datetime import time, timedelta

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2}(?:[.,]\d{1,9})?)")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,12})?")


def seconds(value: object) -> float | None:
    """Return seconds from `75.2`, `"1:15.2"`, `"00:01:15,200"` or a spreadsheet's time; None for nothing.

    Raises `ValueError` for anything else, negative and endless times included.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    found = _parsed(value)
    if found is None or not math.isfinite(found) or found < 0:
        message = f"{value!r} is not a time"
        raise ValueError(message)
    return found


def _parsed(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return _parsed_words(value.strip()) if isinstance(value, str) else None


def _parsed_words(words: str) -> float | None:
    if match := _CLOCK.fullmatch(words):
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3].replace(",", "."))
    return float(words.replace(",", ".")) if _NUMBER.fullmatch(words) else None
