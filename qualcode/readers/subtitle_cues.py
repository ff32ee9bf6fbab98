"""Cues to turns: what a recorder cut into seconds becomes what one person said before another did.

The text is made here, a line end after each turn, so the offsets of a turn are known without looking for
labels. What stands inside a cue is left as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from qualcode.model import Span, Transcript, Turn

_BLANKS = re.compile(r"[ \t\r\n]+")
_LABEL = re.compile(r"([^\W_][^:\n]{0,62}):\s+(?=\S)")
_SENTENCE_END = re.compile(r"""[.?!…]["'”’)\]]*$""")  # noqa: RUF001 - typographic quotation marks are meant
_PAUSE = 2.0
"""Seconds of silence after which words without a speaker begin a new line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Some words, who said them, and when, in seconds."""

    text: str
    speaker: str = ""
    begins: float | None = None
    ends: float | None = None


def transcript(
    cues: Iterable[Cue], *, flowing: bool = False, encoding: str = "", warnings: tuple[str, ...] = ()
) -> Transcript:
    """Join consecutive cues of one speaker into turns.

    Where nobody is named, each cue is a turn; if `flowing`, those that break off in mid-sentence are joined.
    """
    joined: list[list[Cue]] = []
    for cue in cues:
        words = cue.text.replace("\r\n", "\n").replace("\r", "\n").strip()
        tidy = replace(cue, text=words, speaker=on_one_line(cue.speaker))
        if not tidy.text:
            continue
        if joined and _goes_on(joined[-1][-1], tidy, flowing=flowing):
            joined[-1].append(tidy)
        else:
            joined.append([tidy])
    turns: list[Turn] = []
    lines: list[str] = []
    start = 0
    for number, parts in enumerate(joined, start=1):
        words = " ".join(part.text for part in parts)
        body = Span(start, start + len(words))
        turns.append(_turn(number, body, parts))
        lines.append(words + "\n")
        start = body.end + 1
    return Transcript(text="".join(lines), turns=tuple(turns), encoding=encoding, warnings=warnings)


def with_named_speakers(cues: list[Cue]) -> list[Cue]:
    """Take `Name:` at the start of cues for their speaker, as Zoom writes it on nearly every cue."""
    labels = [_LABEL.match(cue.text) for cue in cues]
    names = [label[1] for label in labels if label]
    if any(cue.speaker for cue in cues) or 2 * len(names) < len(cues) or 2 * len(set(names)) > len(names):
        return cues
    return [
        replace(cue, speaker=label[1], text=cue.text[label.end() :]) if label else cue
        for cue, label in zip(cues, labels, strict=True)
    ]


def on_one_line(words: str) -> str:
    """Return the words with a blank for every run of white space."""
    return _BLANKS.sub(" ", words).strip()


def _goes_on(before: Cue, cue: Cue, *, flowing: bool) -> bool:
    if cue.speaker != before.speaker:
        return False
    if cue.speaker:
        return True
    pause = cue.begins - before.ends if cue.begins is not None and before.ends is not None else 0.0
    ended = _SENTENCE_END.search(before.text) or _LABEL.match(cue.text)
    return flowing and not ended and pause < _PAUSE


def _turn(number: int, body: Span, parts: list[Cue]) -> Turn:
    ends = [part.ends for part in parts if part.ends is not None]
    return Turn(
        number=number,
        span=Span(body.start, body.end + 1),
        body=body,
        speaker=parts[0].speaker,
        begins=parts[0].begins,
        ends=max(ends) if ends else None,
    )
