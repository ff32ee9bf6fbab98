"""Labels to turns: each reaches to where the next begins, so that turns tile the text from the first on."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from qualcode.model import Role, Span, Transcript, Turn
from qualcode.segmenters import speaker_names
from qualcode.segmenters.label_styles import Label, Style

_ASKING_SHARE = 0.25
"""Who has a question's number before this share of turns asks questions; witnesses get one now and then."""


def cut(transcript: Transcript, labels: Sequence[Label], named: frozenset[str]) -> tuple[Turn, ...]:
    """Return a turn from each label to the next, with its times from the label or from the format's cues.

    A speaker is spelt as at first; `named` are the keys of interviewers that a person named.
    """
    text = transcript.text
    spelling: dict[str, str] = {}
    roles = _roles(labels, named)
    ends = [label.start for label in labels[1:]] + [len(text)]
    turns = []
    for number, (label, end) in enumerate(zip(labels, ends, strict=True), start=1):
        begins, ended = _times(transcript, label.start, end) if transcript.turns else (None, None)
        turns.append(
            Turn(
                number=number,
                span=Span(label.start, end),
                body=Span(min(label.end, end), end).trimmed(text),
                speaker=spelling.setdefault(label.key, label.name),
                role=roles[label.key],
                begins=begins if label.begins is None else label.begins,
                ends=ended,
            )
        )
    return tuple(turns)


def with_unlabelled(labels: Sequence[Label], paragraphs: Sequence[int]) -> tuple[Label, ...]:
    """Add a label without a name before each run of paragraphs that has none.

    For transcripts that mark only what the interviewer says, as records of thinking aloud do.
    """
    by_paragraph: dict[int, list[Label]] = {}
    for label in labels:
        by_paragraph.setdefault(max(bisect_right(paragraphs, label.start) - 1, 0), []).append(label)
    found: list[Label] = []
    for position, start in enumerate(paragraphs):
        if position in by_paragraph:
            found += by_paragraph[position]
        elif not found or found[-1].name:
            found.append(Label(Style.COLON, start, start, "", ""))
    return tuple(found)


def _roles(labels: Sequence[Label], named: frozenset[str]) -> dict[str, Role]:
    asked = Counter(label.key for label in labels if label.asks)
    spoken = Counter(label.key for label in labels)
    return {
        key: Role.INTERVIEWER
        if speaker_names.is_interviewer(key, named) or (key in asked and asked[key] >= _ASKING_SHARE * count)
        else Role.PARTICIPANT
        for key, count in spoken.items()
    }


def _times(transcript: Transcript, start: int, end: int) -> tuple[float | None, float | None]:
    """Return when the first cue from `start` begins and the last before `end` ends."""
    cues = transcript.turns
    first = bisect_right(cues, start, key=lambda cue: cue.span.start) - 1
    last = bisect_right(cues, end - 1, key=lambda cue: cue.span.start) - 1
    return cues[max(first, 0)].begins, cues[max(last, 0)].ends
