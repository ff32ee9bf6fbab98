r"""Time marks in a transcript's text: at a line's start, at its end or alone on it, as programs write them.

Met in transcripts: `[00:12]`, `\[00:12\]` (Markdown), `(1:02:03)`, `#00:00:05-2#` (f4, MAXQDA), `10:02:03`,
`00:00:05 --> 00:00:09`, `[0.5s - 2.0s]`, `*03:02 =`, `0 minutes 3 seconds` (Teams).
"""

import re
from typing import NamedTuple

from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.time_codes import CUE_TIME_CODE, TIME_CODE, parse_time_code, seconds_with_unit

_CLOCK = rf"{TIME_CODE}(?:-\d)?"
_CLOCKS = rf"({_CLOCK})(?:[ \t]*(?:-->|[-\u2013\u2014])[ \t]*({_CLOCK}))?"
_CUE_CLOCKS = rf"({CUE_TIME_CODE})[ \t]*-->[ \t]*({CUE_TIME_CODE})"
_SECONDS = r"(\d{1,6}(?:\.\d{1,9})?[ ]?m?s)"
_SECONDS_RANGE = rf"{_SECONDS}[ \t]*(?:--?>|[-\u2013\u2014]|to)[ \t]*{_SECONDS}"
_IN_BRACKETS = (
    rf"(?:\\?[\[(<{{][ \t]*{_SECONDS_RANGE}[ \t]*\\?[\])>}}]"
    rf"|\\?[\[(<{{][ \t]*{_CLOCKS}[ \t]*\\?[\])>}}]|\#{_CLOCKS}\#|[*_]{{1,2}}{_CLOCKS}[*_]{{1,2}})"
)
_SPELT_OUT = LazyPattern(
    r"(?:(\d{1,2})[ ]?h(?:ours?)?[ ]?)?(?:(\d{1,3})[ ]?m(?:in(?:utes?)?)?[ ]?)?"
    r"(?:(\d{1,2})[ ]?s(?:ec(?:onds?)?)?)?",
    re.IGNORECASE,
)
_AT_START = LazyPattern(rf"[ \t\u00a0]*{_IN_BRACKETS}[ \t\u00a0]*[:.]?(?=\s|$)")
_AT_END = LazyPattern(rf"[ \t\u00a0]*{_IN_BRACKETS}[.,;]?\s*\Z")
_SPELT_ENDS = ("second", "seconds", "minute", "minutes", "sec", "secs", "min", "mins")
_NAME_BEFORE_SPELT_OUT = LazyPattern(
    r"([^\W\d_a-z].{0,62}?)[ \t]+(\d{1,3} ?(?:h|m|s)[a-z]*(?: \d{1,2} ?[ms][a-z]*){0,2})"
)
_MAX_MARK_LENGTH = 40
_ALONE = LazyPattern(rf"\*?\s*(?:{_IN_BRACKETS}|{_CLOCKS}|{_CUE_CLOCKS})[ \t]*[=.,;:-]?")
_OPENERS = frozenset("0123456789[(<{#*\\")


class TimeMark(NamedTuple):
    """A time mark: where it ends (or begins, at the end of a text), and its times in seconds."""

    offset: int
    begins: float | None
    ends: float | None = None


def mark_at_start(text: str, start: int) -> TimeMark | None:
    """Return the time mark in brackets or `#` at an offset, with the offset after it."""
    match = _AT_START.match(text, start)
    return _mark(match, match.end()) if match else None


def mark_at_end(text: str, start: int, end: int) -> TimeMark | None:
    """Return the time mark in brackets or `#` at the end of `text[start:end]`, with the offset before it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    if text[end - 1 : end] not in "])>}#.,;":
        return None
    first = max(start, end - _MAX_MARK_LENGTH)
    match = _AT_END.search(text[first:end])
    return _mark(match, first + match.start()) if match else None


def time_line(line: str) -> TimeMark | None:
    """Return the time mark that a line consists of; its offset is the line's length."""
    words = line.strip()
    if not words or words[0] not in _OPENERS or len(words) > _MAX_MARK_LENGTH:
        return None
    if match := _ALONE.fullmatch(words):
        return _mark(match, len(line))
    spelt_out = _SPELT_OUT.fullmatch(words)
    if not spelt_out or not any(spelt_out.groups()):
        return None
    hours, minutes, seconds = (int(number or 0) for number in spelt_out.groups())
    return TimeMark(len(line), float(3600 * hours + 60 * minutes + seconds))


def name_and_time(line: str) -> tuple[str, TimeMark] | None:
    """Return the name and the time of a line such as `Nia  2 minutes 5 seconds`, as Teams writes."""
    if not line.rstrip().endswith(_SPELT_ENDS):
        return None
    match = _NAME_BEFORE_SPELT_OUT.fullmatch(line.strip())
    mark = time_line(match[2]) if match else None
    return (match[1], mark) if match and mark else None


def _mark(match: re.Match[str], offset: int) -> TimeMark:
    times = [_parse_time(clock) for clock in match.groups() if clock]
    return TimeMark(offset, times[0], times[1] if len(times) > 1 else None)


def _parse_time(text: str) -> float | None:
    seconds = seconds_with_unit(text)
    return parse_time_code(text) if seconds is None else seconds
