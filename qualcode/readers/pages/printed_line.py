"""A printed line with its position on the page, and the forms in which it may be a speaker's label."""

import re
from dataclasses import dataclass
from itertools import pairwise

from qualcode.text.labels.speaker_labels import (
    match_brackets,
    match_colon,
    match_name_time,
    match_time_name,
    match_voice,
)

_NAME_WORD = re.compile(r"[\w.’'()/-]+")  # noqa: RUF001 - typographic apostrophes are meant
_MAX_NAME_WORDS = 5
_MAX_NAME_WORDS_BEFORE_TIME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A printed line: its page, from 0, its position in points from the lower left corner, its type size."""

    text: str
    page: int
    left: float
    right: float
    """The left edge of the last character."""
    baseline: float
    size: float
    text_left: float | None = None
    """If the line begins with a number: the left edge of the text after it."""
    text_right: float | None = None
    """If the line ends with a number: the left edge of the last character before it."""
    tabs: tuple[int, ...] = ()
    """The offsets of blanks near the line's beginning that are as wide as a tab."""
    is_glued: bool = False
    """Whether the PDF's text has no blank between the line before and this one, a number in the margin."""


def with_tabs(line: PrintedLine) -> str:
    """Return the line's text with a tab in place of the blanks that are as wide as one."""
    if not line.tabs:
        return line.text
    cells = (line.text[start:end].strip() for start, end in pairwise((0, *line.tabs, len(line.text))))
    return "\t".join(cells)


def is_colon_label(text: str) -> bool:
    """Whether the line begins with `Name:`, also with a time."""
    colon = match_colon(text)
    return colon is not None and _is_name(colon["name"], _MAX_NAME_WORDS)


def is_name_with_time(text: str) -> bool:
    """Whether the line is a name and a time code, as Otter writes them; the words are on the next lines."""
    match = match_name_time(text)
    return match is not None and _is_name(match["name"], _MAX_NAME_WORDS_BEFORE_TIME, all_capitals=True)


def begins_with_brackets(text: str) -> bool:
    """Whether the line begins with a name in brackets: `[Anna]`."""
    match = match_brackets(text)
    return match is not None and not match["name"][0].islower()


def is_voice(text: str) -> bool:
    """Whether the line begins with a WebVTT voice tag."""
    return match_voice(text) is not None


def label_on_its_own(text: str) -> str:
    """Return the name on a line that has only a speaker's label, or a name that may be one; else ""."""
    match = match_name_time(text) or match_time_name(text)
    if match is None and (colon := match_colon(text)) and colon.end() == len(text.rstrip()):
        match = colon
    name = match["name"] if match else text.strip()
    return name.casefold() if _is_name(name, _MAX_NAME_WORDS) else ""


def _is_name(words: str, max_words: int, *, all_capitals: bool = False) -> bool:
    """Whether the words may be a name: few, without punctuation, the first one (or all) not in lower case."""
    names = words.split()
    return (
        0 < len(names) <= max_words
        and names[0][0].isalpha()
        and not any(name[0].islower() for name in (names if all_capitals else names[:1]))
        and all(_NAME_WORD.fullmatch(name) for name in names)
    )
