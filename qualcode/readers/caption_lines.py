"""Lines of captions that are no words, or a label on its own: they are not joined to the words around them.

Captions are broken into lines for the screen and joined again, but a line may also be a time, beside that of
the cue, or the name of a person, also in a cue of its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from qualcode.model import LeftOut, LeftOutKind
from qualcode.readers.subtitle_cues import Cue, on_one_line
from qualcode.text.labels.recurring_labels import RecurringLabels, is_field_or_spelt_time
from qualcode.text.labels.speaker_labels import UNMARKED_CHARACTER, match_name_time, match_time_name
from qualcode.text.labels.time_marks import time_line
from qualcode.text.lazy_pattern import LazyPattern

_NAME = LazyPattern(rf"@?[^\W\d_]{UNMARKED_CHARACTER}{{0,39}}|\#{{1,6}} .{{1,40}}|\*\*[^*]{{1,40}}\*\*")
_MIN_OCCURRENCES = 2
_MIN_NAMES = 2
_CUE_SHARE = 0.3
"""Of the cues: so many have a name on a line of its own. In cues of their own names are every second."""


def without_time_lines(cues: Sequence[Cue]) -> tuple[list[Cue], list[LeftOut]]:
    """Return the cues without lines that are only a time, if several are: a cue has a time of its own."""
    times = [line for cue in cues for line in cue.text.split("\n") if time_line(line)]
    if len(times) < _MIN_OCCURRENCES:
        return list(cues), []
    remaining = []
    for cue in cues:
        text = "\n".join(line for line in cue.text.split("\n") if not time_line(line))
        if text.strip():
            remaining.append(replace(cue, text=text))
    return remaining, [LeftOut(kind=LeftOutKind.TIMES, text=" | ".join(times))]


def label_lines(cues: Sequence[Cue]) -> frozenset[str]:
    """Return the lines that are a speaker's label and nothing else."""
    lines = {on_one_line(line) for cue in cues for line in cue.text.split("\n")}
    with_time = {
        line
        for line in lines
        if match_name_time(line) or match_time_name(line) or is_field_or_spelt_time(line)
    }
    first_lines = [on_one_line(cue.text.strip().partition("\n")[0]) for cue in cues]
    names = Counter(line for line in first_lines if _is_name(line))
    recurring = {name: count for name, count in names.items() if count >= _MIN_OCCURRENCES}
    if len(recurring) < _MIN_NAMES or sum(recurring.values()) < _CUE_SHARE * len(cues):
        return frozenset(with_time)
    return frozenset(with_time | recurring.keys())


def with_beginnings(cues: Sequence[Cue], lines: frozenset[str]) -> list[Cue]:
    """Return the cues, those that begin with one of the lines or another label that recurs as such."""
    if any(cue.speaker for cue in cues):
        return list(cues)
    first_lines = [cue.text.strip().partition("\n")[0] for cue in cues]
    labels = RecurringLabels(first_lines)
    return [
        replace(cue, begins_turn=cue.begins_turn or on_one_line(line) in lines or labels.begin(line))
        for cue, line in zip(cues, first_lines, strict=True)
    ]


def _is_name(line: str) -> bool:
    return _NAME.fullmatch(line) is not None and not any(word[0].islower() for word in line.split())
