"""Errors of a codebook that is not valid YAML: the line where the fault begins, and how to write it.

YAML's own message names the place where the parser could not go on, which is often lines after the fault. So
the lines up to that place are repaired one after another (`line_repairs`), and the repair with which the
parser comes furthest is shown.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from ruamel.yaml.error import YAMLError

from qualcode.codebook.yaml_file.syntax.line_excerpt import written_as
from qualcode.codebook.yaml_file.syntax.line_repairs import mark_repairs, repairs
from qualcode.errors import CodebookError

_LINES_ABOVE = 40
"""Number of lines before the parser's place in which the fault is looked for."""
_LINES_BELOW = 200
"""Number of lines after the parser's place that are read to see whether a repair helps."""
_MOST_CHARACTERS = 4_000_000
"""Maximum number of characters that are read again to find the fault."""
_READ_WHOLE = (float("inf"), 0.0)
_OPENED = re.compile("quoted scalar|flow ")
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HINTS = {
    "control characters": "Remove it; most editors do not show it.",
    "mapping values are not allowed": "A text with a colon needs quotes; or the line is indented too far.",
    "cannot start any token": "A text that begins like this needs quotes; indent with spaces, not tabs.",
    "did not find expected key": "Look at the indentation of this line and of the line above it.",
    "expected '-' indicator": "Look at the indentation of this line and of the line above it.",
    "expected <block end>": "Look at the indentation of this line and of the line above it.",
    "could not find expected ':'": "A line has the form `field: text`; further lines are indented below it.",
    "found unexpected end of stream": "A quotation mark or bracket was opened and not closed.",
    "expected ',' or": "A bracket was opened and not closed, or a comma is missing.",
    "undefined alias": "A text that begins with * needs quotes.",
}

Parse = Callable[[str], Iterable[object]]
"""Yields the parser's events of a text; raises YAMLError where it cannot go on."""


class _TextPosition(Protocol):
    line: int
    column: int


def syntax_error(error: YAMLError, text: str, parse: Parse) -> CodebookError:
    """Return the CodebookError for the parser's error, with the line as it should be where that is known."""
    mark: _TextPosition | None = getattr(error, "problem_mark", None)
    if mark is not None and (repaired := _repaired(error, text, parse)) is not None:
        return repaired
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    hint = next((hint for part, hint in _HINTS.items() if part in problem), "")
    line, column = (mark.line + 1, mark.column + 1) if mark else unprintable(text)
    return CodebookError(f"This is not YAML: {problem.splitlines()[0]}.", hint, line=line, column=column)


def unprintable(text: str) -> tuple[int | None, int | None]:
    """Return line and column of the first character that YAML does not allow (ruamel gives bytes)."""
    match = _UNPRINTABLE.search(text)
    if match is None:
        return None, None
    before = text[: match.start()]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _repaired(error: YAMLError, text: str, parse: Parse) -> CodebookError | None:
    """Return the error of the repair with which the parser comes furthest; None if none helps."""
    stopped_at = _position(error)
    lines = text.split("\n")[: stopped_at[0] + _LINES_BELOW]
    budget = _MOST_CHARACTERS
    furthest: tuple[float, float] = stopped_at
    best: CodebookError | None = None
    indexes = [*_lines_to_repair(error, len(lines))]
    for repairs_of, index in ((each, index) for each in (mark_repairs, repairs) for index in indexes):
        for repair in repairs_of(lines[index].rstrip("\r"), lines[max(0, index - _LINES_ABOVE) : index]):
            changed = "\n".join((*lines[:index], repair.line, *lines[index + 1 :]))
            reached = _stops_at(changed, parse)
            if reached > furthest:
                hint = written_as(index + 1, repair.line)
                furthest = reached
                best = CodebookError(repair.message, hint, line=index + 1, column=repair.column)
            budget -= len(changed)
            if budget < 0 or reached == _READ_WHOLE:
                return best
    return best


def _lines_to_repair(error: YAMLError, count: int) -> Iterator[int]:
    """Yield the indexes of lines that may hold the fault: where a text began, then upwards from the place."""
    last = min(_position(error)[0], count - 1)
    mark: _TextPosition | None = getattr(error, "context_mark", None)
    upwards = [*range(last, max(-1, last - _LINES_ABOVE), -1)]
    # YAML also counts lines that end with a carriage return alone: the mark can be after the last line.
    if mark is not None and mark.line < count and _OPENED.search(str(getattr(error, "context", ""))):
        yield mark.line
    yield from upwards


def _position(error: YAMLError) -> tuple[int, int]:
    mark: _TextPosition | None = getattr(error, "problem_mark", None)
    return (mark.line, mark.column) if mark is not None else (0, 0)


def _stops_at(text: str, parse: Parse) -> tuple[float, float]:
    """Return line and column at which the parser stops; infinity where it reads the whole text."""
    try:
        for _ in parse(text):
            pass
    except YAMLError as error:
        return _position(error)
    return _READ_WHOLE
