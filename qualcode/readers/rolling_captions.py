"""Rolling captions: each cue repeats words of the one before, so that lines seem to move up.

Repeated are the last lines of the cue before, or all of it and some words more. Words are taken for repeated
only if most cues of the file repeat some: "No. No." was said twice.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qualcode.model import LeftOut, LeftOutKind
from qualcode.readers.subtitle_cues import Cue

_MAX_PAUSE = 1.0
"""Seconds between two cues: after a longer pause nothing is repeated."""
_MIN_REPEATED = 2


def without_repeated_words(cues: Sequence[Cue]) -> tuple[list[Cue], list[LeftOut]]:
    """Return the cues without the words that they repeat of the cue before, and these words."""
    counts = [0, *(_repeated_words(before, cue) for before, cue in pairwise(cues))]
    repeating = sum(count > 0 for count in counts)
    if repeating < _MIN_REPEATED or 2 * repeating < len(cues) - 1:
        return list(cues), []
    remaining: list[Cue] = []
    left_out: list[LeftOut] = []
    for cue, count in zip(cues, counts, strict=True):
        repeated, text = _cut(cue.text, count)
        if repeated:
            where = f"line {cue.line}"
            left_out.append(LeftOut(kind=LeftOutKind.CAPTIONS, text=repeated, where=where))
        if text.strip():
            remaining.append(replace(cue, text=text))
        elif remaining:
            remaining[-1] = replace(remaining[-1], ends=cue.ends)
    return remaining, left_out


def _repeated_words(before: Cue, cue: Cue) -> int:
    """Return the number of words at the start of a cue that end the cue before."""
    if before.speaker != cue.speaker or (cue.begins or 0.0) - (before.ends or 0.0) > _MAX_PAUSE:
        return 0
    earlier, words = before.text.split(), cue.text.split()
    for count in range(min(len(earlier), len(words)), 0, -1):
        if earlier[-count:] == words[:count]:
            whole = count in (len(earlier), len(words)) or count == len(before.text.split("\n")[-1].split())
            return count if whole or count >= _MIN_REPEATED else 0
    return 0


def _cut(text: str, count: int) -> tuple[str, str]:
    """Return the first `count` words of a text, and the rest with its line breaks."""
    rest = text
    for _ in range(count):
        _, _, rest = rest.strip().partition(rest.split(maxsplit=1)[0])
    return " ".join(text.split()[:count]), rest
