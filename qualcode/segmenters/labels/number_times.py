"""Times that are plain numbers beside labels: `[1250] Nia:`, `Nia (1.5 - 4.2):`, or columns of a table.

The numbers of all labels tell the unit together: they do not decrease, and between the first and the last one
so many words are spoken as people speak in that time. Numbers that count lines or paragraphs are no times.
"""

import re
from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise
from math import log

from qualcode.segmenters.labels.label_styles import Label
from qualcode.text.labels.speaker_labels import PLAIN_NUMBER
from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.plain_words import count_plain_words

_AROUND = r"[\s\[\](){}<>#|\u2013\u2014-]"
_ONLY_NUMBERS = LazyPattern(rf"{_AROUND}*(?:{PLAIN_NUMBER}(?:{_AROUND}+|(?=:)|$))+:?\s*")
_NUMBER = LazyPattern(PLAIN_NUMBER)
_BEFORE_WORDS = LazyPattern(
    rf"[ \t]*[\[(]({PLAIN_NUMBER})(?:[ \t]*(?:--?>|[-\u2013\u2014])[ \t]*({PLAIN_NUMBER}))?[\])][ \t]*"
)
_MIN_LENGTH = 3
"""Characters of a label besides the name from which one of them may be a digit: `Nia: ` has two."""
_MAX_LENGTH = 60
"""Characters beside a name in which its times are."""
_DECIMALS_OF_CLOCK = re.compile(r"\d{1,3}\.[0-5]\d")
_MIN_NUMBERS = 2
_SLOWEST_SPEECH = 0.006
"""Words per second. In milliseconds read as seconds, even six words per second, which is fast, are fewer."""
_FASTEST_SPEECH = 8
"""Words per second, between a fast speaker's six and the ten words on a line that has a number."""
_USUAL_SPEECH = 2.5
"""Words per second."""


class NumberUnit(Enum):
    """What a plain number beside a label states."""

    MILLISECONDS = auto()
    SECONDS = auto()
    MINUTES_DOT_SECONDS = auto()
    """`3.05` is three minutes and five seconds."""
    POSITION = auto()
    """The number of a line or a paragraph."""
    UNKNOWN = auto()


def take_number_times(text: str, labels: Sequence[Label]) -> tuple[tuple[Label, ...], tuple[str, ...]]:
    """Return the labels with the times that plain numbers beside them state; a warning if that is unsure."""
    beside = {
        position: numbers
        for position, label in enumerate(labels)
        if label.name and (numbers := _numbers_beside(text, label))
    }
    if len(beside) < max(_MIN_NUMBERS, len(labels) / 2):
        return _with_numbers_before_words(text, labels), ()
    first, last = min(beside), max(beside)
    words = count_plain_words(text[labels[first].end : labels[last].start])
    column, unit = 0, NumberUnit.POSITION
    while unit is NumberUnit.POSITION and all(len(numbers) > column for numbers in beside.values()):
        unit = unit_of([numbers[column] for numbers in beside.values()], words)
        column += 1
    if unit is NumberUnit.UNKNOWN:
        return tuple(labels), (_unsure_warning(text, labels[first]),)
    timed = list(labels)
    for position, numbers in beside.items():
        begins, ends = (in_seconds(number, unit) for number in [*numbers[column - 1 :], "", ""][:2])
        is_range = begins is not None and ends is not None and ends >= begins
        timed[position] = labels[position]._replace(begins=begins, ends=ends if is_range else None)
    return tuple(timed), ()


def _with_numbers_before_words(text: str, labels: Sequence[Label]) -> tuple[Label, ...]:
    """Return the labels with the times of `Nia: [2.50] words`; numbers in another order are of pauses."""
    matches = {
        position: match
        for position, label in enumerate(labels)
        if label.begins is None and (match := _BEFORE_WORDS.match(text, label.end))
    }
    if len(matches) < max(_MIN_NUMBERS, len(labels) / 2):
        return tuple(labels)
    words = count_plain_words(text[labels[min(matches)].end : labels[max(matches)].start])
    unit = unit_of([match[1] for match in matches.values()], words)
    if unit in (NumberUnit.UNKNOWN, NumberUnit.POSITION):
        return tuple(labels)
    timed = list(labels)
    for position, match in matches.items():
        begins, ends = (in_seconds(number, unit) for number in match.groups())
        timed[position] = labels[position]._replace(end=match.end(), begins=begins, ends=ends)
    return tuple(timed)


def unit_of(numbers: Sequence[str], words: int) -> NumberUnit:
    """Return the unit of numbers in the order of the text, with `words` words from the first to the last."""
    values = [float(number) for number in numbers]
    duration = values[-1] - values[0]
    if any(later < earlier for earlier, later in pairwise(values)) or not duration:
        return NumberUnit.UNKNOWN
    steps = {later - earlier for earlier, later in pairwise(values)}
    if not any("." in number for number in numbers):
        if steps <= {0, 1} or words > _FASTEST_SPEECH * duration:
            return NumberUnit.POSITION
        return NumberUnit.MILLISECONDS if words < _SLOWEST_SPEECH * duration else NumberUnit.SECONDS
    if not all(_DECIMALS_OF_CLOCK.fullmatch(number) for number in numbers):
        return NumberUnit.SECONDS
    clocks = [_minutes_and_seconds(number) for number in numbers]
    speed_of_clock = max(words, 1) / (clocks[-1] - clocks[0])
    speed = max(words, 1) / duration
    is_clock = abs(log(speed_of_clock / _USUAL_SPEECH)) <= abs(log(speed / _USUAL_SPEECH))
    return NumberUnit.MINUTES_DOT_SECONDS if is_clock else NumberUnit.SECONDS


def in_seconds(number: str | None, unit: NumberUnit) -> float | None:
    """Return the seconds that a number in a unit is; None if it is no time."""
    if not number or unit in (NumberUnit.POSITION, NumberUnit.UNKNOWN):
        return None
    if unit is NumberUnit.MINUTES_DOT_SECONDS:
        return _minutes_and_seconds(number)
    return float(number) / (1000 if unit is NumberUnit.MILLISECONDS else 1)


def _minutes_and_seconds(number: str) -> float:
    minutes, _, seconds = number.partition(".")
    return 60.0 * int(minutes) + int(seconds or 0)


def _numbers_beside(text: str, label: Label) -> list[str]:
    """Return the numbers before or after the label's name, or in the row after its words."""
    if label.end - label.start - len(label.name) < _MIN_LENGTH and label.words_end is None:
        return []
    if label.begins is not None and "." not in text[label.start : label.end]:
        return []
    name_start = text.find(label.name, label.start, label.end)
    if name_start < 0:
        return []
    row_end = label.end
    if label.words_end is not None:
        row_end = text.find("\n", label.words_end)
    for start, end in (
        (label.start, name_start),
        (name_start + len(label.name), label.end),
        (label.words_end or label.end, row_end if row_end >= 0 else len(text)),
    ):
        if 0 < end - start <= _MAX_LENGTH and _ONLY_NUMBERS.fullmatch(text[start:end]):
            return _NUMBER.findall(text[start:end])
    return []


def _unsure_warning(text: str, label: Label) -> str:
    line = text[label.start : label.end].strip()
    return (
        f"The numbers beside the labels, as in {line!r}, are taken neither as times nor as words. If they "
        "are times, write them as 00:01:15 in the file, remove the source and import the file again."
    )
