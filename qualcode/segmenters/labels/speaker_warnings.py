"""Warnings about speakers: labels that were not taken, whose words they count as, and how to put it right."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from qualcode.model import Turn, count_words
from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label
from qualcode.segmenters.labels.speaker_options import speaker_options
from qualcode.text.command_arguments import argument
from qualcode.text.labels.speaker_labels import SPEAKER_FIELDS
from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.plurals import counted

_MAX_NAMES = 5
_MIN_CHANGES = 2
_CHANGE_OF_SPEAKER = LazyPattern(r"(?m:^) *>>")
_LONG_PREAMBLE = 0.25
"""Of the text: a longer text before the first speaker is warned about."""
_COMMENT_LINE = LazyPattern(r"^(%[a-z]{3,7}:)(.*)", re.MULTILINE)
"""A comment or an analysis below an utterance in CHAT's format, `%com:` or `%mor:`."""


def label_warnings(text: str, labels: Sequence[Label], header_end: int) -> tuple[str, ...]:
    """Return warnings about labels of one speaker only, a long text before the first, and comment lines."""
    warnings = []
    speakers = list(dict.fromkeys(label.name for label in labels))
    if "" in speakers:
        listed = " and ".join(repr(name) for name in speakers if name)
        warnings.append(f"Only {listed} has a label: paragraphs without one count as the participant's.")
    elif len({label.key for label in labels}) == 1:
        warnings.append(
            f"Only {speakers[0]!r} has a label: the words of others count as {speakers[0]!r} too."
        )
        if labels[0].key in SPEAKER_FIELDS:
            pattern = argument(rf"^{speakers[0]}: *(?P<speaker>\S.*)$")
            warnings.append(f"If a name follows it: qualcode sources speakers SOURCE --speakers {pattern}")
    if labels[0].start - header_end > _LONG_PREAMBLE * len(text):
        warnings.append("There is a long text before the first speaker; it is in no turn.")
    return (*warnings, *_warn_of_comment_lines(text, labels[0].start))


def _warn_of_comment_lines(text: str, start: int) -> tuple[str, ...]:
    """Return a warning about lines such as `%com: points at it`, which are in somebody's turn."""
    comments = list(_COMMENT_LINE.compiled.finditer(text, start)) if "\n%" in text else []
    if not comments:
        return ()
    marks = ", ".join(dict.fromkeys(comment[1] for comment in comments))
    number = counted(len(comments), "line")
    words = counted(sum(count_words(comment[2]) for comment in comments), "word")
    warning = (
        f"Counted as said by who speaks before: {number} with {marks} ({words}). "
        "If nobody says that: delete it in the file, remove the source and import the file again."
    )
    return (warning,)


def warn_of_doubtful(text: str, turns: Sequence[Turn], doubtful: Sequence[Label]) -> tuple[str, ...]:
    """Return a warning with the labels not taken, the words after them, and the options that take them."""
    if not doubtful:
        return ()
    starts = [turn.span.start for turn in turns]
    words: dict[str, int] = {}
    names: dict[str, str] = {}
    counted_as: dict[str, dict[str, None]] = {}
    for position, label in enumerate(doubtful):
        number = bisect_right(starts, label.start) - 1
        turn = turns[number] if number >= 0 else None
        end = turn.span.end if turn else starts[0]
        next_start = doubtful[position + 1].start if position + 1 < len(doubtful) else len(text)
        if turn and not turn.speaker and not text[min(label.end, end) : end].strip():
            end = next_start  # a name alone in its paragraph
        end = min(end, next_start, label.words_end or end)
        names.setdefault(label.key, label.name)
        words[label.key] = words.get(label.key, 0) + count_words(text[min(label.end, end) : end])
        counted_as.setdefault(label.key, {})[(turn.speaker if turn else "") or ""] = None
    names = {key: name for key, name in names.items() if words[key]}
    if not names:
        return ()
    listed = [
        f"{name!r} ({counted(words[key], 'word')} {_counted_as(counted_as[key])})"
        for key, name in list(names.items())[:_MAX_NAMES]
    ]
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    options = speaker_options(text, [label for label in doubtful if label.key in names], speakers)
    warning = (
        f"Not recognised as speakers: {', '.join(listed)}{more}. "
        f"If they speak: qualcode sources speakers SOURCE {options}"
    )
    return (warning,)


def warn_of_changes_of_speaker(text: str) -> tuple[str, ...]:
    """Return a warning about lines that begin with `>>`: somebody else speaks, but nobody is named."""
    lines = len(_CHANGE_OF_SPEAKER.findall(text)) if ">>" in text else 0
    if lines < _MIN_CHANGES:
        return ()
    warning = (
        f"{lines} lines begin with >>, which says that somebody else speaks, but not who. For a turn from "
        "each to the next: qualcode sources speakers SOURCE --speakers '^ *(?P<speaker>>>+) *' (all of them "
        "have the speaker '>>' then; write names in the file to tell them apart)."
    )
    return (warning,)


def warn_of_absent(names: Sequence[str], turns: Sequence[Turn]) -> tuple[str, ...]:
    """Return a warning about names that the user gave and that begin no turn."""
    keys = {speaker_names.speaker_key(turn.speaker) for turn in turns}
    absent = [repr(name) for name in names if speaker_names.speaker_key(name) not in keys]
    return (f"No line begins with the speaker {' or '.join(absent)}.",) if absent else ()


def _counted_as(speakers: Sequence[str] | dict[str, None]) -> str:
    named = [repr(name) for name in speakers if name]
    return f"counted as those of {' and '.join(named)}" if named else "of nobody"
