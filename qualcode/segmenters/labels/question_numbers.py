"""Tell numbers of questions and lists from people in the labels `Q1:`, `1:`: questions never count down."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label

_QUESTION_KEY = "q"
_MAX_DIGITS = 2
_MIN_COUNT = 2
_MAX_RUN_LENGTH = 2.5
"""Mean length of the runs that count up: two people who alternate have two, a list of three has three."""


def name_question_speakers(labels: Iterable[Label]) -> list[Label]:
    """Return the labels, with `Q1` as a name where the numbers do not count up."""
    labels = list(labels)
    numbers = [_number(label) for label in labels if label.question and label.key == _QUESTION_KEY]
    if all(earlier <= later for earlier, later in pairwise(numbers)):
        return labels
    return [
        label._replace(name=label.question, key=speaker_names.speaker_key(label.question), question="")
        if label.question and label.key == _QUESTION_KEY
        else label
        for label in labels
    ]


def numbered_people(labels: Iterable[Label]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of bare numbers (`1:`, `2:`) that are people, and of those that may be.

    People take turns, so their numbers go down about as often as up; those of a list only where it begins
    again.
    """
    numbers = [int(label.name) for label in labels if is_bare_number(label.name)]
    recurring = {number for number, count in Counter(numbers).items() if count >= _MIN_COUNT}
    descents = sum(1 for earlier, later in pairwise(numbers) if later < earlier)
    if len(recurring) < _MIN_COUNT or not descents:
        return frozenset(), frozenset()
    keys = frozenset(str(number) for number in set(numbers))
    runs = descents + 1
    return (keys, frozenset()) if len(numbers) <= _MAX_RUN_LENGTH * runs else (frozenset(), keys)


def is_bare_number(name: str) -> bool:
    """Whether a label is a number of one or two digits."""
    return name.isdecimal() and len(name) <= _MAX_DIGITS


def _number(label: Label) -> int:
    return int("".join(character for character in label.question if character.isdigit()))
