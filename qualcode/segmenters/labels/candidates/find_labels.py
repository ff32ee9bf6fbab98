"""Find possible speaker labels at the start of each line, in the styles that transcripts are written in.

The search accepts more than labels; `speaker_evidence` decides which of them are speakers.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from qualcode.model import Span, Transcript
from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.candidates.line_labels import (
    DASHES,
    LINE_OPENERS,
    MAX_SEPARATOR_OFFSET,
    OPENING_BRACKETS,
    RARE_OPENERS,
    RARE_SEPARATORS,
    heading_labels,
    is_capitalised,
    line_labels,
    name_above,
    name_line,
    name_with_spelt_time,
)
from qualcode.segmenters.labels.candidates.row_labels import find_row_labels
from qualcode.segmenters.labels.label_styles import Label, Style, new_label
from qualcode.text.labels.speaker_labels import BLANK, MAX_NAME_LENGTH, SPEAKER_FIELDS, match_question_answer
from qualcode.text.labels.time_marks import time_line
from qualcode.text.lazy_pattern import LazyPattern

_TIME_OPENERS = frozenset("0123456789[(<{#*\\")
_QUESTION_ANSWER_OPENERS = frozenset("QA0123456789")
_OPENERS = OPENING_BRACKETS | _TIME_OPENERS | _QUESTION_ANSWER_OPENERS | RARE_OPENERS | LINE_OPENERS
_AFTER_BOLD = LazyPattern(rf"{BLANK}*[:\-\u2013\u2014]?{BLANK}*")
_AROUND_BOLD = " \t\u00a0:-\u2013\u2014."
_WORDS = LazyPattern(r"\S")
_MIN_NAMES = 2
_MAX_LETTERS = 2
"""Labels with so few letters, `I` and `R1`, are words or parts of words too."""
_MAX_FOLLOWING = 40
_MAX_FIELD_WORDS = 6
_SENTENCE_ENDS = ".?!\u2026,;"


def find_labels(transcript: Transcript) -> list[Label]:
    """Return every possible label, in text order; a line may have one of each style.

    Most lines are only searched for the characters that a label has to have.
    """
    text = transcript.text
    headings = {span.start for span, _ in transcript.headings}
    separated = _lines_with(("\t", "\uff1a", *DASHES, *RARE_SEPARATORS), text)
    labels: list[Label] = []
    above_times: list[Label] = []
    last_question_answer = ""
    start = 0
    above, above_start = "", 0
    for line in text.split("\n"):
        first = line.lstrip()[:1]
        if first:
            if headings and start in headings:
                labels += heading_labels(line, start)
            elif ":" in line or first in _OPENERS or start in separated:
                labels += line_labels(line, start)
                if first in _TIME_OPENERS and above and (mark := time_line(line)):
                    above_times += name_above(above, above_start, mark, start)
                if first in _QUESTION_ANSWER_OPENERS and (match := match_question_answer(line)):
                    # A is an English word too: an answer is only taken after a question.
                    name = match["name"]
                    if name == "Q" or last_question_answer == "Q":
                        labels.append(new_label(Style.QUESTION_ANSWER, start, start + match.end(), name))
                        last_question_answer = name
            if len(line) <= MAX_NAME_LENGTH and first.isupper():
                labels += name_with_spelt_time(line, start) or name_line(line, start)
            above, above_start = line, start
        start += len(line) + 1
    if below_times := _names_below_times(text, labels):
        ends = {label.end for label in below_times}
        labels = [label for label in labels if label.end not in ends] + below_times
    else:
        labels += _without_times_of_next(text, above_times, labels)
    labels += _bold_labels(text, transcript.bold)
    labels = _with_rows(find_row_labels(text), _named_by_value(text, labels))
    return sorted(labels, key=lambda label: label.start)


def find_names_alone(text: str, keys: frozenset[str]) -> list[Label]:
    """Return a label for each line that is one of the names and nothing else."""
    labels = []
    start = 0
    for line in text.split("\n"):
        if line and len(line) <= MAX_NAME_LENGTH and speaker_names.speaker_key(line) in keys:
            name = line.strip()
            labels.append(new_label(Style.ALONE, start, start + len(line), name))
        start += len(line) + 1
    return labels


def find_known_names(text: str, labels: Sequence[Label]) -> list[Label]:
    """Return a label for each line that may begin with a speaker's name, though no separator follows it.

    After the name of one of the labels is a full stop, the end of the line, or a word that begins a sentence.
    """
    unseparated = []
    for name in dict.fromkeys(label.name for label in labels if len(label.name) > _MAX_LETTERS):
        position = text.find(f"\n{name}")
        while position >= 0:
            end = position + 1 + len(name)
            following = text[end : end + _MAX_FOLLOWING].partition("\n")[0]
            stop = 2 if following[:2] == ". " else 0
            if stop or not following.strip() or begins_sentence_after_name(following):
                unseparated.append(new_label(Style.SEPARATED, position + 1, end + stop, name))
            position = text.find(f"\n{name}", end)
    return unseparated


def begins_sentence_after_name(following: str) -> bool:
    """Whether what is after a name is a blank and the first word of a sentence: `Nia I think so`."""
    word = following.strip().partition(" ")[0].rstrip(",.")
    if following[:1] not in (" ", "\u00a0") or not word[:1].isupper():
        return False
    return word == "I" or speaker_names.begins_sentence(word.casefold())


def _named_by_value(text: str, labels: list[Label]) -> list[Label]:
    """Return the labels; of lines `Speaker: Nia` without other words, the name is the value."""
    fields = {label.start: label for label in labels if label.key in SPEAKER_FIELDS}
    if len(fields) <= _MIN_NAMES:
        return labels
    named: dict[int, Label] = {}
    for field in fields.values():
        end = text.find("\n", field.end)
        end = len(text) if end < 0 else end
        value = text[field.end : end].strip()
        if 0 < len(value.split()) <= _MAX_FIELD_WORDS and value[-1] not in _SENTENCE_ENDS:
            label = new_label(Style.COLON, field.start, end, value)
            named[field.start] = label._replace(begins=field.begins)
    names = Counter(label.key for label in named.values())
    if len(named) < len(fields) or len(names) < _MIN_NAMES or 2 * len(names) > len(named):
        return labels
    return [label for label in labels if label.start not in named] + list(named.values())


def _with_rows(rows: list[Label], labels: list[Label]) -> list[Label]:
    """Return the labels with those of a table's rows in place of others there."""
    if not rows:
        return labels
    first, last = rows[0].start, rows[-1].start
    return [label for label in labels if not first <= label.start <= last] + rows


def _without_times_of_next(text: str, above_times: list[Label], labels: Sequence[Label]) -> list[Label]:
    """Return the labels of names above times, unless most of these times are those of the labels below them.

    In a file with a time alone above each `Name:`, the line above the time ends the words of a turn.
    """
    if not above_times:
        return []
    starts = {
        label.start
        for label in labels
        if label.style in (Style.COLON, Style.BRACKET, Style.VOICE)
        and is_capitalised(label.name)
        and not speaker_names.is_not_a_name(label.name)
    }
    below = [_WORDS.search(text, label.end) for label in above_times]
    times_of_next = sum(1 for match in below if match and text.rfind("\n", 0, match.start()) + 1 in starts)
    return [] if 2 * times_of_next > len(above_times) else above_times


def _names_below_times(text: str, labels: Sequence[Label]) -> list[Label]:
    """Return the labels of names alone on a line between a time and words, if most times have one below."""
    below: list[Label] = []
    for label in labels:
        if label.style is not Style.NAME_LINE or label.start == 0:
            continue
        time_start = text.rfind("\n", 0, label.start - 1) + 1
        mark = time_line(text[time_start : label.start - 1])
        words = text[label.end + 1 :].partition("\n")[0]
        if mark and words.strip() and not time_line(words):
            below.append(
                label._replace(style=Style.TIME, start=time_start, begins=mark.begins, ends=mark.ends)
            )
    if len(below) < _MIN_NAMES:
        return []
    times = sum(1 for line in text.split("\n") if line[:1] in _TIME_OPENERS and time_line(line))
    return below if 2 * len(below) > times else []


def _lines_with(separators: Sequence[str], text: str) -> set[int]:
    """Return the offsets of lines that have a separator near their start."""
    starts: set[int] = set()
    for separator in separators:
        if separator.strip()[:1] not in text:
            continue  # one character is found faster than several
        position = text.find(separator)
        while position >= 0:
            start = text.rfind("\n", 0, position) + 1
            if position - start <= MAX_SEPARATOR_OFFSET:
                starts.add(start)
            position = text.find(separator, position + 1)
    return starts


def _bold_labels(text: str, bold: Sequence[Span]) -> Iterator[Label]:
    for span in bold:
        name = span.of(text).strip(_AROUND_BOLD)
        if name and len(name) <= MAX_NAME_LENGTH and "\n" not in name and ":" not in name:
            separator = _AFTER_BOLD.match(text, span.end)
            end = separator.end() if separator else span.end
            yield new_label(Style.BOLD, span.start, end, name)._replace(marked=True)
