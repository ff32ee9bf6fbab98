"""Who speaks when: a transcript to turns that tile its text.

Turns that the format states are taken as they are; labels in the text come next; paragraphs are what is left.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.model import Role, SourceKind, Transcript, Turn, count_words
from qualcode.segmenters import speaker_names
from qualcode.segmenters.cut_turns import cut, with_unlabelled
from qualcode.segmenters.label_pattern import labels_by
from qualcode.segmenters.label_styles import Label, find_labels
from qualcode.segmenters.paragraphs import paragraph_starts, paragraph_turns
from qualcode.segmenters.speaker_evidence import LabelVerdict, weigh

NO_SPEAKERS = "none"
_MOST_NAMED = 5
_MUCH = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """The turns of a transcript, numbered from 1, and what a person should look at."""

    turns: tuple[Turn, ...]
    warnings: tuple[str, ...] = ()

    @property
    def duration(self) -> float | None:
        """Seconds up to the last time that the transcript states; None where it states none."""
        return max(
            (time for turn in self.turns for time in (turn.begins, turn.ends) if time is not None),
            default=None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerSummary:
    """How much one speaker says."""

    speaker: str
    role: Role
    turns: int
    words: int


def turns(
    transcript: Transcript,
    *,
    kind: SourceKind = SourceKind.INTERVIEW,
    speakers: str | None = None,
    interviewer: Sequence[str] = (),
) -> Recognition:
    """Recognise the turns of a transcript.

    `speakers` is a regular expression for labels, or `none` for paragraphs as turns; `interviewer` are labels
    of interviewers besides the usual ones.
    """
    named = frozenset(speaker_names.key(name) for name in interviewer)
    found: tuple[Turn, ...]
    warnings: tuple[str, ...]
    if kind is SourceKind.DOCUMENT or speakers == NO_SPEAKERS:
        found, warnings = _unspoken(transcript), ()
    elif any(turn.speaker for turn in transcript.turns) and speakers is None:
        found, warnings = tuple(_with_role(turn, named) for turn in transcript.turns), ()
    else:
        found, warnings = _labelled(transcript, speakers, named)
    return Recognition(turns=_placed(transcript, found), warnings=warnings)


def summarise(text: str, turns: Sequence[Turn]) -> tuple[SpeakerSummary, ...]:
    """Return each speaker's turns and words, labels not counted, in the order in which they first speak."""
    by_speaker: dict[tuple[str, Role], list[Turn]] = {}
    for turn in turns:
        by_speaker.setdefault((turn.speaker, turn.role), []).append(turn)
    return tuple(
        SpeakerSummary(
            speaker=speaker,
            role=role,
            turns=len(own),
            words=sum(count_words(turn.body.of(text)) for turn in own),
        )
        for (speaker, role), own in by_speaker.items()
    )


def _unspoken(transcript: Transcript) -> tuple[Turn, ...]:
    """Return the format's turns without their speakers, or else the paragraphs."""
    if transcript.turns:
        return tuple(replace(turn, speaker="") for turn in transcript.turns)
    return paragraph_turns(transcript.text, transcript.headings)


def _labelled(
    transcript: Transcript, pattern: str | None, named: frozenset[str]
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    text = transcript.text
    paragraphs = [turn.span.start for turn in transcript.turns] or paragraph_starts(text, transcript.headings)
    if pattern is not None:
        verdict = LabelVerdict(labels=tuple(labels_by(pattern, text)))
    else:
        headings = {span.start for span, _ in transcript.headings}
        candidates = (label for label in find_labels(text, transcript.bold) if label.start not in headings)
        verdict = weigh(candidates, len(paragraphs), named)
    if not verdict.labels:
        return _unspoken(transcript), ("No speaker was recognised: each paragraph is a turn.",)
    labels = verdict.labels
    if pattern is None and all(speaker_names.is_interviewer(label.key, named) for label in labels):
        labels = with_unlabelled(labels, paragraphs)
    return cut(transcript, labels, named), _warnings(text, labels, verdict.doubtful)


def _with_role(turn: Turn, named: frozenset[str]) -> Turn:
    """Give a turn whose speaker the format states a role."""
    if not turn.speaker:
        return turn
    asks = speaker_names.is_interviewer(speaker_names.key(turn.speaker), named)
    return replace(turn, role=Role.INTERVIEWER if asks else Role.PARTICIPANT)


def _placed(transcript: Transcript, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Add to each turn its page and heading, where the format has them."""
    if not transcript.pages and not transcript.headings:
        return tuple(turns)
    titles = [span.start for span, _ in transcript.headings]
    placed = []
    for turn in turns:
        page = bisect_right(transcript.pages, turn.body.start) if transcript.pages else None
        above = bisect_right(titles, turn.body.start) - 1
        span, level = transcript.headings[above] if above >= 0 else (None, None)
        placed.append(
            replace(
                turn,
                page=page,
                heading=span.of(transcript.text) if span else "",
                level=level if span and span.start == turn.body.start and not turn.speaker else None,
            )
        )
    return tuple(placed)


def _warnings(text: str, labels: Sequence[Label], doubtful: Sequence[str]) -> tuple[str, ...]:
    warnings = []
    speakers = list(dict.fromkeys(label.name for label in labels))
    if "" in speakers:
        listed = " and ".join(repr(name) for name in speakers if name)
        warnings.append(f"Only {listed} has a label: paragraphs without one are taken for the participant's.")
    elif len({label.key for label in labels}) == 1:
        warnings.append(f"Only {speakers[0]!r} has a label: what others say counts as {speakers[0]!r} too.")
    if doubtful:
        listed = ", ".join(repr(name) for name in doubtful[:_MOST_NAMED])
        more = len(doubtful) - _MOST_NAMED
        warnings.append(f"Not taken for speakers: {listed}" + (f" and {more} more." if more > 0 else "."))
    if labels[0].start > _MUCH * len(text):
        warnings.append("A long text stands before the first speaker; it belongs to nobody.")
    return tuple(warnings)
