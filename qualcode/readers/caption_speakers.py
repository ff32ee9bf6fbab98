"""Speakers of subtitle cues without voice tags, from the marks that captioners write.

`>>` and a dash at the start of a line say that another person speaks; `Name:`, `>> Name:` and `(Name)` name
them. A cue is split where one of them begins a line. Names in brackets, after `>>` and on most cues become
speakers here; any other `Name:` only begins a turn, and is recognised later as in every text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.model import LeftOut, LeftOutKind
from qualcode.readers.subtitle_cues import Cue
from qualcode.text.labels.speaker_labels import match_colon
from qualcode.text.time_codes import TIME_CODE

_CHEVRONS = re.compile(r"(?:^|(?<=\s))>{2,3}[ \t]*")
_DASH = re.compile(r"[ \t]*[-–—](?:[ \t]+|(?=[^\W\d_a-z]))")  # noqa: RUF001 - dashes are meant
_BRACKETS = re.compile(r"[ \t]*[(\[](?P<name>[^\W\d_a-z][^()\[\]:]{0,40})[)\]]:?(?:[ \t]+|$)")
_MIN_OCCURRENCES = 2
_NO_PLAIN_NAME = re.compile(
    r"\d|From\s|(?:speaker|name)$|.*\s(?:says?|said|asks?|asked|replie[sd])$", re.IGNORECASE
)
_TIME_FIRST = re.compile(rf"\s*[\[(#]?{TIME_CODE}")
# fmt: off
_SOUNDS = frozenset([
    "applause", "beep", "chuckles", "chuckling", "coughs", "crosstalk", "crying", "inaudible", "indistinct",
    "laughing", "laughs", "laughter", "music", "noise", "pause", "phone", "sigh", "sighs", "silence", "sings",
    "sobs", "unclear", "unintelligible",
])
# fmt: on
"""Words in brackets that tell what is heard and not who speaks."""


@dataclass(slots=True)
class _Part:
    """A cue, or what one person says in it: `name` is what may be their label, `rest` the text after it."""

    cue: Cue
    text: str
    mark: str = ""
    """`>>`, `-`, or empty."""
    form: str = ""
    """How the name is written: `:`, `(`, or empty."""
    name: str = ""
    rest: str = ""
    label: str = ""

    @property
    def begins_turn(self) -> bool:
        return bool(self.mark or self.form)


def assign_speakers(cues: Sequence[Cue]) -> tuple[list[Cue], list[LeftOut]]:
    """Return the cues, split where another person begins to speak, and the names taken out of their text."""
    if any(cue.speaker for cue in cues):
        return list(cues), []
    lines = (line for cue in cues for line in cue.text.split("\n"))
    names = Counter(label["name"] for line in lines if (label := match_colon(_CHEVRONS.sub("", line))))
    parts = [part for cue in cues for part in _parts(cue, names)]
    speakers = _names_in_brackets(parts) or _names_after_chevrons(parts) or _names_on_most(parts)
    speaker = ""
    # A name on each of several cues in a row is on every cue: then one without is nobody's.
    is_on_every_cue = any(upper.name and upper.name == lower.name for upper, lower in pairwise(parts))
    result: list[Cue] = []
    labels: list[str] = []
    for part in parts:
        text = part.text
        if part.name in speakers:
            speaker, text = part.name, part.rest
            labels.append(part.label)
        elif part.mark or (is_on_every_cue and result and result[-1].text.strip()):
            speaker = ""
        result.append(replace(part.cue, text=text, speaker=speaker, begins_turn=part.begins_turn))
    return result, [LeftOut(kind=LeftOutKind.SPEAKERS, text=" | ".join(labels))] if labels else []


def _parts(cue: Cue, names: Mapping[str, int]) -> Iterator[_Part]:
    """Yield a cue's lines up to the next one that a mark or a label begins."""
    part: _Part | None = None
    for position, line in enumerate(cue.text.split("\n")):
        before, *marked = _CHEVRONS.split(line)
        for number, text in enumerate((before, *marked)):
            if number == 0 and not text.strip():
                continue
            new = _begun_by(cue, text, ">>" if number else "")
            is_label = new.form == "(" or names.get(new.name, 0) >= _MIN_OCCURRENCES or position == 0
            if part is not None and (new.mark or (new.form and is_label)):
                yield part
                part = new
            elif part is None:
                part = new
            else:
                part.text += f"\n{text}"
                part.rest += f"\n{text}"
    if part is not None:
        yield part


def _begun_by(cue: Cue, line: str, mark: str) -> _Part:
    """Return a part of a cue that a line begins, without the mark in front of it."""
    dash = None if mark else _DASH.match(line)
    text = line[dash.end() :] if dash else line
    part = _Part(cue, text, mark or ("-" if dash else ""))
    bracketed = _BRACKETS.match(text)
    if bracketed and not _SOUNDS.intersection(bracketed["name"].casefold().split()):
        part.form, match = "(", bracketed
    elif colon := match_colon(text):
        part.form, match = ":", colon
    else:
        return part
    part.name, part.rest, part.label = match["name"].strip(" ,"), text[match.end() :], match[0]
    return part


def _names_in_brackets(parts: Sequence[_Part]) -> frozenset[str]:
    """Return the names in brackets if they recur and are not only remarks on a few cues."""
    on_own_line = [part for part in parts if part.form == "(" and part.rest.startswith("\n")]
    labelled = [part for part in parts if part.form == "(" and part.rest.strip()]
    names = Counter(part.name for part in labelled)
    is_usual = 2 * len(on_own_line) >= len(labelled) or 2 * len(labelled) >= len(parts)
    if not names or not is_usual or names.total() < _MIN_OCCURRENCES * len(names):
        return frozenset()
    return frozenset(names)


def _names_after_chevrons(parts: Sequence[_Part]) -> frozenset[str]:
    """Return the names after `>>` that recur or are in capitals."""
    names = Counter(part.name for part in parts if part.mark == ">>" and part.form == ":")
    return frozenset(name for name, count in names.items() if count >= _MIN_OCCURRENCES or name.isupper())


def _names_on_most(parts: Sequence[_Part]) -> frozenset[str]:
    """Return the names before a colon if they are on most cues and recur, as Zoom writes them."""
    labelled = [part for part in parts if part.form == ":" and part.rest.strip()]
    names = Counter(part.name for part in labelled)
    if any(_NO_PLAIN_NAME.match(name) for name in names) or 2 * sum(
        bool(_TIME_FIRST.match(part.rest)) for part in labelled
    ) > len(labelled):
        return frozenset()  # labels that are recognised in the text, as in all formats
    if 2 * names.total() < len(parts) or names.total() < _MIN_OCCURRENCES * len(names):
        return frozenset()
    return frozenset(names)
