"""Where a speaker's label may stand: at a line's start, in one of the styles that transcripts are written in.

Finding is generous here; `evidence` decides which of the finds are labels.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from qualcode.model import Span
from qualcode.segmenters import speaker_names
from qualcode.text.time_codes import TIME_CODE, parse_time_code


class Style(Enum):
    """How a label is told from the words; a transcript keeps to one style."""

    COLON = auto()
    """`Name:`, also with a time, a question's number, `#`, `**` or brackets around it."""
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
    """A possible label: the offset of its line, that of the words after it, and what it says."""

    style: Style
    start: int
    end: int
    name: str
    key: str
    asks: bool = False
    """A question's number stands before the name, as in `Q1 Chair:`."""
    begins: float | None = None


_BLANK = r"[ \t\u00a0]"
_INDENT = rf"{_BLANK}*(?:[\u200e\u200f\ufeff]{_BLANK}*)?"
_BEFORE = rf"(?:[\[(<{{]?(?P<before>{TIME_CODE})[\])>}}]?{_BLANK}*[-–—]?{_BLANK}*)?"  # noqa: RUF001 - dashes are meant
_AFTER = rf"{_BLANK}*[\[(<]?(?P<after>{TIME_CODE})[\])>]?"
_NAME = r"(?P<name>[^\W_][^:：\t\[\]{}<>*#]{0,62}?)"  # noqa: RUF001 - the colon of Chinese and Japanese
_COLON = re.compile(
    rf"{_INDENT}{_BEFORE}(?:\d{{1,4}}[.)]?{_BLANK}+)?(?:\*\*|__)?\#?[\[{{]?{_NAME}[\]}}]?(?:\*\*|__)?"
    rf"(?:{_AFTER})?{_BLANK}*(?::(?:\*\*|__)?(?=\s|$)|：)"  # noqa: RUF001 - as above
)
# The plain case of the pattern above, which is most lines; the longer one tries ten things at each letter.
_PLAIN = re.compile(
    rf"{_BLANK}*(?P<before>)(?P<name>[^\W\d_][^:：\t\[\]{{}}<>*#(_]{{0,62}})(?P<after>):(?=\s|$)"  # noqa: RUF001
)
_ON_ITS_OWN = re.compile(rf"{_INDENT}(?P<before>){_NAME}{_BLANK}{_AFTER}\s*$")
_ON_ITS_OWN_AFTER = re.compile(
    rf"{_INDENT}[\[(]?(?P<before>{TIME_CODE})[\])]?{_BLANK}+{_NAME}(?P<after>)\s*$"
)
_BRACKET = re.compile(rf"{_INDENT}{_BEFORE}[\[{{]{_NAME}(?:{_BLANK}+{_AFTER})?[\]}}](?=\s|$)")
_TAB = re.compile(rf"{_INDENT}(?:\d{{1,4}}\t)?{_BEFORE}\t?{_NAME}{_BLANK}*\t(?:{_AFTER}\t)?(?=\S)")
_VOICE = re.compile(r"\s*(?P<before>)<v(?:\.[^\s>]*)?[ \t](?P<name>[^>\n]{1,63})>(?P<after>)")
_QUESTION = re.compile(r"Q\.?\s?\d{1,4}[.)]?(?:\s+(?=\S)|$)")
_OPENING = frozenset("[{(<")
_LONGEST = 63
_HEAD = 110
"""No label, with its time and brackets, reaches further into a line than this."""
_AFTER_BOLD = re.compile(r"[ \t\u00a0]*[:\-–—]?[ \t\u00a0]*")  # noqa: RUF001 - dashes are meant
_AROUND_BOLD = " \t\u00a0:-–—."  # noqa: RUF001 - dashes are meant


def find_labels(text: str, bold: Sequence[Span]) -> list[Label]:
    """Return every possible label, in order; a line may have one of each style."""
    found: list[Label] = []
    start = 0
    for line in text.split("\n"):
        if line:
            for style, match in _matches(line):
                label = _label(style, match, start)
                if label:
                    found.append(label)
        start += len(line) + 1
    if bold:
        found += _in_bold(text, bold)
        found.sort(key=lambda label: label.start)
    return found


def _matches(line: str) -> list[tuple[Style, re.Match[str]]]:
    """Return what each style's pattern finds at the line's start; most lines are let go after one look."""
    head = line[:_HEAD]
    first = line.lstrip()[:1]
    matches: list[tuple[Style, re.Match[str] | None]] = []
    if ":" in head or "：" in head:  # noqa: RUF001 - the colon of Chinese and Japanese
        if match := _PLAIN.match(head) or _COLON.match(head):
            matches.append((Style.COLON, match))
        elif len(line) < _HEAD:
            matches.append((Style.TIME, _ON_ITS_OWN.match(line) or _ON_ITS_OWN_AFTER.match(line)))
    if first in _OPENING:
        matches.append((Style.BRACKET, _BRACKET.match(head)))
        matches.append((Style.VOICE, _VOICE.match(head)))
    if "\t" in head:
        matches.append((Style.TAB, _TAB.match(head)))
    return [(style, match) for style, match in matches if match]


def _label(style: Style, match: re.Match[str], start: int) -> Label | None:
    name, before, after = match.group("name", "before", "after")
    name = name.strip()
    question = _QUESTION.match(name) if name[:1] == "Q" else None
    if question:
        name = name[question.end() :] or "Q"
    if not name:
        return None
    begins = parse_time_code(before or after)
    return Label(
        style, start, start + match.end(), name, speaker_names.key(name), question is not None, begins
    )


def _in_bold(text: str, bold: Sequence[Span]) -> Iterator[Label]:
    for span in bold:
        name = span.of(text).strip(_AROUND_BOLD)
        if name and len(name) <= _LONGEST and "\n" not in name and ":" not in name:
            after = _AFTER_BOLD.match(text, span.end)
            end = after.end() if after else span.end
            yield Label(style=Style.BOLD, start=span.start, end=end, name=name, key=speaker_names.key(name))
