"""A table after the last turn: facts about the interview, not the last speaker's words."""

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from qualcode.model import Span, count_words
from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label
from qualcode.text.labels.time_marks import time_line
from qualcode.text.plurals import counted

_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"[\s|:=-]+")
_MIN_ROWS = 2
_SHOWN = 40


def find_closing_table(
    text: str, labels: Sequence[Label], headings: Sequence[tuple[Span, int]], closings: Collection[int]
) -> Span | None:
    """Return the span of a table with which the text ends after the last speaker's words, with its heading.

    `closings` are the offsets of lines that a program or a typist added, which may follow it.
    None if there is none, or if it has the form of turns: a cell is a speaker's name or a time, or the last
    speaker's label is in a row itself.
    """
    if not labels or not any(separator in text[labels[-1].end :] for separator in "\t|"):
        return None
    label = labels[-1]
    for separator in "\t|":
        rows = _rows_at_end(text, label.end, separator, closings)
        if len(rows) < _MIN_ROWS or separator in text[label.start : _line_end(text, label.end)]:
            continue
        cells = [cell.strip() for row in rows for cell in row.of(text).strip("| ").split(separator)]
        keys = {each.key for each in labels}
        if any(speaker_names.speaker_key(cell.rstrip(":")) in keys or _is_time(cell) for cell in cells):
            continue
        start = _start_with_heading(text, rows[0].start, headings)
        if text[label.end : start].strip():
            return Span(start, rows[-1].end)
    return None


def table_warning(text: str, table: Span) -> str:
    """Return a warning that the words of a table are nobody's."""
    shown = " ".join(text[table.start : table.end].split())
    beginning = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN].rstrip()}…"
    words = counted(count_words(table.of(text)), "word")
    return (
        f"The table after the last turn ({words}: “{beginning}”) is nobody's. If somebody says it: write who "
        "speaks in front of each row in the file, remove the source and import the file again."
    )


def _rows_at_end(text: str, start: int, separator: str, closings: Collection[int]) -> list[Span]:
    """Return the rows with at least two cells with which the text ends, in the order of the text."""
    pattern = _BLOCK if separator == "\t" and "\n\n" in text[start:] else _LINE
    rows: list[Span] = []
    for block in reversed(list(pattern.finditer(text, start))):
        if block.start() in closings and not rows:
            continue
        row = block[0]
        is_row = separator in row.strip() if separator == "\t" else row.lstrip().startswith("|")
        if not is_row:
            break
        if separator == "\t" or not _RULE.fullmatch(row):
            rows.append(Span(block.start(), block.end()))
    return rows[::-1]


def _start_with_heading(text: str, start: int, headings: Sequence[tuple[Span, int]]) -> int:
    """Return where the heading right above the table begins; without one, where the table does."""
    starts = [span.start for span, _ in headings]
    last = bisect_left(starts, start) - 1
    if last >= 0 and not text[headings[last][0].end : start].strip():
        return headings[last][0].start
    return start


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _is_time(cell: str) -> bool:
    return ":" in cell and time_line(cell) is not None
