"""Possible labels on one line, in each style.

More is accepted than labels; `speaker_evidence` decides which of them are speakers.
"""

import re
from collections.abc import Iterator

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label, Style, new_label
from qualcode.text.labels import speaker_labels as patterns
from qualcode.text.labels.line_openings import line_opening
from qualcode.text.labels.speaker_labels import MAX_NAME_LENGTH, UNMARKED_CHARACTER
from qualcode.text.labels.time_marks import TimeMark, name_and_time
from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.time_codes import parse_time_code, seconds_with_unit

DASHES = (" - ", " \u2013 ", " \u2014 ")
RARE_SEPARATORS = (";", "|", "> ", " =", " /", " ~", "::", "--", "->", "\u2192", "\u2013 ", "\u2014 ", "  ")
MAX_SEPARATOR_OFFSET = 70
OPENING_BRACKETS = frozenset("[{(<")
RARE_OPENERS = frozenset('(<\u00ab"\u201c*|>')
LINE_OPENERS = frozenset("0123456789[(<{#|@\u00a4")
"""First characters of lines that may have something in front of a label: a time, a date, a number."""

_QUESTION_NUMBER = LazyPattern(r"(Q\.?\s?\d{1,4})[.)]?(?:\s+(?=\S)|$)")
_DASH = LazyPattern("|".join(DASHES))
_BOLD_MARKS = ("**", "__")
_UNSURE = LazyPattern(r"\s*(?:[\[(]\?[\])]|(?<=\w)\?)$")
"""The mark of a typist who is not sure who speaks: `Nia (?)`, `Nia?`."""
_SPECIAL_OPENERS = frozenset("QBFf")
"""First letters of labels in which more than the name is read: `Q1 Chair:`, `BY MR. ELM:`, `From Nia:`."""
_UNSURE_ENDS = frozenset(")]?")
_TO_WHOM = LazyPattern(r"[Ff]rom\s+(\S.*?)(?:\s+to\s+\S.*)?$")
"""A line of a chat: `From Nia to Everyone`."""
_AROUND_HEADING = "# \t\u00a0:*_"
_AROUND_STARS = "*_"
_AROUND_NAME = " \t\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_MAX_NAME_LINE = 40
_NAME_LINE = LazyPattern(rf"[ \t]*(?P<name>[^\W\d_]{UNMARKED_CHARACTER}*?)[ \t]*")
_ALONE = LazyPattern(
    r"[ \t]*(?:\d{1,5} )?(?P<quoted>\")?(?P<name>@?[^\W\d_][^:\t{}<>*#\"]{0,62}?)"
    r"(?(quoted)\"(?: \(\d+\))?)[ \t]*"
)
"""A name alone on a line; WebEx puts it in quotation marks, between numbers."""


def line_labels(line: str, start: int) -> list[Label]:
    """Return the possible labels at the beginning of a line with offset `start`, one of each style."""
    if line[0] not in _SPECIAL_OPENERS and "\t" not in line and (plain := patterns.match_plain_colon(line)):
        name = plain["name"].strip(_AROUND_NAME)
        if name and name[-1] not in _UNSURE_ENDS:
            return [new_label(Style.COLON, start, start + plain.end(), name)]
    labels = [label for style, match in _matches(line) if match and (label := _label(style, match, start))]
    if line.lstrip()[:1] not in LINE_OPENERS or any(
        label.name[0].isalpha() or (label.begins is not None and label.name.isdecimal()) for label in labels
    ):
        return labels
    return list(_after_opening(line, start)) or labels


def heading_labels(line: str, start: int) -> Iterator[Label]:
    """Yield the label of a heading: `## Anna`, `## Anna 00:12`, `## Anna:`; also with words after a colon."""
    words = line.lstrip("# \t")
    indent = len(line) - len(words)
    colon = [label for label in line_labels(words, start + indent) if label.style is not Style.GLUED]
    if colon:
        yield colon[0]._replace(start=start, style=Style.HEADING)
        return
    name = words.strip(_AROUND_HEADING)
    if name and len(name) <= MAX_NAME_LENGTH:
        yield new_label(Style.HEADING, start, start + len(line), name)


def name_above(line: str, line_start: int, mark: TimeMark, start: int) -> Iterator[Label]:
    """Yield the label of a name alone on a line, whose next line is a time."""
    match = _ALONE.fullmatch(line) if len(line) <= MAX_NAME_LENGTH else None
    if match:
        label = new_label(Style.TIME, line_start, start + mark.offset, match["name"])
        yield label._replace(begins=mark.begins, ends=mark.ends)


def name_line(line: str, start: int) -> list[Label]:
    """Return the label of a line that is nothing but a name in capitals or with a capital in each word."""
    match = _NAME_LINE.fullmatch(line) if len(line) <= _MAX_NAME_LINE else None
    if match and not any(word[0].islower() for word in match["name"].split()):
        return [new_label(Style.NAME_LINE, start, start + len(line), match["name"])]
    return []


def name_with_spelt_time(line: str, start: int) -> list[Label]:
    """Return the label of a line with a name and a time that is spelt out."""
    named = name_and_time(line)
    if named is None or not is_capitalised(named[0]):
        return []
    return [new_label(Style.TIME, start, start + len(line), named[0])._replace(begins=named[1].begins)]


def is_capitalised(name: str) -> bool:
    """Whether each word has a capital; what is done is in brackets too, as in `(both laugh) Yes`."""
    return not name[0].islower() and speaker_names.is_capitalised(name)


def _after_opening(line: str, start: int) -> Iterator[Label]:
    """Yield the labels after a date, a time in a rare layout or a number, with that time."""
    opening = line_opening(line)
    if opening is None:
        return
    offset = start + opening.length
    words = line[opening.length :]
    labels = [label for style, match in _matches(words) if match and (label := _label(style, match, offset))]
    if not labels and opening.begins is not None and (comma := patterns.match_comma(words)):
        labels = [new_label(Style.SEPARATED, offset, offset + comma.end(), comma["name"].strip())]
    if not labels:
        name = words.strip(_AROUND_STARS)
        labels = [
            label._replace(style=Style.TIME if opening.begins is not None else Style.NAME_LINE)
            for label in name_line(name, offset + len(words) - len(words.lstrip(_AROUND_STARS)))
        ]
    for label in labels:
        begins = opening.begins if label.begins is None else label.begins
        ends = opening.ends if label.ends is None else label.ends
        yield label._replace(start=start, begins=begins, ends=ends, end=max(label.end, offset))


def _matches(line: str) -> Iterator[tuple[Style, re.Match[str] | None]]:
    """Yield the match of each style at the line's start."""
    if (colon := patterns.match_name_seconds(line)) or (colon := patterns.match_colon(line)):
        yield Style.COLON, colon
    elif ":" in line:
        by_time = patterns.match_name_time(line) or patterns.match_time_name(line)
        yield Style.TIME, by_time
        if not by_time:
            yield Style.GLUED, patterns.match_glued_colon(line)
            yield Style.SEPARATED, patterns.match_name_mark(line)
    stripped = line.lstrip()
    if stripped[:1] in OPENING_BRACKETS:
        yield Style.BRACKET, patterns.match_brackets(line)
        yield Style.VOICE, patterns.match_voice(line)
    elif stripped[:2] in _BOLD_MARKS and not colon:
        yield Style.BOLD, patterns.match_starred(line)
    elif not colon and _DASH.search(line, 0, MAX_SEPARATOR_OFFSET):
        yield Style.DASH, patterns.match_dash(line)
    if not colon and (
        stripped[:1] in RARE_OPENERS or any(separator in line for separator in RARE_SEPARATORS)
    ):
        separated = patterns.match_separated(line)
        yield Style.SEPARATED, separated if separated and is_capitalised(separated["name"]) else None
    if "\t" in line:
        yield Style.TAB, patterns.match_tab(line)


def _label(style: Style, match: re.Match[str], start: int) -> Label | None:
    name, starred, before, after, mark = match.group("name", "starred", "before", "after", "mark")
    name = name.strip(_AROUND_NAME)
    if name[-1:] in _UNSURE_ENDS:
        name = _UNSURE.sub("", name)
    if after:
        name = name.removesuffix(" at").rstrip(", -\u2013\u2014(|@")
    number = _QUESTION_NUMBER.match(name) if name[:1] == "Q" else None
    if number:
        name = name[number.end() :] or "Q"
    elif name[:3] == "BY " and speaker_names.has_title(name[3:]):
        name = name[3:]  # who asks the questions that follow, in the transcripts of court reporters
    elif name[:5] in ("From ", "from ") and (sender := _TO_WHOM.match(name)):
        name = sender[1]
    if not name:
        return None
    return Label(
        style=style,
        start=start,
        end=start + match.end(),
        name=name,
        key=speaker_names.speaker_key(name),
        question=number[1] if number else "",
        begins=_seconds(starred or before or after or _group(match, "seconds")),
        ends=_seconds(_group(match, "until")),
        marked=bool(mark),
    )


def _group(match: re.Match[str], name: str) -> str | None:
    return match[name] if name in match.re.groupindex else None


def _seconds(time_code: str | None) -> float | None:
    """Return the seconds of a time code or of a number with a unit; of other numbers all labels tell it."""
    if not time_code or ":" in time_code:
        return parse_time_code(time_code)
    return seconds_with_unit(time_code)
