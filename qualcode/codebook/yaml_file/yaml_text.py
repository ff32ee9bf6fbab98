"""The text of a codebook file with its node tree: offsets of each code's lines, and checked replacements.

An edit is a few splices (start, end, new text); all other characters are unchanged. The resulting text is
parse_with_nodes and must equal the expected codebook; otherwise the edit is refused.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from qualcode.codebook.yaml_file.read_yaml import parse_with_nodes
from qualcode.codebook.yaml_file.yaml_nodes import (
    BOM,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    as_mapping,
)
from qualcode.errors import CodebookError, ConflictError
from qualcode.model import Codebook, CodeKey

Splice = tuple[int, int, str]
"""Start and end offset of the characters to replace, and their replacement."""
_DASH = re.compile(r"^[ ]*-(?=\s)", re.MULTILINE)
_DEFAULT_INDENT = 2


@dataclass(frozen=True, slots=True)
class CodeNode:
    """The YAML mapping of a code, its position in its list, and the mapping and field that hold the list."""

    node: MappingNode
    siblings: SequenceNode
    position: int
    parent: MappingNode
    field: str


class YamlText:
    """A codebook's text with its node tree; CodebookError if the text is not a valid codebook."""

    def __init__(self, text: str) -> None:
        self._byte_order_mark = BOM if text.startswith(BOM) else ""
        bare = text.removeprefix(BOM)
        self._ends_with_newline = bare.endswith(("\n", "\r"))
        first_break = re.search(r"\r\n|\n|\r", bare)
        self.newline = first_break[0] if first_break else "\n"
        self.text = bare if self._ends_with_newline else bare + self.newline
        root, self.codebook = parse_with_nodes(self.text)
        self.root: MappingNode = as_mapping(root)

    @property
    def file_text(self) -> str:
        """The text to write to the file: byte order mark and final line break as in the original."""
        return self._byte_order_mark + self._without_added_newline(self.text)

    def _without_added_newline(self, text: str) -> str:
        return text if self._ends_with_newline else text.removesuffix(self.newline)

    @cached_property
    def code_nodes(self) -> dict[CodeKey, CodeNode]:
        """The node of each code, by its key."""
        return dict(_code_nodes(self.root, "codes"))

    @cached_property
    def list_indent(self) -> int:
        """Columns by which this file indents the dashes of a list of codes from the list's field name."""
        lists = [code_node for code_node in self.code_nodes.values() if not code_node.siblings.flow]
        nested = [code_node for code_node in lists if code_node.field == "children"] or lists
        if not nested:
            return _DEFAULT_INDENT
        return max(0, nested[0].siblings.column - nested[0].parent.pairs[nested[0].field][0].column)

    def with_splices(self, splices: Iterable[Splice], expected: Codebook) -> "YamlText":
        """Return the text with the splices applied; ConflictError if it is not the expected codebook."""
        pieces: list[str] = []
        copied_to = 0
        for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
            if start < copied_to:
                raise _inexact_edit()
            pieces += [self.text[copied_to:start], new]
            copied_to = end
        text = "".join([*pieces, self.text[copied_to:]])
        try:
            result = YamlText(self._byte_order_mark + self._without_added_newline(text))
        except CodebookError as error:
            raise _inexact_edit() from error
        if result.codebook != expected:
            raise _inexact_edit()
        return result

    def line_start(self, offset: int) -> int:
        """Return the offset of the first character of the line that contains an offset."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def line_end(self, offset: int) -> int:
        """Return the offset after the line that contains an offset, line break included."""
        line_break = re.compile(r"\r\n|\n|\r").search(self.text, offset)
        return line_break.end() if line_break else len(self.text)

    def line_after(self, node: Node) -> int:
        """Return the offset of the line after a node's last line."""
        return self.line_end(self.content_end(node))

    def content_end(self, node: Node) -> int:
        """Return the end offset of a node without the blank lines at the end of a block scalar."""
        return node.start + len(self.text[node.start : node.end].rstrip())

    def dash_offset(self, code_node: CodeNode) -> int:
        """Return the offset of the dash before a code; ConflictError if its list is in brackets."""
        siblings = code_node.siblings
        if siblings.flow:
            raise ConflictError(
                f"The codes in line {siblings.line} are in brackets; they cannot be moved one by one.",
                "Write them as a list with dashes, one code under the other.",
            )
        previous_end = siblings.items[code_node.position - 1].end if code_node.position else siblings.start
        search_start = self.line_start(previous_end)
        dashes = [match.end() - 1 for match in _DASH.finditer(self.text, search_start, code_node.node.start)]
        if not dashes:
            raise _inexact_edit()
        return dashes[-1]

    def entry_span(self, code_node: CodeNode) -> tuple[int, int]:
        """Return the offsets of a code's lines, with the comment lines and blank lines directly above."""
        dash = self.dash_offset(code_node)
        start = self.line_start(dash)
        column = dash - start
        limit = self._entry_limit(code_node)
        start = self._start_above(start, limit, lambda line: _is_comment(line, column))
        return self._start_above(start, limit, lambda line: not line.strip()), self.line_after(code_node.node)

    def _entry_limit(self, code_node: CodeNode) -> int:
        """Return the offset before which lines belong to the previous code or to the list's field."""
        if code_node.position:
            return self.line_after(code_node.siblings.items[code_node.position - 1])
        return self.line_end(code_node.parent.pairs[code_node.field][0].end)

    def _start_above(self, start: int, limit: int, accepts: Callable[[str], bool]) -> int:
        """Return the start of the consecutive accepted lines directly above `start`, not before `limit`."""
        while start > limit:
            above = self.line_start(start - 1 - (self.text[start - 2 : start] == "\r\n"))
            if not accepts(self.text[above:start]):
                break
            start = above
        return start


def _is_comment(line: str, column: int) -> bool:
    words = line.lstrip(" ")
    return words.startswith("#") and len(line) - len(words) <= column


def _code_nodes(parent: MappingNode, field: str) -> Iterator[tuple[CodeKey, CodeNode]]:
    siblings = parent.pairs[field][1] if field in parent.pairs else None
    if isinstance(siblings, SequenceNode):
        for position, node in enumerate(siblings.items):
            if isinstance(node, MappingNode):
                key = node.pairs["code"][1]
                if isinstance(key, ScalarNode):
                    yield CodeKey(key.text.strip()), CodeNode(node, siblings, position, parent, field)
                yield from _code_nodes(node, "children")


def _inexact_edit() -> ConflictError:
    return ConflictError(
        "This cannot be changed without changing other lines of the file; nothing was changed.",
        "Edit the file by hand: codings follow that too.",
    )
