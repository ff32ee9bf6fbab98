"""Cut turns at labels: each extends to the next label, so turns tile the text from the first label on."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.model import Role, Span, Transcript, Turn
from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label, Style
from qualcode.segmenters.labels.turn_times import take_times

_CLOSING_WORDS = ("transcription", "Transcribed by", "ended after", "nd of ")
_CLOSING_LINE = re.compile(
    r"^(?:\S.{0,60} (?:started|stopped) transcription|Transcribed by .{0,80}|Meeting ended after .{0,30}"
    r"|\W?End of (?:the )?(?:transcript|transcription|recording|interview|audio).{0,20})$",
    re.MULTILINE,
)
"""What Teams, Otter and Google Meet write after the words, and typists: `[End of recording]`."""
_CLOSING_KEY = "\n"
"""The key of nobody's lines; no name has it."""
_INTERVIEWER_QUESTION_SHARE = 0.25
"""A speaker with a question's number before at least this share of turns is an interviewer: now and then a
witness's turn has one too."""


def cut_turns(
    transcript: Transcript,
    labels: Sequence[Label],
    interviewer_keys: frozenset[str],
    header_roles: Mapping[str, Role] | None = None,
) -> tuple[Turn, ...]:
    """Return a turn from each label to the next, with its times from marks in the text or the format's cues.

    A speaker's name is spelt as in the first label; `interviewer_keys` are those that the user named,
    `header_roles` those that the transcript's head tells. Time marks at a turn's ends are outside its body.
    """
    text = transcript.text
    spellings: dict[str, str] = {}
    roles = _roles(labels, interviewer_keys, header_roles or {})
    timed = take_times(text, labels)
    ends = [next_label.label.start for next_label in timed[1:]] + [len(text)]
    turns = []
    for number, ((label, words_end, mark_ends), end) in enumerate(zip(timed, ends, strict=True), start=1):
        begins, cue_ends = _cue_times(transcript, label.start, end) if transcript.turns else (None, None)
        start = min(label.end, end)
        turns.append(
            Turn(
                number=number,
                span=Span(label.start, end),
                body=Span(start, max(start, min(words_end, label.words_end or words_end))).trimmed(text),
                speaker=spellings.setdefault(label.key, label.name),
                role=roles[label.key],
                begins=begins if label.begins is None else label.begins,
                ends=cue_ends if mark_ends is None else mark_ends,
            )
        )
    return _without_silent_speakers(turns)


def _without_silent_speakers(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns, those of a name that never says a word as nobody's: `Break: [00:30]`."""
    heard = {turn.speaker for turn in turns if len(turn.body)}
    return tuple(
        turn if turn.speaker in heard else replace(turn, speaker="", role=Role.PARTICIPANT) for turn in turns
    )


def add_unlabelled(labels: Sequence[Label], paragraphs: Sequence[int]) -> tuple[Label, ...]:
    """Add a label without a name before each run of paragraphs without labels.

    For transcripts that label only the interviewer, as think-aloud protocols do.
    """
    by_paragraph: dict[int, list[Label]] = {}
    for label in labels:
        by_paragraph.setdefault(max(bisect_right(paragraphs, label.start) - 1, 0), []).append(label)
    completed: list[Label] = []
    for position, start in enumerate(paragraphs):
        if position in by_paragraph:
            completed += by_paragraph[position]
        elif not completed or completed[-1].name:
            completed.append(Label(Style.COLON, start, start, "", ""))
    return tuple(completed)


def with_closing_lines(text: str, labels: Sequence[Label]) -> tuple[Label, ...]:
    """Return the labels, and one of nobody for each line that a program adds after the words of a meeting."""
    if not any(word in text for word in _CLOSING_WORDS):
        return tuple(labels)
    starts = {label.start for label in labels}
    first = labels[0].start if labels else len(text)
    closings = [
        Label(Style.COLON, match.start(), match.start(), "", _CLOSING_KEY)
        for match in _CLOSING_LINE.finditer(text)
        if match.start() > first and match.start() not in starts
    ]
    return tuple(sorted((*labels, *closings), key=lambda label: label.start))


def with_closing_table(labels: Sequence[Label], table: Span | None) -> tuple[Label, ...]:
    """Return the labels, and one of nobody for a table after the last speaker's words."""
    if table is None:
        return tuple(labels)
    of_table = Label(Style.COLON, table.start, table.start, "", _CLOSING_KEY, words_end=table.end)
    return tuple(sorted((*labels, of_table), key=lambda label: label.start))


def with_notes(labels: Sequence[Label], text: str, notes: Sequence[Span]) -> tuple[Label, ...]:
    """Return the labels, and one of nobody for each note; after it, the speaker before goes on."""
    if not notes or not labels:
        return tuple(labels)
    starts = [label.start for label in labels]
    added: list[Label] = []
    for note, following in zip(notes, [*(note.start for note in notes[1:]), len(text)], strict=True):
        before = bisect_right(starts, note.start) - 1
        if before < 0:
            continue
        added.append(Label(Style.COLON, note.start, note.start, "", _CLOSING_KEY))
        next_label = starts[before + 1] if before + 1 < len(starts) else len(text)
        rest = Span(note.end, min(following, next_label)).trimmed(text)
        if len(rest):
            speaker = labels[before]
            added.append(Label(Style.COLON, rest.start, rest.start, speaker.name, speaker.key))
    added_starts = {label.start for label in added}
    kept = (label for label in labels if label.start not in added_starts)
    return tuple(sorted((*kept, *added), key=lambda label: label.start))


def _roles(
    labels: Sequence[Label], interviewer_keys: frozenset[str], header_roles: Mapping[str, Role]
) -> dict[str, Role]:
    questions = Counter(label.key for label in labels if label.question)
    counts = Counter(label.key for label in labels)

    def role(key: str) -> Role:
        if key == _CLOSING_KEY:
            return Role.NOBODY
        if key in header_roles and key not in interviewer_keys:
            return header_roles[key]
        asks = key in questions and questions[key] >= _INTERVIEWER_QUESTION_SHARE * counts[key]
        is_interviewer = asks or speaker_names.is_interviewer(key, interviewer_keys)
        return Role.INTERVIEWER if is_interviewer else Role.PARTICIPANT

    return {key: role(key) for key in counts}


def _cue_times(transcript: Transcript, start: int, end: int) -> tuple[float | None, float | None]:
    """Return the start time of the cue at offset `start` and the end time of the last cue before `end`."""
    cues = transcript.turns
    first = bisect_right(cues, start, key=lambda cue: cue.span.start) - 1
    last = bisect_right(cues, end - 1, key=lambda cue: cue.span.start) - 1
    return cues[max(first, 0)].begins, cues[max(last, 0)].ends
