"""Tell question numbers from people in the labels `Q1:`, `Q2:`: numbers of questions never count down."""

from collections.abc import Iterable
from itertools import pairwise

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label

_QUESTION_KEY = "q"


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


def _number(label: Label) -> int:
    return int("".join(character for character in label.question if character.isdigit()))
