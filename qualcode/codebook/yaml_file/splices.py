"""The splices of an edit: fields set and taken out, lists made longer, codes put in and lifted out.

Every function returns splices of the manuscript's text and leaves it as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence as Several
from dataclasses import dataclass
from io import StringIO
from textwrap import wrap

from qualcode.codebook.yaml_file.field_names import CODE_FIELDS
from qualcode.codebook.yaml_file.yaml_nodes import Mapping, Node, Scalar, Sequence, as_mapping
from qualcode.codebook.yaml_file.yaml_scalars import field as field_lines
from qualcode.codebook.yaml_file.yaml_scalars import quoted, scalar
from qualcode.codebook.yaml_file.yaml_text import CodeNode, Splice, YamlText
from qualcode.errors import ConflictError

WIDTH = 110
_HEADER_COMMENT = re.compile(r"[|>][^\r\n#]*?([ \t]+#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list in the two ways it may have to be written."""

    after_dash: str
    in_brackets: str


def set_text(paper: YamlText, node: Mapping, name: str, text: str) -> list[Splice]:
    """Give a field new words, in the quotes or block that it had; no words take the field out."""
    if not text:
        return take_out(paper, node, name)
    if name not in node.pairs:
        return [_new_field(paper, node, name, text)]
    key, value = node.pairs[name]
    comment = header_comment(paper.text, value)
    block = isinstance(value, Scalar) and value.style in {"|", ">"}
    end = paper.content_end(value) if block else value.end
    one_line = node.flow or bool(paper.text[end : paper.line_end(end)].strip())
    indent = " " * (key.column - 1)
    new = _in_style(value, text, indent, paper.newline, one_line=one_line, flow=node.flow)
    head, line_break, body = new.partition(paper.newline)
    space = "" if paper.text[value.start - 1 : value.start].isspace() else " "
    return [(value.start, end, space + head + comment + line_break + body)]


def set_raw(paper: YamlText, node: Mapping, name: str, word: str) -> list[Splice]:
    """Give a field a single safe word such as `true`."""
    if name in node.pairs:
        value = node.pairs[name][1]
        space = "" if paper.text[value.start - 1 : value.start].isspace() else " "
        return [(value.start, value.end, space + word)]
    return [_new_field(paper, node, name, word)]


def take_out(paper: YamlText, node: Mapping, name: str) -> list[Splice]:
    """Take a field out with its lines; a comment behind it stays as a line of its own."""
    if name not in node.pairs:
        return []
    key, value = node.pairs[name]
    start = paper.line_start(key.start)
    if node.flow or paper.text[start : key.start].strip():
        return _take_out_of_line(node, name)
    end = paper.content_end(value) if value.end > value.start else key.end + 1
    kept = header_comment(paper.text, value) or paper.text[end : paper.line_end(end)]
    comment = kept[kept.index("#") :].rstrip() if "#" in kept else ""
    line = paper.text[start : key.start] + comment + paper.newline if comment else ""
    return [(start, paper.line_end(end), line)]


def _take_out_of_line(node: Mapping, name: str) -> list[Splice]:
    """Take a field out from between brackets, or from beside the dash, where its line has to stay."""
    names = list(node.pairs)
    at = names.index(name)
    key, value = node.pairs[name]
    if at + 1 < len(names):
        following = node.pairs[names[at + 1]][0]
        return [(key.start, following.start, "")]
    return [(node.pairs[names[at - 1]][1].end, value.end, "")]


def add_items(paper: YamlText, node: Mapping, name: str, items: Several[ListItem]) -> list[Splice]:
    """Put items at the end of a list field."""
    if not items:
        return []
    held = node.pairs[name][1] if name in node.pairs else None
    if isinstance(held, Sequence) and held.items:
        last = held.items[-1]
        if held.flow:
            return [(last.end, last.end, "".join(f", {item.in_brackets}" for item in items))]
        return [
            _lines_at(
                paper, paper.after(last), (f"{' ' * (held.column - 1)}- {item.after_dash}" for item in items)
            )
        ]
    if node.flow:
        text = f"[{', '.join(item.in_brackets for item in items)}]"
        return set_raw(paper, node, name, text)
    indent = " " * (node.column - 1)
    lines = [f"{indent}{name}:", *(f"{indent}  - {item.after_dash}" for item in items)]
    at = _line_for(paper, node, name)
    return [*take_out(paper, node, name), _lines_at(paper, at, lines)]


def put_codes(
    paper: YamlText, parent: Mapping, after: CodeNode | None, entries: Several[tuple[str, int]]
) -> list[Splice]:
    """Put codes, as (lines, column of their dashes), at the end of a list or after one of its codes."""
    name = "codes" if parent is paper.root else "children"
    if parent.flow:
        raise ConflictError(
            f"The code in line {parent.line} is written in brackets; no list can be put under it.",
            "Write it with one field a line, beginning with `- code:`.",
        )
    held = parent.pairs[name][1] if name in parent.pairs else None
    if isinstance(held, Sequence) and held.items:
        place = after or CodeNode(as_mapping(held.items[-1]), held, len(held.items) - 1, parent, name)
        dash = paper.dash(place)
        column = dash - paper.line_start(dash)
        at = paper.after(place.node)
        return [(at, at, "".join(indented(lines, column - was) for lines, was in entries))]
    column = parent.column - 1 + paper.list_step
    body = "".join(indented(lines, column - was) for lines, was in entries)
    if name in parent.pairs and held is not None:
        return _into_empty(paper, parent, name, held, body)
    at = paper.after(parent)
    return [(at, at, f"{' ' * (parent.column - 1)}{name}:{paper.newline}{body}")]


def _into_empty(paper: YamlText, parent: Mapping, name: str, held: Node, body: str) -> list[Splice]:
    """Put a list where the field has nothing, `[]` or `~`."""
    key = parent.pairs[name][0]
    colon = paper.text.index(":", key.end) + 1
    end = max(held.end, colon)
    at = paper.line_end(end)
    return [(colon, end, ""), (at, at, body)]


def lift(paper: YamlText, place: CodeNode) -> tuple[Splice, tuple[str, int]]:
    """Return the splice that takes a code's lines out, and those lines with the column of their dash."""
    start, end = paper.entry(place)
    dash = paper.dash(place)
    return (start, end, ""), (paper.text[start:end], dash - paper.line_start(dash))


def without_list(paper: YamlText, going: Several[CodeNode]) -> list[Splice]:
    """Take out each line `children:` that has no codes left when these go, where nothing else is on it."""
    left = Counter(id(place.siblings) for place in going)
    emptied = {
        id(place.siblings): place for place in going if left[id(place.siblings)] == len(place.siblings.items)
    }
    splices = []
    for place in emptied.values():
        key = place.parent.pairs[place.field][0]
        start, end = paper.line_start(key.start), paper.line_end(key.end)
        if paper.text[start:end].strip() == "children:":
            splices.append((start, end, ""))
    return splices


def indented(lines: str, by: int) -> str:
    """Return the lines moved right by so many columns, or left as far as they go; blank lines stay blank."""
    moved = []
    for line in StringIO(lines, newline=""):
        if not line.strip():
            moved.append(line)
        elif by >= 0:
            moved.append(" " * by + line)
        else:
            moved.append(line[min(-by, len(line) - len(line.lstrip(" "))) :])
    return "".join(moved)


def put_comment(paper: YamlText, place: CodeNode, lines: Several[str]) -> list[Splice]:
    """Put lines of comment below the key of a code, or above it where it is written in brackets."""
    if place.node.flow:
        dash = paper.dash(place)
        at = paper.line_start(dash)
        return [_lines_at(paper, at, (" " * (dash - at) + line for line in lines))]
    at = paper.after(place.node.pairs["code"][1])
    return [_lines_at(paper, at, (" " * (place.node.column - 1) + line for line in lines))]


def _lines_at(paper: YamlText, at: int, lines: Iterable[str]) -> Splice:
    return at, at, "".join(line + paper.newline for line in lines)


def header_comment(text: str, value: Node) -> str:
    """Return the comment that stands on the first line of a block text, with the space before it."""
    if isinstance(value, Scalar) and value.style in {"|", ">"}:
        found = _HEADER_COMMENT.match(text, value.start, value.end)
        return found[1] if found else ""
    return ""


def _before(node: Mapping, name: str) -> str:
    """Return the field after which a new one belongs, in the usual order of fields."""
    rank = CODE_FIELDS.index(name)
    return [other for other in node.pairs if CODE_FIELDS.index(other) < rank][-1]


def _line_for(paper: YamlText, node: Mapping, name: str) -> int:
    key, value = node.pairs[_before(node, name)]
    return paper.after(value if value.end > value.start else key)


def _new_field(paper: YamlText, node: Mapping, name: str, text: str) -> Splice:
    if node.flow:
        end = node.pairs[_before(node, name)][1].end
        words = text if name == "retired" or text.startswith("[") else scalar(text, flow=True)
        return end, end, f", {name}: {words}"
    indent = " " * (node.column - 1)
    return _lines_at(paper, _line_for(paper, node, name), [_field(name, text, indent, paper.newline)])


def _field(name: str, text: str, indent: str, newline: str) -> str:
    return f"{indent}{name}: {text}" if name == "retired" else field_lines(name, text, indent, newline)


def _in_style(value: Node, text: str, indent: str, newline: str, *, one_line: bool, flow: bool) -> str:
    """Write words as the old ones were written: in their quotes, folded, or as a block."""
    style = value.style if isinstance(value, Scalar) else ""
    simple = text.isprintable() and "\xa0" not in text
    if style == '"':
        return quoted(text)
    if style == "'" and simple:
        return "'" + text.replace("'", "''") + "'"
    if style == ">" and simple and not one_line:
        lines = wrap(text, WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
        if " ".join(lines) == text:
            return newline.join([">-", *(f"{indent}  {line}" for line in lines)])
    if one_line:
        return scalar(text, flow=flow)
    return field_lines("", text, indent, newline).removeprefix(f"{indent}: ")
