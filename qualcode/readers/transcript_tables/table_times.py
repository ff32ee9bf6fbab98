"""Times in the cells of tables and JSON: their layouts, and the unit of plain numbers.

A cell has a time code, perhaps in brackets, a number, or two times of a range. A plain number is in seconds,
unless the column's name says otherwise or the words were spoken impossibly slowly: then in milliseconds.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from qualcode.model import count_words
from qualcode.output_formats import TimeUnit
from qualcode.readers.subtitle_cues import Cue
from qualcode.text.time_codes import parse_time_code

_ENCLOSED = re.compile(r"\s*[\[(<{#*]*\s*(.*?)\s*[\])>}#*]*\s*")
_RANGE = re.compile(r"(.*\d[\])]?)\s*(?:-->|–|—|to|-)\s*([\[(]?\d.*:.*)")  # noqa: RUF001 - dashes are meant
_SECONDS = re.compile(r"(\d+(?:\.\d+)?) ?s(?:ec(?:onds?)?)?", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\d+(?:[.,]\d+)?\s*")
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.IGNORECASE)
"""An ISO 8601 duration: `PT1M2.5S`."""
_NAME_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
_UNITS = {
    **dict.fromkeys(("ms", "msec", "millis", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("tick", "ticks"), 1e-7),
}
SECONDS_IN: Mapping[TimeUnit, float] = {
    TimeUnit.MILLISECONDS: 1e-3,
    TimeUnit.SECONDS: 1.0,
    TimeUnit.MINUTES: 60.0,
}
"""Seconds in a unit that a column's name may end with."""
_SLOWEST_SPEECH = 0.006
"""Words per second. In milliseconds read as seconds, even six words per second, which is fast, are fewer."""
_FASTEST_SPEECH = 12
"""Words per second. Auctioneers speak six or seven."""
_MIN_WORDS = 30
"""Words from which a speed is one of speech: a short cue may last for too short a time."""


def parse_cell(value: object) -> tuple[float | None, float | None]:
    """Return the start and the end that a cell has, in seconds; ValueError if it has text that is no time."""
    if not isinstance(value, str):
        return parse_time_code(value), None
    if (span := _RANGE.fullmatch(value.strip())) and ":" in span[1]:
        return _parse_text(span[1]), _parse_text(span[2])
    return _parse_text(value), None


def is_plain_number(value: object) -> bool:
    """Whether a cell has a whole number without a unit, which may be in milliseconds."""
    if isinstance(value, str):
        return value.strip().isdecimal()
    return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)


def is_number(value: object) -> bool:
    """Whether a cell has a number without a unit."""
    if isinstance(value, str):
        return _NUMBER.fullmatch(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def unit_of(column: str) -> float | None:
    """Return the seconds of the unit in a column's name (`start_ms`, `offsetMilliseconds`); else None."""
    words = _NAME_WORD.findall(column)
    return _UNITS.get(words[-1].casefold()) if words else None


def in_seconds(cues: Sequence[Cue], unit: float) -> list[Cue]:
    """Return cues whose times are in `unit` with times in seconds."""

    def scaled(time: float | None) -> float | None:
        return None if time is None else round(time * unit, 3)

    return [replace(cue, begins=scaled(cue.begins), ends=scaled(cue.ends)) for cue in cues]


def words_and_seconds(cues: Sequence[Cue]) -> tuple[int, float]:
    """Return the number of words in cues with a duration, and the sum of these durations.

    A cue without an end lasts to the beginning of the next one of its document.
    """
    words, seconds = 0, 0.0
    for cue, following in zip_longest(cues, cues[1:]):
        end = cue.ends
        if end is None and following is not None:
            end = following.begins
        if cue.begins is not None and end is not None and end > cue.begins:
            words += count_words(cue.text)
            seconds += end - cue.begins
    return words, seconds


def likely_unit(words: int, seconds: float) -> TimeUnit:
    """Return the unit of a number of `seconds`, by how fast the words would be spoken."""
    if 0 < words < _SLOWEST_SPEECH * seconds:
        return TimeUnit.MILLISECONDS
    if words >= _MIN_WORDS and words > _FASTEST_SPEECH * seconds > 0:
        return TimeUnit.MINUTES
    return TimeUnit.SECONDS


def _parse_text(text: str) -> float | None:
    enclosed = _ENCLOSED.fullmatch(text)
    time = enclosed[1] if enclosed else text
    if seconds := _SECONDS.fullmatch(time):
        return float(seconds[1])
    if time and (duration := _DURATION.fullmatch(time)):
        hours, minutes, rest = (float(group or 0) for group in duration.groups())
        return hours * 3600 + minutes * 60 + rest
    return parse_time_code(time)
