"""Find possible speaker labels at the start of each line, in the styles that transcripts are written in.

The search accepts more than labels; `speaker_evidence` decides which of them are speakers.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from qualcode.model import Span, Transcript
from qualcode.segmenters.labels import speaker_names
from qualcode.text import speaker_labels as patterns
from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.speaker_labels import BLANK, MAX_NAME_LENGTH, match_question_answer
from qualcode.text.time_codes import parse_time_code
from qualcode.text.time_marks import TimeMark, time_line


class Style(Enum):
    """What separates a label from the words; a transcript has one main style and may have others."""

    COLON = auto()
    """`Name:`, also with a time code, a question's number, `#`, `**` or brackets around it."""
    VOICE = auto()
    """`<v Name>`"""
    TIME = auto()
    """`Name  00:13` or `00:13 Name` on a line of its own, or a name with a time on the next line."""
    BRACKET = auto()
    """`[Name]` or `{Name}`"""
    TAB = auto()
    """The name, a tab, the words."""
    BOLD = auto()
    """The name in bold type."""
    DASH = auto()
    """`Name - words`"""
    QUESTION_ANSWER = auto()
    """`Q` and `A` before a blank, as court reporters write."""
    HEADING = auto()
    """The name as a heading."""
    GLUED = auto()
    """`Name:words`"""
    ALONE = auto()
    """The name alone on a line, which has a time elsewhere in the file."""
    SEPARATED = auto()
    """`Name; words`, `Name | words`, `Name> words`, `(Name): words`"""
    NAME_LINE = auto()
    """The name alone on a line, in a file without times."""


class Label(NamedTuple):
    """A possible label: the offset of its line, the offset of the words after it, name and times."""

    style: Style
    start: int
    end: int
    name: str
    key: str
    question: str = ""
    """The question's number before the name, `Q1` in `Q1 Chair:`."""
    begins: float | None = None
    ends: float | None = None
    marked: bool = False
    """Whether the author set the name in bold type, also with `**`."""


_QUESTION_NUMBER = LazyPattern(r"(Q\.?\s?\d{1,4})[.)]?(?:\s+(?=\S)|$)")
_DASHES = (" - ", " \u2013 ", " \u2014 ")
_DASH = LazyPattern("|".join(_DASHES))
_MAX_SEPARATOR_OFFSET = 70
_BOLD_MARKS = ("**", "__")
_RARE_SEPARATORS = (";", "|", "> ", " =", " /", " ~", "::", "--", "->", "\u2192", "  ")
_RARE_OPENERS = frozenset('(<\u00ab"\u201c*|>')
_UNSURE = LazyPattern(r"\s*(?:[\[(]\?[\])]|(?<=\w)\?)$")
"""The mark of a typist who is not sure who speaks: `Nia (?)`, `Nia?`."""
_OPENING_BRACKETS = frozenset("[{(<")
_TIME_OPENERS = frozenset("0123456789[(<{#*\\")
_QUESTION_ANSWER_OPENERS = frozenset("QA0123456789")
_OPENERS = _OPENING_BRACKETS | _TIME_OPENERS | _QUESTION_ANSWER_OPENERS | _RARE_OPENERS
_AFTER_BOLD = LazyPattern(rf"{BLANK}*[:\-\u2013\u2014]?{BLANK}*")
_AROUND_BOLD = " \t\u00a0:-\u2013\u2014."
_AROUND_HEADING = "# \t\u00a0:*_"
_WORDS = LazyPattern(r"\S")
_MAX_NAME_LINE = 40
_NAME_LINE = LazyPattern(r"[ \t]*(?P<name>[^\W\d_][^:\t{}\[\]<>*#.,;?!|()\u2026\u201d\"]*?)[ \t]*")
_ALONE = LazyPattern(r"[ \t]*(?P<name>@?[^\W\d_][^:\t{}<>*#]{0,62}?)[ \t]*")


def find_labels(transcript: Transcript) -> list[Label]:
    """Return every possible label, in text order; a line may have one of each style.

    Most lines are only searched for the characters that a label has to have.
    """
    text = transcript.text
    headings = {span.start for span, _ in transcript.headings}
    separated = _lines_with(("\t", "\uff1a", *_DASHES, *_RARE_SEPARATORS), text)
    labels: list[Label] = []
    above_times: list[Label] = []
    last_question_answer = ""
    start = 0
    above, above_start = "", 0
    for line in text.split("\n"):
        first = line.lstrip()[:1]
        if first:
            if headings and start in headings:
                labels += _heading_labels(line, start)
            elif ":" in line or first in _OPENERS or start in separated:
                labels += _line_labels(line, start)
                if first in _TIME_OPENERS and above and (mark := time_line(line)):
                    above_times += _name_above(above, above_start, mark, start)
                if first in _QUESTION_ANSWER_OPENERS and (match := match_question_answer(line)):
                    # A is an English word too: an answer is only taken after a question.
                    name = match["name"]
                    if name == "Q" or last_question_answer == "Q":
                        labels.append(_new_label(Style.QUESTION_ANSWER, start, start + match.end(), name))
                        last_question_answer = name
            elif len(line) <= _MAX_NAME_LINE and first.isupper():
                labels += _name_line(line, start)
            above, above_start = line, start
        start += len(line) + 1
    labels += _without_times_of_next(text, above_times, labels)
    labels += _bold_labels(text, transcript.bold)
    return sorted(labels, key=lambda label: label.start)


def _without_times_of_next(text: str, above_times: list[Label], labels: Sequence[Label]) -> list[Label]:
    """Return the labels of names above times, unless most of these times are those of the labels below them.

    In a file with a time alone above each `Name:`, the line above the time ends the words of a turn.
    """
    starts = {
        label.start
        for label in labels
        if label.style in (Style.COLON, Style.BRACKET, Style.VOICE)
        and _is_capitalised(label.name)
        and not speaker_names.is_not_a_name(label.name)
    }
    below = [_WORDS.search(text, label.end) for label in above_times]
    times_of_next = sum(1 for match in below if match and text.rfind("\n", 0, match.start()) + 1 in starts)
    return [] if 2 * times_of_next > len(above_times) else above_times


def _lines_with(separators: Sequence[str], text: str) -> set[int]:
    """Return the offsets of lines that have a separator near their start."""
    starts: set[int] = set()
    for separator in separators:
        position = text.find(separator)
        while position >= 0:
            start = text.rfind("\n", 0, position) + 1
            if position - start <= _MAX_SEPARATOR_OFFSET:
                starts.add(start)
            position = text.find(separator, position + 1)
    return starts


def find_names_alone(text: str, keys: frozenset[str]) -> list[Label]:
    """Return a label for each line that is one of the names and nothing else."""
    labels = []
    start = 0
    for line in text.split("\n"):
        if line and len(line) <= MAX_NAME_LENGTH and speaker_names.speaker_key(line) in keys:
            name = line.strip()
            labels.append(_new_label(Style.ALONE, start, start + len(line), name))
        start += len(line) + 1
    return labels


def find_before_stops(text: str, labels: Sequence[Label]) -> list[Label]:
    """Return a label for each line that begins with the name of one of the labels and a full stop."""
    stopped = []
    for name in dict.fromkeys(label.name for label in labels if label.name):
        opening = f"\n{name}. "
        position = text.find(opening)
        while position >= 0:
            stopped.append(_new_label(Style.SEPARATED, position + 1, position + len(opening), name))
            position = text.find(opening, position + 1)
    return stopped


def _new_label(style: Style, start: int, end: int, name: str) -> Label:
    return Label(style=style, start=start, end=end, name=name, key=speaker_names.speaker_key(name))


def _line_labels(line: str, start: int) -> list[Label]:
    labels = [_label(style, match, start) for style, match in _matches(line) if match]
    return [label for label in labels if label]


def _matches(line: str) -> Iterator[tuple[Style, re.Match[str] | None]]:
    """Yield the match of each style at the line's start."""
    if colon := patterns.match_colon(line):
        yield Style.COLON, colon
    elif ":" in line:
        by_time = patterns.match_name_time(line) or patterns.match_time_name(line)
        yield Style.TIME, by_time
        if not by_time:
            yield Style.GLUED, patterns.match_glued_colon(line)
    stripped = line.lstrip()
    if stripped[:1] in _OPENING_BRACKETS:
        yield Style.BRACKET, patterns.match_brackets(line)
        yield Style.VOICE, patterns.match_voice(line)
    elif stripped[:2] in _BOLD_MARKS and not colon:
        yield Style.BOLD, patterns.match_starred(line)
    elif not colon and _DASH.search(line, 0, _MAX_SEPARATOR_OFFSET):
        yield Style.DASH, patterns.match_dash(line)
    if not colon and (
        stripped[:1] in _RARE_OPENERS or any(separator in line for separator in _RARE_SEPARATORS)
    ):
        separated = patterns.match_separated(line)
        yield Style.SEPARATED, separated if separated and _is_capitalised(separated["name"]) else None
    if "\t" in line:
        yield Style.TAB, patterns.match_tab(line)


def _is_capitalised(name: str) -> bool:
    """Whether each word has a capital; what is done is in brackets too, as in `(both laugh) Yes`."""
    return not name[0].islower() and speaker_names.is_capitalised(name)


def _label(style: Style, match: re.Match[str], start: int) -> Label | None:
    name, starred, before, after, mark = match.group("name", "starred", "before", "after", "mark")
    name = _UNSURE.sub("", name.strip())
    if after:
        name = name.removesuffix(" at")
    number = _QUESTION_NUMBER.match(name) if name[:1] == "Q" else None
    if number:
        name = name[number.end() :] or "Q"
    elif name[:3] == "BY " and speaker_names.has_title(name[3:]):
        name = name[3:]  # who asks the questions that follow, in the transcripts of court reporters
    if not name:
        return None
    return Label(
        style=style,
        start=start,
        end=start + match.end(),
        name=name,
        key=speaker_names.speaker_key(name),
        question=number[1] if number else "",
        begins=_seconds(starred or before or after),
        marked=bool(mark),
    )


def _seconds(time_code: str | None) -> float | None:
    return parse_time_code(time_code) if time_code else None


def _heading_labels(line: str, start: int) -> Iterator[Label]:
    """Yield the label of a heading: `## Anna`, `## Anna 00:12`, `## Anna:`; also with words after a colon."""
    words = line.lstrip("# \t")
    indent = len(line) - len(words)
    colon = [label for label in _line_labels(words, start + indent) if label.style is not Style.GLUED]
    if colon:
        yield colon[0]._replace(start=start, style=Style.HEADING)
        return
    name = words.strip(_AROUND_HEADING)
    if name and len(name) <= MAX_NAME_LENGTH:
        yield _new_label(Style.HEADING, start, start + len(line), name)


def _name_above(line: str, line_start: int, mark: TimeMark, start: int) -> Iterator[Label]:
    """Yield the label of a name alone on a line, whose next line is a time."""
    match = _ALONE.fullmatch(line) if len(line) <= MAX_NAME_LENGTH else None
    if match:
        label = _new_label(Style.TIME, line_start, start + mark.offset, match["name"])
        yield label._replace(begins=mark.begins, ends=mark.ends)


def _name_line(line: str, start: int) -> Iterator[Label]:
    """Yield the label of a line that is nothing but a name in capitals or with a capital in each word."""
    match = _NAME_LINE.fullmatch(line)
    if match and not any(word[0].islower() for word in match["name"].split()):
        yield _new_label(Style.NAME_LINE, start, start + len(line), match["name"])


def _bold_labels(text: str, bold: Sequence[Span]) -> Iterator[Label]:
    for span in bold:
        name = span.of(text).strip(_AROUND_BOLD)
        if name and len(name) <= MAX_NAME_LENGTH and "\n" not in name and ":" not in name:
            separator = _AFTER_BOLD.match(text, span.end)
            end = separator.end() if separator else span.end
            yield _new_label(Style.BOLD, span.start, end, name)._replace(marked=True)
