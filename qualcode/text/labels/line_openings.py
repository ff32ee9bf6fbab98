r"""What may be in front of a speaker's label on its line: dates, times in rare layouts, numbers, borders.

Met in transcripts: `5' Nia:`, `[3s] Nia:`, `0h00m03s Nia:`, `00.03 Nia:`, `00:00:03:12 Nia:` (with frames),
`2021-03-04 10:02:03 Nia:`, `[04/03/2021, 10:02] Nia:`, `(12) Nia:`, `| 00:03 | Nia |`, `### Nia`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.time_codes import TIME_CODE, parse_time_code, seconds_with_unit

_YEAR_DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
_DATE = rf"(?:{_YEAR_DATE}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2}})"
_FRAMES = r"\d{2}[:;]\d{2}[:;]\d{2}[:;]\d{2}"
_SECONDS = r"(?:[ ]?\d{1,2}[ ]?s(?:ec(?:onds?)?)?\.?)?"
_UNITS = (
    rf"\d{{1,2}}[ ]?h(?:ours?)?(?:[ ]?\d{{1,2}}[ ]?m(?:in(?:utes?)?)?\.?)?{_SECONDS}"
    rf"|\d{{1,8}}[ ]?ms(?:ec)?\.?|\d{{1,5}}(?:\.\d{{1,3}})?[ ]?s(?:ec(?:onds?)?)?\.?"
    rf"|\d{{1,3}}[ ]?m(?:in(?:utes?)?)?\.?{_SECONDS}"
)
_PRIMES = "\\d{1,3}[ ]?['\u2032\u2019](?:[ ]?\\d{1,2}[ ]?(?:''|[\"\u2033\u201d])?)?"
_DOTS = r"\d{1,2}\.\d{2}(?:\.\d{2})?"
_DECIMALS = r"\d{1,6}\.\d{3,9}"
_PLAIN_DECIMALS = r"\d{1,6}\.\d{1,2}"
"""Seconds or, with two decimals, minutes and seconds: which, all labels of a file tell."""
_TIME = (
    rf"(?:{_FRAMES}|{_DECIMALS}|{TIME_CODE}(?:-\d)?|(?:{_UNITS})(?!\w)|{_PRIMES}|{_DOTS}|{_PLAIN_DECIMALS})"
)
_OPENING = LazyPattern(
    rf"\s*+(?:[@\u00a4]|\|[ \t]*+|(?P<hashes>\#{{1,6}}[ \t]+))?[\[(<{{\#]?"
    rf"(?:{_DATE},?[ T]?[ ]?(?P<dated>{_TIME})|(?P<date>{_YEAR_DATE})"
    rf"|(?P<time>{_TIME})(?:[ \t]*(?:--?>|[-\u2013\u2014]|\t)[ \t]*(?P<ends>{_TIME}))?"
    r"|(?P<number>\d{1,8})(?:[ \t]*(?:--?>|[-\u2013\u2014]|\t)[ \t]*\d{1,8})?)?"
    r"(?P<closing>[\])>}\#]?)[ \t\u00a0]*(?:[-\u2013\u2014|,;=:][ \t]*)?(?=[^\W\d_]|[\[(<*@\"\u00ab_\u201c])"
)
_NUMBERS = re.compile(r"\d+")
_NUMBER_OF_SECONDS = LazyPattern(r"\d+\.(?:\d{3,9}|\d)|\d{3,6}\.\d\d")
_HOUR_AND_MINUTE = LazyPattern(r"\d{1,2}:\d{2}")
_MILLISECONDS = "\u00a4"
"""Transana marks a time by a currency sign and milliseconds in angle brackets."""
_HOURS_TO_SECONDS = 3
"""The number of numbers in hours, minutes and seconds."""


class LineOpening(NamedTuple):
    """The number of characters in front of the label, and the times that they state, in seconds."""

    length: int
    begins: float | None = None
    ends: float | None = None


def line_opening(line: str) -> LineOpening | None:
    """Return what is in front of the words of a line; None if it is neither a date, a time nor a number."""
    match = _OPENING.match(line)
    if match is None:
        return None
    if match["number"] and not match["closing"]:
        return None
    if not any(match.group("hashes", "date", "dated", "time", "number")):
        return None
    if (dated := match["dated"]) and _HOUR_AND_MINUTE.fullmatch(dated):
        return LineOpening(match.end(), _parse_time(f"{dated}:00"))
    if line.lstrip().startswith(_MILLISECONDS) and match["number"]:
        return LineOpening(match.end(), int(match["number"]) / 1000)
    return LineOpening(match.end(), _parse_time(match["time"] or dated), _parse_time(match["ends"]))


def _parse_time(text: str | None) -> float | None:
    if not text:
        return None
    if (seconds := seconds_with_unit(text)) is not None:
        return seconds
    if _NUMBER_OF_SECONDS.fullmatch(text):
        return float(text)
    numbers = [int(number) for number in _NUMBERS.findall(text)]
    if re.fullmatch(_FRAMES, text):
        numbers = numbers[:-1]  # the last number counts frames
    elif ":" in text:
        return parse_time_code(text)
    elif "h" in text.casefold():
        numbers = [*numbers, 0, 0][:3]
    return _seconds([*numbers, 0][:2] if len(numbers) < _HOURS_TO_SECONDS else numbers)


def _seconds(numbers: Sequence[int]) -> float:
    """Return the seconds in hours, minutes and seconds, of which the first may be missing."""
    seconds = 0
    for number in numbers:
        seconds = 60 * seconds + number
    return float(seconds)
