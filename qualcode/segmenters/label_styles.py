"""Find possible speaker labels at the start of each line, in the styles that transcripts are written in.

The search accepts more than labels; `speaker_evidence` decides which of them are speakers.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from qualcode.model import Span
from qualcode.segmenters import speaker_names
from qualcode.text.speaker_labels import (
    BLANK,
    MAX_NAME_LENGTH,
    match_brackets,
    match_colon,
    match_name_time,
    match_tab,
    match_time_name,
    match_voice,
)
from qualcode.text.time_codes import parse_time_code


class Style(Enum):
    """What separates a label from the words; a transcript uses one style throughout."""

    COLON = auto()
    """`Name:`, also with a time code, a question's number, `#`, `**` or brackets around it."""
    VOICE = auto()
    """`<v Name>`"""
    TIME = auto()
    """`Name  00:13` or `00:13 Name` on a line of its own."""
    BRACKET = auto()
    """`[Name]` or `{Name}`"""
    TAB = auto()
    """The name, a tab, the words."""
    BOLD = auto()
    """The name in bold type."""


class Label(NamedTuple):
    """A possible label: the offset of its line, the offset of the words after it, name and time."""

    style: Style
    start: int
    end: int
    name: str
    key: str
    asks: bool = False
    """Whether a question's number is before the name, as in `Q1 Chair:`."""
    begins: float | None = None


_QUESTION_NUMBER = re.compile(r"Q\.?\s?\d{1,4}[.)]?(?:\s+(?=\S)|$)")
_OPENING_BRACKETS = frozenset("[{(<")
_AFTER_BOLD = re.compile(rf"{BLANK}*[:\-–—]?{BLANK}*")  # noqa: RUF001 - dashes are meant
_AROUND_BOLD = " \t\u00a0:-–—."  # noqa: RUF001 - dashes are meant


def find_labels(text: str, bold: Sequence[Span]) -> list[Label]:
    """Return every possible label, in text order; a line may have one of each style."""
    labels: list[Label] = []
    start = 0
    for line in text.split("\n"):
        if line:
            for style, match in _matches(line):
                label = _label(style, match, start)
                if label:
                    labels.append(label)
        start += len(line) + 1
    if bold:
        labels += _bold_labels(text, bold)
        labels.sort(key=lambda label: label.start)
    return labels


def _matches(line: str) -> list[tuple[Style, re.Match[str]]]:
    """Return the match of each style at the line's start; most lines are only searched for characters."""
    matches: list[tuple[Style, re.Match[str] | None]] = []
    if colon := match_colon(line):
        matches.append((Style.COLON, colon))
    else:
        matches.append((Style.TIME, match_name_time(line) or match_time_name(line)))
    if line.lstrip()[:1] in _OPENING_BRACKETS:
        matches.append((Style.BRACKET, match_brackets(line)))
        matches.append((Style.VOICE, match_voice(line)))
    if "\t" in line:
        matches.append((Style.TAB, match_tab(line)))
    return [(style, match) for style, match in matches if match]


def _label(style: Style, match: re.Match[str], start: int) -> Label | None:
    name, before, after = match.group("name", "before", "after")
    name = name.strip()
    number = _QUESTION_NUMBER.match(name) if name[:1] == "Q" else None
    if number:
        name = name[number.end() :] or "Q"
    if not name:
        return None
    return Label(
        style=style,
        start=start,
        end=start + match.end(),
        name=name,
        key=speaker_names.speaker_key(name),
        asks=number is not None,
        begins=parse_time_code(before or after),
    )


def _bold_labels(text: str, bold: Sequence[Span]) -> Iterator[Label]:
    for span in bold:
        name = span.of(text).strip(_AROUND_BOLD)
        if name and len(name) <= MAX_NAME_LENGTH and "\n" not in name and ":" not in name:
            separator = _AFTER_BOLD.match(text, span.end)
            yield Label(
                style=Style.BOLD,
                start=span.start,
                end=separator.end() if separator else span.end,
                name=name,
                key=speaker_names.speaker_key(name),
            )
