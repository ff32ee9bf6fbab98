"""Merge consecutive cues of one speaker into turns.

A cue is what a recorder or a table has per line: some words, perhaps a speaker and times. The text is put
together here, with a line end after each turn, so the offsets of turns are known without searching for
labels. The text of a cue is left as it is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qualcode.model import LeftOut, Span, Transcript, Turn
from qualcode.text.labels.speaker_labels import match_colon

_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_SENTENCE_END = re.compile(r"""[.?!…]["'”’)\]]*$""")  # noqa: RUF001 - typographic quotation marks are meant
_MAX_PAUSE = 2.0
"""Seconds of silence after which words without a speaker begin a new turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words with their speaker and their times, in seconds from the start of the recording."""

    text: str
    speaker: str = ""
    begins: float | None = None
    ends: float | None = None
    begins_turn: bool = False
    """Whether the file marks that another person begins to speak."""
    line: int = 0
    """The line of the file on which the cue begins; 0 if it has none."""


def transcript_from_cues(
    cues: Iterable[Cue],
    *,
    flowing: bool = False,
    label_lines: frozenset[str] | None = None,
    encoding: str = "",
    warnings: tuple[str, ...] = (),
    left_out: tuple[LeftOut, ...] = (),
) -> Transcript:
    """Merge consecutive cues of one speaker into turns.

    Without speakers each cue is a turn; if `flowing`, a cue that ends in mid-sentence takes in the next. With
    `label_lines`, line breaks become blanks, except around these lines.
    """
    by_turn: list[list[Cue]] = []
    for cue in cues:
        text = cue.text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if label_lines is not None:
            text = _joined(text.split("\n"), label_lines)
        if not text:
            continue
        normalised = replace(cue, text=text, speaker=on_one_line(cue.speaker))
        if by_turn and _continues_turn(by_turn[-1][-1], normalised, flowing=flowing):
            by_turn[-1].append(normalised)
        else:
            by_turn.append([normalised])
    turns: list[Turn] = []
    lines: list[str] = []
    start = 0
    for number, turn_cues in enumerate(by_turn, start=1):
        texts = [cue.text for cue in turn_cues]
        words = _joined("\n".join(texts).split("\n"), label_lines) if label_lines else " ".join(texts)
        body = Span(start, start + len(words))
        turns.append(_turn(number, body, turn_cues))
        lines.append(words + "\n")
        start = body.end + 1
    return Transcript(
        text="".join(lines), turns=tuple(turns), encoding=encoding, warnings=warnings, left_out=left_out
    )


def on_one_line(words: str) -> str:
    """Return the words with one blank for each run of white space."""
    return _WHITE_SPACE.sub(" ", words).strip()


def _joined(lines: Iterable[str], label_lines: frozenset[str]) -> str:
    """Join lines by blanks, and by line ends before and after those that are a label; tabs stay."""
    joined = ""
    is_after_label = False
    for line in lines:
        words = "\t".join(map(on_one_line, line.strip().split("\t")))
        if words:
            is_label = words in label_lines
            joined += ("\n" if is_label or is_after_label else " ") * bool(joined) + words
            is_after_label = is_label
    return joined


def _continues_turn(before: Cue, cue: Cue, *, flowing: bool) -> bool:
    if cue.speaker != before.speaker:
        return False
    if cue.speaker:
        return True
    pause = cue.begins - before.ends if cue.begins is not None and before.ends is not None else 0.0
    begins_turn = (
        cue.begins_turn or _SENTENCE_END.search(before.text) or match_colon(cue.text.partition("\n")[0])
    )
    return flowing and not begins_turn and pause < _MAX_PAUSE


def _turn(number: int, body: Span, cues: Sequence[Cue]) -> Turn:
    ends = [cue.ends for cue in cues if cue.ends is not None]
    return Turn(
        number=number,
        span=Span(body.start, body.end + 1),
        body=body,
        speaker=cues[0].speaker,
        begins=cues[0].begins,
        ends=max(ends) if ends else None,
    )
