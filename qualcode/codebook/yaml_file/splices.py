"""Splices for edits of a codebook file: set and remove fields, extend lists, insert and cut codes.

Each function returns splices (start, end, new text) and does not modify the YamlText. In YAML's terms, *block
style* has dashes and indentation, *flow style* has brackets.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from textwrap import wrap

from qualcode.codebook.yaml_file.field_names import CODE_FIELDS
from qualcode.codebook.yaml_file.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, as_mapping
from qualcode.codebook.yaml_file.yaml_scalars import field as field_lines
from qualcode.codebook.yaml_file.yaml_scalars import quoted, scalar
from qualcode.codebook.yaml_file.yaml_text import CodeNode, Splice, YamlText
from qualcode.errors import ConflictError

WIDTH = 110
_HEADER_COMMENT = re.compile(r"[|>][^\r\n#]*?([ \t]+#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class ListItem:
    """The text of a list item, for a list in block style and for one in flow style."""

    block_style: str
    flow_style: str


def set_field(yaml_text: YamlText, node: MappingNode, name: str, text: str) -> list[Splice]:
    """Set a text field, in the quotes or block style that it had; an empty text removes the field."""
    if not text:
        return remove_field(yaml_text, node, name)
    if name not in node.pairs:
        return [_new_field(yaml_text, node, name, text)]
    key, value = node.pairs[name]
    comment = header_comment(yaml_text.text, value)
    is_block_scalar = isinstance(value, ScalarNode) and value.style in {"|", ">"}
    end = yaml_text.content_end(value) if is_block_scalar else value.end
    one_line = node.flow or bool(yaml_text.text[end : yaml_text.line_end(end)].strip())
    indent = " " * (key.column - 1)
    new = _in_style(value, text, indent, yaml_text.newline, one_line=one_line, flow=node.flow)
    head, line_break, body = new.partition(yaml_text.newline)
    return [(value.start, end, _space_before(yaml_text, value) + head + comment + line_break + body)]


def set_word(yaml_text: YamlText, node: MappingNode, name: str, word: str) -> list[Splice]:
    """Set a field to a word that needs no quotes, such as `true`."""
    if name in node.pairs:
        value = node.pairs[name][1]
        return [(value.start, value.end, _space_before(yaml_text, value) + word)]
    return [_new_field(yaml_text, node, name, word)]


def _space_before(yaml_text: YamlText, value: Node) -> str:
    """Return the space that a new value needs after the colon; empty if the text already has one."""
    return "" if yaml_text.text[value.start - 1 : value.start].isspace() else " "


def remove_field(yaml_text: YamlText, node: MappingNode, name: str) -> list[Splice]:
    """Remove a field with its lines; a comment at the end of its line becomes a line of its own."""
    if name not in node.pairs:
        return []
    key, value = node.pairs[name]
    start = yaml_text.line_start(key.start)
    if node.flow or yaml_text.text[start : key.start].strip():
        return _remove_from_line(node, name)
    end = yaml_text.content_end(value) if value.end > value.start else key.end + 1
    line_rest = header_comment(yaml_text.text, value) or yaml_text.text[end : yaml_text.line_end(end)]
    comment = line_rest[line_rest.index("#") :].rstrip() if "#" in line_rest else ""
    line = yaml_text.text[start : key.start] + comment + yaml_text.newline if comment else ""
    return [(start, yaml_text.line_end(end), line)]


def _remove_from_line(node: MappingNode, name: str) -> list[Splice]:
    """Remove a field between brackets or next to the dash, leaving the rest of its line."""
    names = list(node.pairs)
    position = names.index(name)
    key, value = node.pairs[name]
    if position + 1 < len(names):
        next_key = node.pairs[names[position + 1]][0]
        return [(key.start, next_key.start, "")]
    return [(node.pairs[names[position - 1]][1].end, value.end, "")]


def append_items(
    yaml_text: YamlText, node: MappingNode, name: str, items: Sequence[ListItem]
) -> list[Splice]:
    """Append items to a list field, which is added if it is missing."""
    if not items:
        return []
    value = node.pairs[name][1] if name in node.pairs else None
    if isinstance(value, SequenceNode) and value.items:
        last = value.items[-1]
        if value.flow:
            return [(last.end, last.end, "".join(f", {item.flow_style}" for item in items))]
        indent = " " * (value.column - 1)
        lines = [f"{indent}- {item.block_style}" for item in items]
        return [_insert_lines(yaml_text, yaml_text.line_after(last), lines)]
    if node.flow:
        text = f"[{', '.join(item.flow_style for item in items)}]"
        return set_word(yaml_text, node, name, text)
    indent = " " * (node.column - 1)
    lines = [f"{indent}{name}:", *(f"{indent}  - {item.block_style}" for item in items)]
    offset = _new_field_offset(yaml_text, node, name)
    return [*remove_field(yaml_text, node, name), _insert_lines(yaml_text, offset, lines)]


def insert_codes(
    yaml_text: YamlText, parent: MappingNode, after: CodeNode | None, entries: Sequence[tuple[str, int]]
) -> list[Splice]:
    """Insert codes, each as (lines, column of its dash), at the end of a list or after one of its codes."""
    name = "codes" if parent is yaml_text.root else "children"
    if parent.flow:
        raise ConflictError(
            f"The code in line {parent.line} is written in brackets; no list can be put under it.",
            "Write it with one field a line, beginning with `- code:`.",
        )
    siblings = parent.pairs[name][1] if name in parent.pairs else None
    if isinstance(siblings, SequenceNode) and siblings.items:
        last = CodeNode(as_mapping(siblings.items[-1]), siblings, len(siblings.items) - 1, parent, name)
        previous = after or last
        dash = yaml_text.dash_offset(previous)
        column = dash - yaml_text.line_start(dash)
        offset = yaml_text.line_after(previous.node)
        return [(offset, offset, _shift_entries(entries, column))]
    body = _shift_entries(entries, parent.column - 1 + yaml_text.list_indent)
    if name in parent.pairs and siblings is not None:
        return _fill_empty_list(yaml_text, parent, name, siblings, body)
    offset = yaml_text.line_after(parent)
    return [(offset, offset, f"{' ' * (parent.column - 1)}{name}:{yaml_text.newline}{body}")]


def _shift_entries(entries: Sequence[tuple[str, int]], column: int) -> str:
    """Return the lines of all entries with their dashes moved to this column."""
    return "".join(shift_lines(lines, column - dash_column) for lines, dash_column in entries)


def _fill_empty_list(
    yaml_text: YamlText, parent: MappingNode, name: str, value: Node, body: str
) -> list[Splice]:
    """Replace an empty value of a list field (nothing, `[]` or `~`) by these lines."""
    key = parent.pairs[name][0]
    colon_end = yaml_text.text.index(":", key.end) + 1
    end = max(value.end, colon_end)
    next_line = yaml_text.line_end(end)
    return [(colon_end, end, ""), (next_line, next_line, body)]


def cut_code(yaml_text: YamlText, code_node: CodeNode) -> tuple[Splice, tuple[str, int]]:
    """Return the splice that removes a code's lines, and its entry for `insert_codes`."""
    start, end = yaml_text.entry_span(code_node)
    dash = yaml_text.dash_offset(code_node)
    return (start, end, ""), (yaml_text.text[start:end], dash - yaml_text.line_start(dash))


def remove_emptied_lists(yaml_text: YamlText, removed: Sequence[CodeNode]) -> list[Splice]:
    """Remove each `children:` line whose codes are all removed, if nothing else is on that line."""
    removed_counts = Counter(id(code_node.siblings) for code_node in removed)
    emptied = {
        id(code_node.siblings): code_node
        for code_node in removed
        if removed_counts[id(code_node.siblings)] == len(code_node.siblings.items)
    }
    splices = []
    for code_node in emptied.values():
        key = code_node.parent.pairs[code_node.field][0]
        start, end = yaml_text.line_start(key.start), yaml_text.line_end(key.end)
        if yaml_text.text[start:end].strip() == "children:":
            splices.append((start, end, ""))
    return splices


def shift_lines(lines: str, columns: int) -> str:
    """Return the lines indented by `columns`, or outdented if negative (at most to column 0)."""
    shifted = []
    for line in StringIO(lines, newline=""):
        if not line.strip():
            shifted.append(line)
        elif columns >= 0:
            shifted.append(" " * columns + line)
        else:
            shifted.append(line[min(-columns, len(line) - len(line.lstrip(" "))) :])
    return "".join(shifted)


def insert_comment(yaml_text: YamlText, code_node: CodeNode, lines: Sequence[str]) -> list[Splice]:
    """Insert comment lines below the key of a code, or above the code if it is in flow style."""
    if code_node.node.flow:
        dash = yaml_text.dash_offset(code_node)
        offset = yaml_text.line_start(dash)
        return [_insert_lines(yaml_text, offset, (" " * (dash - offset) + line for line in lines))]
    offset = yaml_text.line_after(code_node.node.pairs["code"][1])
    indent = " " * (code_node.node.column - 1)
    return [_insert_lines(yaml_text, offset, (indent + line for line in lines))]


def _insert_lines(yaml_text: YamlText, offset: int, lines: Iterable[str]) -> Splice:
    return offset, offset, "".join(line + yaml_text.newline for line in lines)


def header_comment(text: str, value: Node) -> str:
    """Return the comment on the first line of a block scalar, with the white space before it."""
    if isinstance(value, ScalarNode) and value.style in {"|", ">"}:
        match = _HEADER_COMMENT.match(text, value.start, value.end)
        return match[1] if match else ""
    return ""


def _previous_field(node: MappingNode, name: str) -> str:
    """Return the present field after which a new one belongs, in the order of `CODE_FIELDS`."""
    rank = CODE_FIELDS.index(name)
    return [present for present in node.pairs if CODE_FIELDS.index(present) < rank][-1]


def _new_field_offset(yaml_text: YamlText, node: MappingNode, name: str) -> int:
    key, value = node.pairs[_previous_field(node, name)]
    return yaml_text.line_after(value if value.end > value.start else key)


def _new_field(yaml_text: YamlText, node: MappingNode, name: str, text: str) -> Splice:
    if node.flow:
        end = node.pairs[_previous_field(node, name)][1].end
        value = text if name == "retired" or text.startswith("[") else scalar(text, flow=True)
        return end, end, f", {name}: {value}"
    indent = " " * (node.column - 1)
    offset = _new_field_offset(yaml_text, node, name)
    return _insert_lines(yaml_text, offset, [_field(name, text, indent, yaml_text.newline)])


def _field(name: str, text: str, indent: str, newline: str) -> str:
    return f"{indent}{name}: {text}" if name == "retired" else field_lines(name, text, indent, newline)


def _in_style(value: Node, text: str, indent: str, newline: str, *, one_line: bool, flow: bool) -> str:
    """Return a text as a scalar in the style of the old value: quoted, folded, block or plain."""
    style = value.style if isinstance(value, ScalarNode) else ""
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
