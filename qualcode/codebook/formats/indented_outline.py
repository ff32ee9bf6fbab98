"""Read a codebook from an indented list of codes.

For example:

    Roles: what the police are for
        Pursue
        Prevent: work that keeps people from starting
"""

import re
from dataclasses import dataclass, field

from qualcode.codebook.formats.read_code_table import ImportedCodebook
from qualcode.codebook.yaml_file.field_names import MAX_CODES, MAX_LEVELS
from qualcode.codebook.yaml_file.yaml_nodes import BOM
from qualcode.errors import CodebookError
from qualcode.model import Code, Codebook, CodeKey, unused_key
from qualcode.text.visible import UNPRINTABLE

_LINE = re.compile(r"([ \t]*)(?:[-*+•–]\s+|(?:[0-9]+[.)])+[0-9]*\s+)?(\S.*)")  # noqa: RUF001 - bullets
_DEFINITION = re.compile(r"\s*:\s+|\s+[–—-]\s+")  # noqa: RUF001 - typographic dashes
_TAB = 4


@dataclass(slots=True)
class _Line:
    """A line of the outline; `column` is the indentation with tabs expanded."""

    number: int
    column: int
    label: str
    definition: str
    children: list["_Line"] = field(default_factory=list)


def from_outline(text: str) -> ImportedCodebook:
    """Return the codebook in an indented text; text after a colon or a dash is the definition.

    A line indented further than the one above is its child; a line indented less must match an earlier level.
    """
    top: list[_Line] = []
    open_lines: list[_Line] = []
    count = 0
    for number, line in enumerate(text.removeprefix(BOM).split("\n"), start=1):
        match = _LINE.fullmatch(UNPRINTABLE.sub("", line).rstrip())
        if match is None:
            continue
        count += 1
        label, _, definition = _DEFINITION.sub("\0", match[2], count=1).partition("\0")
        code = _Line(number, len(match[1].expandtabs(_TAB)), label.strip(" :"), definition.strip())
        _add_line(code, top, open_lines)
        if count > MAX_CODES or len(open_lines) > MAX_LEVELS:
            raise CodebookError(f"More than {MAX_CODES:,} codes or {MAX_LEVELS} levels.", line=number)
    used_keys: set[CodeKey] = set()
    return ImportedCodebook(codebook=Codebook(codes=tuple(_code(line, used_keys) for line in top)))


def _add_line(code: _Line, top: list[_Line], open_lines: list[_Line]) -> None:
    """Add a line to its parent, the last line that is indented less, or to `top` if there is none."""
    columns = [line.column for line in open_lines]
    if open_lines and code.column < columns[-1] and code.column not in columns:
        raise CodebookError(
            "This line is indented between two levels.",
            "Indent it like the other codes of its level.",
            line=code.number,
            column=code.column + 1,
        )
    while open_lines and open_lines[-1].column >= code.column:
        open_lines.pop()
    (open_lines[-1].children if open_lines else top).append(code)
    open_lines.append(code)


def _code(line: _Line, used_keys: set[CodeKey]) -> Code:
    key = unused_key(line.label, used_keys)
    used_keys.add(key)
    children = tuple(_code(child, used_keys) for child in line.children)
    return Code(key=key, label=line.label, definition=line.definition, children=children, line=line.number)
