"""Labels in the rows of a table: a column has the names, another the words, others times or numbers.

Programs such as NVivo and ELAN export such tables, with tabs between the cells or in Markdown with `|`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label, Style
from qualcode.text.labels.speaker_labels import SPEAKER_FIELDS, match_tab
from qualcode.text.labels.time_marks import TimeMark, time_line

_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"[\s|:=-]*")
_NUMBER = re.compile(r"[\d.,%]+")
_MIN_ROWS = 4
_ROW_SHARE = 0.5
"""Of all lines or paragraphs: so many are rows with the same number of cells, at least."""
_KIND_SHARE = 0.8
_MAX_NAME_WORDS = 6
_MIN_NAMES = 2


class _Kind(Enum):
    EMPTY = auto()
    TIME = auto()
    NAME = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    text: str

    @property
    def words(self) -> str:
        return self.text.strip()


@dataclass(frozen=True, slots=True)
class _LabelledRow:
    start: int
    cells: Sequence[_Cell]
    is_closed: bool
    """Whether a border ends the last cell; otherwise it may go on in the lines after it."""


def find_row_labels(text: str) -> list[Label]:
    """Return a label for each row of a table with names and words; none if the text is no such table."""
    for separator in "\t|":
        if text.count(separator) >= _MIN_ROWS:
            rows = _rows(text, separator)
            if rows and (labels := list(_labels(text, rows))):
                return labels
    return []


def _rows(text: str, separator: str) -> list[_LabelledRow]:
    """Return the rows with the most frequent number of cells, if most of the text is rows."""
    blocks = list((_BLOCK if separator == "\t" and "\n\n" in text else _LINE).finditer(text))
    rows = [
        row for block in blocks if separator in block[0] and (row := _row(block[0], block.start(), separator))
    ]
    if len(rows) < max(_MIN_ROWS, _ROW_SHARE * len(blocks)):
        return []
    [(width, count)] = Counter(len(row.cells) for row in rows).most_common(1)
    if width < (3 if separator == "\t" else 2) or count < _KIND_SHARE * len(rows):
        return []
    return [row for row in rows if len(row.cells) == width]


def _row(block: str, start: int, separator: str) -> _LabelledRow | None:
    offset = start
    is_closed = False
    if separator == "|":
        if not block.lstrip().startswith("|") or _RULE.fullmatch(block):
            return None
        is_closed = block.rstrip().endswith("|")
        offset += block.index("|") + 1
        block = block[block.index("|") + 1 :].rstrip().removesuffix("|")
    cells = []
    for cell in block.split(separator):
        cells.append(_Cell(offset, cell))
        offset += len(cell) + 1
    return _LabelledRow(start, cells, is_closed)


def _labels(text: str, rows: Sequence[_LabelledRow]) -> Iterator[Label]:
    columns = list(zip(*(row.cells for row in rows), strict=True))
    lengths = [sum(len(cell.words.split()) for cell in column) for column in columns]
    kinds = [_kind_of(column) for column in columns]
    words = max(range(len(columns)), key=lengths.__getitem__)
    names = [index for index, kind in enumerate(kinds) if kind is _Kind.NAME and index != words]
    if not names or kinds[words] is not _Kind.OTHER or _are_usual(text, rows, words):
        return
    times = [index for index, kind in enumerate(kinds) if kind is _Kind.TIME]
    for row in rows:
        name, cell = row.cells[names[0]].words.rstrip(": "), row.cells[words]
        marks = [mark for index in times if (mark := _time(row.cells[index]))]
        is_header = row is rows[0] and (
            (times and not marks) or speaker_names.speaker_key(name) in SPEAKER_FIELDS
        )
        if not name or is_header:
            continue
        is_open = words == len(columns) - 1 and not row.is_closed
        yield Label(
            style=Style.TAB,
            start=row.start,
            end=cell.start + len(cell.text) - len(cell.text.lstrip()),
            name=name,
            key=speaker_names.speaker_key(name),
            begins=marks[0].begins if marks else None,
            ends=_end_of(marks),
            words_end=None if is_open else cell.start + len(cell.text.rstrip()),
        )


def _are_usual(text: str, rows: Sequence[_LabelledRow], words: int) -> bool:
    """Whether the last cells are words after a name and perhaps a time, which are labels in any text."""
    for row in rows:
        if words < len(row.cells) - 1:
            return False
        start = row.cells[words].start
        line = text[row.start : text.find("\n", start)]
        match = match_tab(line)
        if row.is_closed or match is None or row.start + match.end() != start:
            return False
    return True


def _kind_of(column: Sequence[_Cell]) -> _Kind:
    filled = [cell for cell in column[1:] if cell.words]
    if not filled:
        return _Kind.EMPTY
    if sum(_time(cell) is not None for cell in filled) >= _KIND_SHARE * len(filled):
        return _Kind.TIME
    names = Counter(cell.words for cell in filled)
    recurring = [name for name, count in names.items() if count > 1]
    may_be_names = all(
        len(name.split()) <= _MAX_NAME_WORDS
        and not speaker_names.is_not_a_name(name)
        and not _NUMBER.fullmatch(name)
        for name in names
    )
    is_names = may_be_names and len(recurring) >= _MIN_NAMES and 2 * len(names) <= len(filled)
    return _Kind.NAME if is_names else _Kind.OTHER


def _time(cell: _Cell) -> TimeMark | None:
    return time_line(cell.words) if ":" in cell.words else None


def _end_of(marks: Sequence[TimeMark]) -> float | None:
    """Return the end of a range, or the time in the second column of times."""
    if not marks:
        return None
    return marks[0].ends if marks[0].ends is not None or len(marks) == 1 else marks[1].begins
