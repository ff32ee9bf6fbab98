"""Repairs of one line of a codebook that is not valid YAML, each with what is wrong in plain words.

A repair is a guess. `syntax_errors` shows only one with which the file can be read further.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from qualcode.codebook.yaml_file.field_names import CODE_FIELDS, TOP_FIELDS
from qualcode.model import PatternKind
from qualcode.text.plurals import counted

_NAMES = "|".join((*TOP_FIELDS, *CODE_FIELDS, *PatternKind))
_PARTS = re.compile(r"(?P<indent>\s*)(?P<dash>(?:-\s+)?)(?P<body>.*)")
_FIELD = re.compile(rf"(?P<name>{_NAMES})(?P<colon>\s*:\s+)(?P<value>\S.*)")
_FIELD_NAME = re.compile(rf"(?:{_NAMES})\b")
_NO_SPACE_AFTER_COLON = re.compile(rf"(?P<name>{_NAMES}):(?P<value>[^\s:].*)")
_NO_COLON = re.compile(rf"(?P<name>{_NAMES})\s+(?P<value>[^\s:].*)")
_NO_SPACE_AFTER_DASH = re.compile(r"-(?P<rest>\w.*)")
_LISTS = frozenset({"examples", "patterns", "children", "token", "codes"})
_INDICATORS = frozenset("*&!|>%@`{}[]?#,")
_TEXT_AFTER_COLON = re.compile(r":(\s|$)|\s#")
_TAB = re.compile("\t")
_OTHER_SPACES = re.compile("[^\\S \t\n]")
_OTHER_MARK = re.compile(rf"(?P<mark>[\u2012-\u2015\u2212•·‣▪◦●*+])\s*(?P<rest>(?:{_NAMES})\s*:.*)")
_TIGHT_DASH = re.compile(rf"-\t*(?P<rest>(?:{_NAMES})\s*:.*)")
_OTHER_COLON = re.compile(rf"(?P<name>{_NAMES})\s*[\uff1a\ufe55\ufe13\ua789]\s*(?P<value>.*)")
_TIGHT_COLON = re.compile(r"code:(?P<value>[^\s:].*)")
_NEAREST_INDENTS = 12
_LEVEL = 2
"""Number of spaces by which a level is indented further than the one above it."""


class Repair(NamedTuple):
    """What is wrong at a column (from 1) of a line, and the line as it should be."""

    column: int
    message: str
    line: str


def repairs(line: str, lines_above: list[str]) -> Iterator[Repair]:
    """Yield possible repairs of a line, the most specific first; `lines_above` in file order."""
    parts = _PARTS.fullmatch(line)
    if parts is None or not parts["body"]:
        return
    indent, dash, body = parts["indent"], parts["dash"], parts["body"]
    yield from _indent_characters(indent, dash + body, lines_above)
    yield from _missing_characters(indent + dash, body)
    yield from _value_repairs(indent + dash, body)
    if not dash and lines_above and not _FIELD_NAME.match(body):
        above = _PARTS.fullmatch(lines_above[-1])
        width = len(above["indent"] + above["dash"]) + _LEVEL if above else _LEVEL
        message = "This line has no field. A text of several lines is indented below its field."
        yield Repair(len(indent) + 1, message, " " * width + body)
    yield from _other_indents(indent, dash + body, lines_above)


def mark_repairs(line: str, lines_above: list[str]) -> Iterator[Repair]:
    """Yield repairs of a dash or colon before or after the name of a field, which is certain to be one.

    YAML reads such a line as a text, so that its parser only stops at a line below.
    """
    parts = _PARTS.fullmatch(line)
    if parts is None:
        return
    indent, dash, body = parts["indent"], parts["dash"], parts["body"]
    start, column = indent + dash, len(indent + dash) + 1
    if "\t" in dash:
        yield Repair(
            len(indent) + 2, "A tab follows the dash. YAML allows only plain spaces.", f"{indent}- {body}"
        )
    elif match := _TIGHT_DASH.fullmatch(body):
        yield Repair(column + 1, "A space is missing after the dash.", f"{start}- {match['rest']}")
    elif match := _OTHER_MARK.fullmatch(body):
        message = f"A code or an item of a list begins with the dash -, not with {match['mark']}."
        yield Repair(column, message, f"{start}- {match['rest']}")
    elif match := _OTHER_COLON.fullmatch(body):
        message = f"The colon after `{match['name']}` is another character that looks like one."
        yield Repair(column + len(match["name"]), message, f"{start}{match['name']}: {match['value']}")
    elif dash and (match := _TIGHT_COLON.fullmatch(body)):
        message = "A space is missing after the colon of `code`."
        yield Repair(column + len("code:"), message, f"{start}code: {match['value']}")
    elif not dash and body.startswith("code:") and _begins_codes_at(len(indent), lines_above):
        yield Repair(
            len(indent) + 1, "A dash is missing: each code begins with `- code:`.", f"{indent}- {body}"
        )


def _begins_codes_at(indent: int, lines: list[str]) -> bool:
    """Whether one of the lines begins a code with a dash after so many spaces."""
    return any(line.startswith(f"{' ' * indent}- code:") for line in lines)


def _indent_characters(indent: str, rest: str, lines_above: list[str]) -> Iterator[Repair]:
    for pattern, name in ((_TAB, "a tab"), (_OTHER_SPACES, "no-break spaces or spaces of another kind")):
        if pattern.search(indent):
            message = f"This line is indented with {name}. YAML allows only plain spaces."
            for width in _widths(len(indent), lines_above):
                yield Repair(1, message, " " * width + rest)


def _missing_characters(start: str, body: str) -> Iterator[Repair]:
    column = len(start) + 1
    if match := _NO_SPACE_AFTER_DASH.fullmatch(body):
        yield Repair(column + 1, "A space is missing after the dash.", f"{start}- {match['rest']}")
    if match := _NO_SPACE_AFTER_COLON.fullmatch(body):
        line = f"{start}{match['name']}: {match['value']}"
        yield Repair(
            column + len(match["name"]) + 1, f"A space is missing after the colon of `{match['name']}`.", line
        )
    if match := _NO_COLON.fullmatch(body):
        line = f"{start}{match['name']}: {match['value']}"
        yield Repair(column + len(match["name"]), f"A colon is missing after `{match['name']}`.", line)


def _value_repairs(start: str, body: str) -> Iterator[Repair]:
    """Yield repairs of the text of a field, or of an item of a list."""
    field = _FIELD.fullmatch(body)
    name = field["name"] if field else ""
    value = (field["value"] if field else body).rstrip()
    before = start + (field["name"] + field["colon"] if field else "")
    column = len(before) + 1
    if not field and not start.strip():
        return
    quote = value[0] if value[0] in "\"'" else ""
    closed = _closing_quote(value, quote) if quote else None
    if quote and closed is None:
        message = f"The quotation mark {quote} is opened here and not closed."
        yield Repair(column, message, f"{before}{value}{quote}")
        yield Repair(column, message, before + _quoted(value))
    elif closed is not None and value[closed + 1 :].strip():
        message = (
            f"Text follows the closing quotation mark {quote}. Put quotation marks around the whole text."
        )
        yield Repair(column + closed + 1, message, before + _quoted(value))
    elif quote == '"' and "\\" in value:
        message = "In double quotes a backslash has a meaning of its own. Use single quotes."
        yield Repair(column + value.index("\\"), message, before + _quoted(value[1:-1]))
    elif value[0] in "[{" and name in _LISTS:
        closing = "]" if value[0] == "[" else "}"
        yield Repair(
            column, f"The bracket {value[0]} is opened here and not closed.", before + value + closing
        )
    elif value[0] in _INDICATORS or (field and value.startswith("- ")):
        message = f"A text that begins with {value[0]} needs quotation marks."
        yield Repair(column, message, before + _quoted(value))
    elif match := _TEXT_AFTER_COLON.search(value):
        message = "A text with a colon needs quotation marks."
        yield Repair(column + match.start(), message, before + _quoted(value))


def _other_indents(indent: str, rest: str, lines_above: list[str]) -> Iterator[Repair]:
    for width in _widths(len(indent), lines_above):
        if width != len(indent):
            spaces = counted(len(indent), "space")
            message = (
                f"This line is indented by {spaces}; the lines that it belongs to are indented by {width}."
            )
            yield Repair(len(indent) + 1, message, " " * width + rest)


def _widths(width: int, lines_above: list[str]) -> list[int]:
    """Return the indents in use in the lines above, and one level more; those nearest to `width` first."""
    widths: dict[int, None] = {}
    for line in reversed(lines_above):
        if (parts := _PARTS.fullmatch(line)) and parts["body"]:
            content = len(parts["indent"] + parts["dash"])
            for each in (*(() if widths else (content + _LEVEL,)), len(parts["indent"]), content):
                widths.setdefault(each)
        if len(widths) >= _NEAREST_INDENTS:
            break
    return sorted(widths or {0: None}, key=lambda each: abs(each - width))


def _closing_quote(value: str, quote: str) -> int | None:
    """Return the index of the mark that closes a quoted text; None if it is not closed on its line."""
    pattern = r'"(?:[^"\\]|\\.)*"' if quote == '"' else r"'(?:[^']|'')*'"
    match = re.match(pattern, value)
    return match.end() - 1 if match else None


def _quoted(value: str) -> str:
    """Return a text in quotation marks: single ones where it has double quotes or backslashes."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)
