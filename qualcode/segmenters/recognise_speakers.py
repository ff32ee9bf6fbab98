"""Recognise who speaks when: a transcript to turns that tile its text.

Turns that the format states are used if they have speakers; otherwise turns are cut at speaker labels in the
text; without labels, each paragraph is a turn.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.model import Role, SourceKind, Transcript, Turn
from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.candidates.find_labels import find_labels
from qualcode.segmenters.labels.candidates.fixed_openings import find_fixed_openings
from qualcode.segmenters.labels.candidates.labels_in_lines import (
    find_labels_at_line_ends,
    find_labels_in_lines,
)
from qualcode.segmenters.labels.candidates.named_speakers import find_named
from qualcode.segmenters.labels.candidates.recurring_openings import (
    find_names_in_chats,
    find_numbered_openings,
    find_recurring_openings,
)
from qualcode.segmenters.labels.closing_table import find_closing_table, table_warning
from qualcode.segmenters.labels.cut_turns import (
    add_unlabelled,
    cut_turns,
    with_closing_lines,
    with_closing_table,
    with_notes,
)
from qualcode.segmenters.labels.header_block import HeaderBlock, read_header_block
from qualcode.segmenters.labels.number_times import take_number_times
from qualcode.segmenters.labels.question_numbers import name_question_speakers
from qualcode.segmenters.labels.speaker_evidence import LabelVerdict, choose_labels
from qualcode.segmenters.labels.speaker_warnings import (
    label_warnings,
    warn_of_absent,
    warn_of_changes_of_speaker,
    warn_of_doubtful,
)
from qualcode.segmenters.labels.turn_times import take_leading_times, without_marks
from qualcode.segmenters.paragraphs import paragraph_starts, paragraph_turns

if TYPE_CHECKING:
    from qualcode.segmenters.labels.label_styles import Label

NO_SPEAKERS = "none"
_NO_SPEAKER = (
    "No speaker was recognised: each paragraph is a turn. "
    "`qualcode sources kind SOURCE document` is for texts in which nobody speaks."
)
_MIN_TIME_OF_DAY = 5 * 3600.0
"""Seconds: recordings whose first time is later, and later than they are long, state times of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """The turns of a transcript, numbered from 1, and warnings about their speakers."""

    turns: tuple[Turn, ...]
    warnings: tuple[str, ...] = ()

    @property
    def duration(self) -> float | None:
        """Seconds up to the last time that the transcript states; None if it states none.

        Times of day, as of a meeting at 10:02:03, count from the first.
        """
        times = [time for turn in self.turns for time in (turn.begins, turn.ends) if time is not None]
        if not times:
            return None
        first, last = min(times), max(times)
        return last - first if first >= _MIN_TIME_OF_DAY and last - first < first else last


def recognise_turns(
    transcript: Transcript,
    *,
    kind: SourceKind = SourceKind.INTERVIEW,
    speakers: str | None = None,
    named_speakers: Sequence[str] = (),
    interviewers: Sequence[str] = (),
) -> Recognition:
    """Recognise the turns of a transcript.

    `speakers` is a regular expression for labels, or `none` for paragraphs as turns; `named_speakers` begin
    a turn wherever they begin a line; `interviewers` are names of interviewers besides the usual labels.
    """
    interviewer_keys = frozenset(speaker_names.speaker_key(name) for name in interviewers)
    turns: tuple[Turn, ...]
    warnings: tuple[str, ...]
    if kind is SourceKind.DOCUMENT or speakers == NO_SPEAKERS:
        turns, warnings = _turns_without_speakers(transcript), ()
    elif any(turn.speaker for turn in transcript.turns) and speakers is None:
        turns, warnings = _stated_turns(transcript, interviewer_keys), ()
    else:
        turns, warnings = _labelled_turns(transcript, speakers, named_speakers, interviewer_keys)
    warnings += warn_of_absent(named_speakers, turns)
    return Recognition(turns=_with_pages_and_headings(transcript, turns), warnings=warnings)


def _stated_turns(transcript: Transcript, interviewer_keys: frozenset[str]) -> tuple[Turn, ...]:
    """Return the turns of a format that states speakers, without the time marks that are in their words."""
    return tuple(
        without_marks(transcript.text, _with_role(turn, interviewer_keys)) for turn in transcript.turns
    )


def _turns_without_speakers(transcript: Transcript) -> tuple[Turn, ...]:
    """Return the format's turns without their speakers, or else the paragraphs."""
    if transcript.turns:
        return tuple(replace(turn, speaker="") for turn in transcript.turns)
    return paragraph_turns(transcript.text, transcript.headings)


def _labelled_turns(
    transcript: Transcript,
    pattern: str | None,
    named_speakers: Sequence[str],
    interviewer_keys: frozenset[str],
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    text = transcript.text
    paragraphs = [turn.span.start for turn in transcript.turns] or paragraph_starts(text, transcript.headings)
    header = HeaderBlock()
    if pattern is not None:
        from qualcode.segmenters.labels.candidates.custom_label_pattern import match_labels

        verdict = LabelVerdict(labels=tuple(match_labels(pattern, text)))
    else:
        header = read_header_block(text)
        verdict = _chosen_labels(transcript, header.end, len(paragraphs), named_speakers, interviewer_keys)
    if not verdict.labels:
        turns = take_leading_times(text, _turns_without_speakers(transcript))
        doubtful = (
            verdict.doubtful
            or find_recurring_openings(text)
            or find_numbered_openings(text)
            or find_names_in_chats(text)
            or find_fixed_openings(text)
            or find_labels_at_line_ends(text)
            or find_labels_in_lines(text, ())
        )
        return turns, (
            _NO_SPEAKER,
            *warn_of_doubtful(text, turns, doubtful),
            *warn_of_changes_of_speaker(text),
        )
    labels, unsure_times = (
        take_number_times(text, verdict.labels) if pattern is None else (verdict.labels, ())
    )
    if pattern is None and all(speaker_names.is_interviewer(label.key, interviewer_keys) for label in labels):
        labels = add_unlabelled(labels, paragraphs)
    with_closings = with_closing_lines(text, labels)
    closings = {label.start for label in with_closings} - {label.start for label in labels}
    table = find_closing_table(text, labels, transcript.headings, closings)
    all_labels = with_notes(with_closing_table(with_closings, table), text, transcript.notes)
    turns = cut_turns(transcript, all_labels, interviewer_keys, header.roles)
    return turns, (
        *label_warnings(text, labels, header.end),
        *unsure_times,
        *([table_warning(text, table)] if table else ()),
        *warn_of_doubtful(text, turns, _with_labels_in_lines(text, verdict)),
    )


def _with_labels_in_lines(text: str, verdict: LabelVerdict) -> "tuple[Label, ...]":
    """Return the labels that look like those of speakers, with those in the middle of lines."""
    in_lines = find_labels_in_lines(text, verdict.labels)
    if not in_lines:
        return verdict.doubtful
    return tuple(sorted((*verdict.doubtful, *in_lines), key=lambda label: label.start))


def _chosen_labels(
    transcript: Transcript,
    header_end: int,
    paragraphs: int,
    named_speakers: Sequence[str],
    interviewer_keys: frozenset[str],
) -> LabelVerdict:
    text = transcript.text
    named_keys = frozenset(speaker_names.speaker_key(name) for name in named_speakers)
    candidates: list[Label] = [
        label for label in find_labels(transcript) if label.start >= header_end or label.key in named_keys
    ]
    candidates += find_named(text, named_speakers)
    if transcript.notes:
        note_starts = {note.start for note in transcript.notes}
        candidates = [label for label in candidates if label.start not in note_starts]
    return choose_labels(name_question_speakers(candidates), text, paragraphs, interviewer_keys | named_keys)


def _with_role(turn: Turn, interviewer_keys: frozenset[str]) -> Turn:
    """Return the turn with the role of the speaker that the format states."""
    if not turn.speaker:
        return turn
    asks = speaker_names.is_interviewer(speaker_names.speaker_key(turn.speaker), interviewer_keys)
    return replace(turn, role=Role.INTERVIEWER if asks else Role.PARTICIPANT)


def _with_pages_and_headings(transcript: Transcript, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns with their pages and headings, if the format has them."""
    if not transcript.pages and not transcript.headings:
        return tuple(turns)
    heading_starts = [span.start for span, _ in transcript.headings]
    completed = []
    for turn in turns:
        page = bisect_right(transcript.pages, turn.body.start) if transcript.pages else None
        last_heading = bisect_right(heading_starts, turn.body.start) - 1
        span, level = transcript.headings[last_heading] if last_heading >= 0 else (None, None)
        completed.append(
            replace(
                turn,
                page=page,
                heading=span.of(transcript.text) if span else "",
                level=level if span and span.start == turn.body.start and not turn.speaker else None,
            )
        )
    return tuple(completed)
