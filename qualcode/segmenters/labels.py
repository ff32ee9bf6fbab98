"""Where a speaker's label may stand: at a line's start, in one of the styles that transcripts are written in.

Finding is generous here; `evidence` decides which of the finds are labels.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from qualcode.model import Span
from qualcode.segmenters import names


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
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
_TIME = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_INDENT = rf"{_BLANK}*(?:[\u200e\u200f\ufeff]{_BLANK}*)?"
_BEFORE = rf"(?:[\[(<{{]?(?P<before>{_TIME})[\])>}}]?{_BLANK}*[-–—]?{_BLANK}*)?"  # noqa: RUF001 - dashes are meant
_AFTER = rf"{_BLANK}*[\[(<]?(?P<after>{_TIME})[\])>]?"
_NAME = r"(?P<name>[^\W_][^:：\t\[\]{}<>*#]{0,62}?)"  # noqa: RUF001 - the colon of Chinese and Japanese
_COLON = re.compile(
    rf"{_INDENT}{_BEFORE}(?:\d{{1,4}}[.)]?{_BLANK}+)?(?:\*\*|__)?\#?[\[{{]?{_NAME}[\]}}]?(?:\*\*|__)?"
    rf"(?:{_AFTER})?{_BLANK}*(?::(?:\*\*|__)?(?=\s|$)|：)"  # noqa: RUF001 - as above
)
_ON_ITS_OWN = re.compile(rf"{_INDENT}(?:{_NAME}(?:{_BLANK}+{_AFTER}))\s*$")
_ON_ITS_OWN_AFTER = re.compile(rf"{_INDENT}[\[(]?(?P<after>{_TIME})[\])]?{_BLANK}+{_NAME}\s*$")
_BRACKET = re.compile(
    rf"{_INDENT}{_BEFORE}(?:\[{_NAME}\]|\{{(?P<braced>[^\W_][^:{{}}\[\]]{{0,62}})\}})(?=\s|$)"
)
_TAB = re.compile(rf"{_INDENT}(?:\d{{1,4}}\t)?{_BEFORE}{_NAME}{_BLANK}*\t(?:{_AFTER}\t)?(?=\S)")
_VOICE = re.compile(r"\s*<v(?:\.[^\s>]*)?[ \t](?P<name>[^>\n]{1,63})>")
_QUESTION = re.compile(r"Q\.?\s?\d{1,4}[.)]?(?:\s+(?=\S)|$)")
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
        found.extend(_in_line(line, start))
        start += len(line) + 1
    if bold:
        found += _in_bold(text, bold)
        found.sort(key=lambda label: label.start)
    return found


def _in_line(line: str, start: int) -> Iterator[Label]:
    head = line[:_HEAD]
    first = head.lstrip()[:1]
    if not first:
        return
    if ":" in head or "：" in head:  # noqa: RUF001 - the colon of Chinese and Japanese
        if match := _COLON.match(head):
            yield from _label(Style.COLON, match, start)
        elif len(line) < _HEAD and (match := _ON_ITS_OWN.match(line) or _ON_ITS_OWN_AFTER.match(line)):
            yield from _label(Style.TIME, match, start)
    if first in "[{(" and (match := _BRACKET.match(head)):
        yield from _label(Style.BRACKET, match, start)
    elif first == "<" and (match := _VOICE.match(head)):
        yield from _label(Style.VOICE, match, start)
    if "\t" in head and (match := _TAB.match(head)):
        yield from _label(Style.TAB, match, start)


def _label(style: Style, match: re.Match[str], start: int) -> Iterator[Label]:
    parts = match.groupdict()
    name = (parts["name"] or parts.get("braced") or "").strip()
    question = _QUESTION.match(name)
    if question:
        name = name[question.end() :] or "Q"
    if name:
        yield Label(
            style=style,
            start=start,
            end=start + match.end(),
            name=name,
            key=names.key(name),
            asks=question is not None,
            begins=seconds(parts.get("before") or parts.get("after")),
        )


def _in_bold(text: str, bold: Sequence[Span]) -> Iterator[Label]:
    for span in bold:
        name = span.of(text).strip(_AROUND_BOLD)
        if name and len(name) <= _LONGEST and "\n" not in name and ":" not in name:
            after = _AFTER_BOLD.match(text, span.end)
            end = after.end() if after else span.end
            yield Label(style=Style.BOLD, start=span.start, end=end, name=name, key=names.key(name))


def seconds(clock: str | None) -> float | None:
    """Return seconds from `1:02:03.5` or `02:03`; None for nothing."""
    if not clock:
        return None
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
