"""Times of turns: from marks around the labels and at the ends of turns, which are then no words of the turn.

A mark alone on the line above a label, or directly after the label, is the time at which its turn begins. A
mark at the end of a turn's words is the time at which it ends, as f4 and MAXQDA write; the next turn begins
there unless it has a time of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from qualcode.model import Span, Turn
from qualcode.segmenters.labels.label_styles import Label
from qualcode.text.labels.time_marks import TimeMark, mark_at_end, mark_at_start, time_line
from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.time_codes import TIME_CODE, parse_time_code

_BARE_TIME = LazyPattern(rf"[ \t\u00a0]*({TIME_CODE})(?=\s|$)")
_BARE_SHARE = 0.5
"""Share of labels with a time, from which times without brackets after a label are no words."""
_MIN_BARE = 2
_TIME_ENDS = frozenset("0123456789])>}#=-sSnNhHmMrR")
"""Last characters of a line that may be a time."""


class TimedLabel(NamedTuple):
    """A label with the time marks next to it, the end of its turn's words, and the end time of its turn."""

    label: Label
    words_end: int
    ends: float | None = None


def take_times(text: str, labels: Sequence[Label]) -> list[TimedLabel]:
    """Return the labels with the times of their turns."""
    timed: list[TimedLabel] = []
    pending = _with_times_after(text, labels)
    if pending and (above := _line_above(text, 0, pending[0].start)):
        pending[0] = _begun(pending[0], above[0], above[1])
    for position, label in enumerate(pending):
        is_last = position + 1 == len(pending)
        end = len(text) if is_last else pending[position + 1].start
        ends = label.ends
        last = _last_character(text, label.end, end)
        if last >= label.end and text[last] in _TIME_ENDS:
            if above := _line_above(text, label.end, end):
                end, mark = above
                if is_last or pending[position + 1].begins is not None:
                    ends = _last_time(mark)
                else:
                    pending[position + 1] = _begun(pending[position + 1], end, mark)
            if label.end < end and (at_end := mark_at_end(text, label.end, end)):
                end, ends = at_end.offset, _last_time(at_end)
                if not is_last and pending[position + 1].begins is None:
                    pending[position + 1] = pending[position + 1]._replace(begins=ends)
        timed.append(TimedLabel(label, end, ends))
    return timed


def take_leading_times(text: str, turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return paragraphs with the times that they begin with; a time alone is part of the next paragraph."""
    completed: list[Turn] = []
    waiting: Turn | None = None
    for turn in turns:
        mark = _leading_mark(text, turn.body) if turn.begins is None else None
        start = turn.span.start if waiting is None else waiting.span.start
        begins = mark.begins if mark else turn.begins if waiting is None else waiting.begins
        body = Span(mark.offset, turn.body.end).trimmed(text) if mark else turn.body
        ends = mark.ends if mark else turn.ends
        timed = replace(
            turn,
            number=len(completed) + 1,
            span=Span(start, turn.span.end),
            body=body,
            begins=begins,
            ends=ends,
        )
        waiting = None if len(body) else timed
        if waiting is None:
            completed.append(timed)
    return (*completed, waiting) if waiting else tuple(completed)


def without_marks(text: str, turn: Turn) -> Turn:
    """Return a turn without the time marks at both ends of its words, which set the times that it lacks."""
    start, end = turn.body.start, turn.body.end
    first = mark_at_start(text, start)
    if first and first.offset <= end:
        start = first.offset
    else:
        first = None
    last = mark_at_end(text, start, end)
    if last:
        end = last.offset
    if not first and not last:
        return turn
    begins = turn.begins if turn.begins is not None or not first else first.begins
    ends = turn.ends if turn.ends is not None or not last else _last_time(last)
    return replace(turn, body=Span(start, max(start, end)).trimmed(text), begins=begins, ends=ends)


def _leading_mark(text: str, body: Span) -> TimeMark | None:
    """Return the mark in brackets, or the time alone on its line, at the start of a paragraph."""
    if mark := mark_at_start(text, body.start):
        return mark
    line_end = text.find("\n", body.start, body.end)
    line = text[body.start : line_end if line_end >= 0 else body.end]
    alone = time_line(line)
    return alone._replace(offset=body.start + len(line)) if alone else None


def _with_times_after(text: str, labels: Sequence[Label]) -> list[Label]:
    """Return the labels with the times after them: `Anna: [00:12]`, `Anna: 00:12`, or on the next line."""
    completed = [_with_mark_after(text, label) for label in labels]
    bare = [_BARE_TIME.match(text, label.end) for label in completed]
    bare_times = [parse_time_code(match[1]) or 0.0 for match in bare if match]
    with_time = sum(
        1 for label, match in zip(completed, bare, strict=True) if match or label.begins is not None
    )
    in_order = all(earlier <= later for earlier, later in pairwise(bare_times))
    if len(bare_times) < _MIN_BARE or with_time < _BARE_SHARE * len(labels) or not in_order:
        return completed
    return [
        label._replace(end=match.end(), begins=parse_time_code(match[1]))
        if match and label.begins is None
        else label
        for label, match in zip(completed, bare, strict=True)
    ]


def _with_mark_after(text: str, label: Label) -> Label:
    if mark := mark_at_start(text, label.end):
        return label._replace(
            end=mark.offset, begins=mark.begins if label.begins is None else label.begins, ends=mark.ends
        )
    line_end = text.find("\n", label.end)
    if label.begins is not None or line_end < 0 or text[label.end : line_end].strip():
        return label
    start = line_end
    while start < len(text) and text[start].isspace():
        start += 1
    next_end = text.find("\n", start)
    next_line = text[start : next_end if next_end >= 0 else len(text)]
    if line_mark := time_line(next_line):
        return label._replace(end=start + line_mark.offset, begins=line_mark.begins, ends=line_mark.ends)
    return label


def _last_character(text: str, start: int, end: int) -> int:
    """Return the offset of the last character of `text[start:end]` but white space and a closing mark."""
    last = end - 1
    while last >= start and text[last].isspace():
        last -= 1
    return last - 1 if last > start and text[last] in ".,;:" else last


def _line_above(text: str, start: int, end: int) -> tuple[int, TimeMark] | None:
    """Return the last line of `text[start:end]`, if it is a time alone: its offset and the mark."""
    last = end
    while last > start and text[last - 1].isspace():
        last -= 1
    line_start = text.rfind("\n", 0, last) + 1
    if line_start < start or line_start >= last:
        return None
    mark = time_line(text[line_start:last])
    return (line_start, mark) if mark else None


def _begun(label: Label, start: int, mark: TimeMark) -> Label:
    begins = mark.begins if label.begins is None else label.begins
    return label._replace(start=start, begins=begins, ends=mark.ends if label.ends is None else label.ends)


def _last_time(mark: TimeMark) -> float | None:
    return mark.begins if mark.ends is None else mark.ends
