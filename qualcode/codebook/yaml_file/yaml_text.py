"""The codebook file as a text in which every code has its place, and pieces can be replaced.

An edit is a few splices (start, end, new text); all else stays as it was, byte for byte. The result is read
again and has to be exactly the codebook that was meant; if it is not, the edit is refused.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from qualcode.codebook.yaml_file.read_yaml import parsed
from qualcode.codebook.yaml_file.yaml_nodes import BOM, Mapping, Node, Scalar, Sequence, as_mapping
from qualcode.errors import CodebookError, ConflictError
from qualcode.model import Codebook, CodeKey

Splice = tuple[int, int, str]
_DASH = re.compile(r"^[ ]*-(?=\s)", re.MULTILINE)
_STEP = 2


@dataclass(frozen=True, slots=True)
class CodeNode:
    """Where a code stands: its fields, the list it is in and its position there, and what holds the list."""

    node: Mapping
    siblings: Sequence
    position: int
    parent: Mapping
    field: str


class YamlText:
    """A codebook's text with its tree; made only from text that reads well."""

    def __init__(self, text: str) -> None:
        self._mark = BOM if text.startswith(BOM) else ""
        bare = text.removeprefix(BOM)
        self._ended = bare.endswith(("\n", "\r"))
        found = re.search(r"\r\n|\n|\r", bare)
        self.newline = found[0] if found else "\n"
        self.text = bare if self._ended else bare + self.newline
        root, self.codebook = parsed(self.text)
        self.root: Mapping = as_mapping(root)

    @property
    def file_text(self) -> str:
        """The text as it goes into the file, with byte order mark and last line as they were."""
        return self._mark + (self.text if self._ended else self.text.removesuffix(self.newline))

    @cached_property
    def places(self) -> dict[CodeKey, CodeNode]:
        """Where each code stands, by its key."""
        return dict(_places(self.root, "codes"))

    @cached_property
    def list_step(self) -> int:
        """How far the dashes of a list of codes are indented from its field, as this file does it."""
        lists = [place for place in self.places.values() if not place.siblings.flow]
        nested = [place for place in lists if place.field == "children"] or lists
        if not nested:
            return _STEP
        return max(0, nested[0].siblings.column - nested[0].parent.pairs[nested[0].field][0].column)

    def spliced(self, splices: Iterable[Splice], meant: Codebook) -> "YamlText":
        """Return the manuscript with these pieces replaced, if it is the codebook that was meant."""
        pieces: list[str] = []
        done = 0
        for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
            if start < done:
                raise _unsafe()
            pieces += [self.text[done:start], new]
            done = end
        text = "".join([*pieces, self.text[done:]])
        try:
            result = YamlText(self._mark + (text if self._ended else text.removesuffix(self.newline)))
        except CodebookError as error:
            raise _unsafe() from error
        if result.codebook != meant:
            raise _unsafe()
        return result

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line of this offset begins."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def line_end(self, offset: int) -> int:
        """Return the offset after the line of this offset and its line break."""
        found = re.compile(r"\r\n|\n|\r").search(self.text, offset)
        return found.end() if found else len(self.text)

    def after(self, node: Node) -> int:
        """Return the offset of the line after the last one that a node stands on."""
        return self.line_end(self.content_end(node))

    def content_end(self, node: Node) -> int:
        """Return where a node's own text ends, without the blank lines that a block text takes in."""
        return node.start + len(self.text[node.start : node.end].rstrip())

    def dash(self, place: CodeNode) -> int:
        """Return the offset of the dash before a code."""
        if place.siblings.flow:
            raise ConflictError(
                f"The codes in line {place.siblings.line} are in brackets; they cannot be moved one by one.",
                "Write them as a list with dashes, one code under the other.",
            )
        before = place.siblings.items[place.position - 1].end if place.position else place.siblings.start
        begin = self.line_start(before)
        dashes = [found.end() - 1 for found in _DASH.finditer(self.text, begin, place.node.start)]
        if not dashes:
            raise _unsafe()
        return dashes[-1]

    def entry(self, place: CodeNode) -> tuple[int, int]:
        """Return the span of a code's lines, with the comment right above and the blank lines above that."""
        dash = self.dash(place)
        start = self.line_start(dash)
        column = dash - start
        start = self._upwards(start, self._floor(place), lambda line: _is_comment(line, column))
        return self._upwards(start, self._floor(place), lambda line: not line.strip()), self.after(place.node)

    def _floor(self, place: CodeNode) -> int:
        """Return the offset above which lines belong to something else than this code."""
        if place.position:
            return self.after(place.siblings.items[place.position - 1])
        return self.line_end(place.parent.pairs[place.field][0].end)

    def _upwards(self, start: int, floor: int, wanted: Callable[[str], bool]) -> int:
        """Move up over the lines that are wanted."""
        while start > floor:
            above = self.line_start(start - 1 - (self.text[start - 2 : start] == "\r\n"))
            if not wanted(self.text[above:start]):
                break
            start = above
        return start


def _is_comment(line: str, column: int) -> bool:
    words = line.lstrip(" ")
    return words.startswith("#") and len(line) - len(words) <= column


def _places(parent: Mapping, field: str) -> Iterator[tuple[CodeKey, CodeNode]]:
    siblings = parent.pairs[field][1] if field in parent.pairs else None
    if isinstance(siblings, Sequence):
        for position, node in enumerate(siblings.items):
            if isinstance(node, Mapping):
                key = node.pairs["code"][1]
                if isinstance(key, Scalar):
                    yield CodeKey(key.text.strip()), CodeNode(node, siblings, position, parent, field)
                yield from _places(node, "children")


def _unsafe() -> ConflictError:
    return ConflictError(
        "This cannot be changed in the file without touching other parts of it; nothing was changed.",
        "Make the change by hand: the codings follow that too.",
    )
