"""The footnotes of Markdown: marks `[^1]` with definitions `[^1]: words`, and notes in lines: `^[words]`."""

import re
from collections.abc import Callable

from qualcode.model import LeftOut, LeftOutKind, Span
from qualcode.output_formats import NoteUse
from qualcode.readers.text_layout import WITHOUT_MARK
from qualcode.text.labels.recurring_labels import RecurringLabels
from qualcode.text.labels.speaker_labels import match_colon

_DEFINITION = re.compile(
    r"^ {0,3}\[\^(?P<name>[^\]\s]+)\]:(?P<words>.*(?:\n(?:[ \t]*\n)*(?: {4}|\t).*)*)\n?", re.MULTILINE
)
_MARK = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?!:)|(?<!\\)\^\[(?P<words>[^\[\]\n]+)\]")


def may_have_notes(text: str) -> bool:
    """Whether the text has the characters of a footnote."""
    return "[^" in text or "^[" in text


def place_notes(text: str, use: NoteUse) -> tuple[str, list[Span], list[LeftOut]]:
    """Return the text with its footnotes placed, their paragraphs in it, and what is left out of it."""
    left_out: list[LeftOut] = []
    definitions: dict[str, str] = {}

    def define(match: re.Match[str]) -> str:
        if match["name"] in definitions:
            return match[0]
        definitions[match["name"]] = " ".join(match["words"].split())
        left_out.append(LeftOut(kind=LeftOutKind.NOTE_NUMBERS, text=match["name"]))
        return ""

    def take(match: re.Match[str]) -> str:
        if match["words"]:
            return " ".join(match["words"].split())
        left_out.append(LeftOut(kind=LeftOutKind.NOTE_NUMBERS, text=match["name"]))
        return definitions.pop(match["name"], "")

    text = _DEFINITION.sub(define, text)
    if use is NoteUse.INLINE:
        text = _MARK.sub(lambda match: f" [{note}]" if (note := take(match)) else "", text)
        spans: list[Span] = []
    elif use is NoteUse.AFTER:
        text, spans = _after_paragraphs(text, take)
    else:
        notes = list(map(take, _MARK.finditer(text)))
        text = _MARK.sub("", text)
        left_out += (LeftOut(kind=LeftOutKind.FOOTNOTES, text=note) for note in notes if note)
        spans = []
    left_out += (
        LeftOut(kind=LeftOutKind.FOOTNOTES, text=words, where=WITHOUT_MARK) for words in definitions.values()
    )
    return text, spans, left_out


def _after_paragraphs(text: str, take: Callable[[re.Match[str]], str]) -> tuple[str, list[Span]]:
    """Put each note after the paragraph with its mark, which ends at a blank line or before a label."""
    lines = text.split("\n")
    labels = RecurringLabels(lines)
    strings: list[str] = []
    spans: list[Span] = []
    length = 0
    waiting: list[str] = []

    def add(line: str) -> None:
        nonlocal length
        strings.append(line)
        length += len(line) + 1

    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        notes = [note for match in _MARK.finditer(line) if (note := take(match))]
        add(_MARK.sub("", line))
        waiting += notes
        if waiting and (not following.strip() or match_colon(following) or labels.begin(following)):
            for note in waiting:
                add("")
                spans.append(Span(length, length + len(note)))
                add(note)
            if following.strip():
                add("")
            waiting.clear()
    return "\n".join(strings), spans
