"""An indented list of codes, as people type or paste it, to a codebook.

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
    """A code on its way into the tree."""

    number: int
    column: int
    label: str
    definition: str
    children: list["_Line"] = field(default_factory=list)


def from_outline(text: str) -> ImportedCodebook:
    """Return the codebook in an indented text; what follows a colon or a dash is the definition.

    Deeper means further right than the line above; a line that goes back has to meet an earlier column.
    """
    top: list[_Line] = []
    above: list[_Line] = []
    count = 0
    for number, line in enumerate(text.removeprefix(BOM).split("\n"), start=1):
        found = _LINE.fullmatch(UNPRINTABLE.sub("", line).rstrip())
        if found is None:
            continue
        count += 1
        label, _, definition = _DEFINITION.sub("\0", found[2], count=1).partition("\0")
        code = _Line(number, len(found[1].expandtabs(_TAB)), label.strip(" :"), definition.strip())
        _hang(code, top, above)
        if count > MAX_CODES or len(above) > MAX_LEVELS:
            raise CodebookError(f"More than {MAX_CODES:,} codes or {MAX_LEVELS} levels.", line=number)
    taken: set[CodeKey] = set()
    return ImportedCodebook(codebook=Codebook(codes=tuple(_code(line, taken) for line in top)))


def _hang(code: _Line, top: list[_Line], above: list[_Line]) -> None:
    """Put a code under the last line that stands further left."""
    columns = [line.column for line in above]
    if above and code.column < columns[-1] and code.column not in columns:
        raise CodebookError(
            "This line stands between two levels.",
            "Indent it like the line that it belongs beside.",
            line=code.number,
            column=code.column + 1,
        )
    while above and above[-1].column >= code.column:
        above.pop()
    (above[-1].children if above else top).append(code)
    above.append(code)


def _code(line: _Line, taken: set[CodeKey]) -> Code:
    key = unused_key(line.label, taken)
    taken.add(key)
    children = tuple(_code(child, taken) for child in line.children)
    return Code(key=key, label=line.label, definition=line.definition, children=children, line=line.number)
