"""Compose YAML text into a tree of nodes with offsets, lines and columns.

Scalars are kept as text: what `no`, `1.10` or `2024-05-01` mean is decided by the field that holds them, so
YAML's implicit types (and the differences between its versions) do not matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from qualcode.codebook.yaml_file.field_names import MAX_CHARACTERS, MAX_LEVELS, MAX_NODES
from qualcode.codebook.yaml_file.syntax.line_excerpt import written_as
from qualcode.codebook.yaml_file.syntax.syntax_errors import syntax_error, unprintable
from qualcode.errors import CodebookError

MAX_DEPTH = 2 * MAX_LEVELS + 10
BOM = "\ufeff"
_YAML_1_1_BREAKS = re.compile("[\x85\u2028\u2029]")
_CONTENT_EVENTS = frozenset({AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent})
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class ScalarNode:
    """A single value as text; `start` and `end` are its offsets in the file, quotes included."""

    text: str
    style: str
    start: int
    end: int
    line: int
    column: int

    @property
    def is_null(self) -> bool:
        """Whether the value is missing, or `~` or `null` without quotes."""
        return not self.style and self.text in _NULLS


@dataclass(slots=True)
class SequenceNode:
    """A list; `flow` if it is written in brackets."""

    flow: bool
    start: int
    end: int
    line: int
    column: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class MappingNode:
    """Fields with their key and value nodes, in file order; no name occurs twice."""

    flow: bool
    start: int
    end: int
    line: int
    column: int
    pairs: dict[str, tuple[ScalarNode, "Node"]] = field(default_factory=dict)


Node = ScalarNode | SequenceNode | MappingNode


class _Mark(Protocol):
    index: int
    line: int
    column: int


class _Event(Protocol):
    start_mark: _Mark
    end_mark: _Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    flow_style: bool | None


def node_error(node: Node, message: str, hint: str = "") -> CodebookError:
    """Return a CodebookError with the line and column of a node."""
    return CodebookError(message, hint, line=node.line, column=node.column)


def as_mapping(node: Node | None) -> MappingNode:
    """Return a node as a Mapping; TypeError if it is not one."""
    if not isinstance(node, MappingNode):
        raise TypeError(node)
    return node


def compose(text: str, *, pure: bool = False) -> Node | None:
    """Return the node tree of the document in a text; None if it has only comments.

    Lists and mappings in block style end where their last value ends. The text must not begin with a byte
    order mark, which would shift the offsets. `pure` uses the parser written in Python.
    """
    if len(text) > MAX_CHARACTERS:
        raise CodebookError(
            f"A codebook of {len(text):,} characters is too large ({MAX_CHARACTERS:,} at most)."
        )
    try:
        return _Composer(_events(text, pure=pure)).document()
    except YAMLError as error:
        raise syntax_error(error, text, _events_for_repair) from error
    except UnicodeEncodeError as error:
        line, column = unprintable(text)
        raise CodebookError(
            "The text has half a surrogate pair in it.", "Save the file as UTF-8.", line=line, column=column
        ) from error


def _events_for_repair(text: str) -> Iterator[_Event]:
    """Parse with libyaml, which is far quicker; what it would take as a line break is a letter meanwhile."""
    return _events(_YAML_1_1_BREAKS.sub("x", text), pure=False)


def _events(text: str, *, pure: bool) -> Iterator[_Event]:
    """Parse with libyaml, or in Python if the text has NEL, LS or PS, which libyaml takes as line breaks."""
    parser = YAML(typ="safe", pure=pure or _YAML_1_1_BREAKS.search(text) is not None)
    events: Iterator[_Event] = parser.parse(text)
    return events


class _Composer:
    """Builds the tree from the parser's events; CodebookError as soon as a limit is exceeded."""

    def __init__(self, events: Iterator[_Event]) -> None:
        self._events = events
        self._anchors: dict[str, tuple[Node, int, int] | None] = {}
        self._count = 0

    def document(self) -> Node | None:
        """Return the root of the document; CodebookError if there is a second one."""
        node: Node | None = None
        for event in self._events:
            if type(event) in _CONTENT_EVENTS:
                node = self._node(event, 0)
            elif isinstance(event, DocumentStartEvent) and node is not None:
                raise _event_error(
                    event, "A second document begins here; a codebook is one.", "Remove the line `---`."
                )
        return None if isinstance(node, ScalarNode) and node.is_null else node

    def _node(self, event: _Event, depth: int) -> Node:
        self._count += 1
        if depth > MAX_DEPTH:
            raise _event_error(event, f"The lists are nested more than {MAX_LEVELS} codes deep.")
        if self._count > MAX_NODES:
            raise _event_error(event, f"The codebook has more than {MAX_NODES:,} values.")
        if isinstance(event, AliasEvent):
            return self._alias(event, depth)
        if event.tag is not None and event.tag != "!":
            raise _event_error(
                event, f"A codebook has no tags such as {event.tag}.", "Put the text in quotes."
            )
        if event.anchor is not None:
            return self._anchored(event, depth)
        return _scalar(event) if isinstance(event, ScalarEvent) else self._unanchored(event, depth)

    def _unanchored(self, event: _Event, depth: int) -> Node:
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _sequence(self, event: _Event, depth: int) -> SequenceNode:
        mark = event.start_mark
        node = SequenceNode(
            bool(event.flow_style), mark.index, event.end_mark.index, mark.line + 1, mark.column + 1
        )
        for inner in self._events:
            if isinstance(inner, SequenceEndEvent):
                node.end = inner.end_mark.index if node.flow else _last_end(node.items, node.end)
                break
            node.items.append(self._node(inner, depth + 1))
        return node

    def _mapping(self, event: _Event, depth: int) -> MappingNode:
        mark = event.start_mark
        node = MappingNode(
            bool(event.flow_style), mark.index, event.end_mark.index, mark.line + 1, mark.column + 1
        )
        for inner in self._events:
            if isinstance(inner, MappingEndEvent):
                values = [value for _, value in node.pairs.values()]
                node.end = inner.end_mark.index if node.flow else _last_end(values, node.end)
                break
            key = self._node(inner, depth + 1)
            if not isinstance(key, ScalarNode):
                raise node_error(
                    key, "The name of a field is a word, not a list.", "A bracket or `?` is out of place."
                )
            value = self._node(next(self._events), depth + 1)
            if key.text in node.pairs:
                raise _repeated_field(key, value, node.pairs[key.text][0].line)
            node.pairs[key.text] = (key, value)
        return node

    def _anchored(self, event: _Event, depth: int) -> Node:
        """Compose a node with an anchor; an alias to it inside the node itself would be a cycle."""
        name = event.anchor or ""
        before = self._count
        self._anchors[name] = None
        node = self._unanchored(event, depth)
        self._anchors[name] = (node, self._count - before + 1, _height(node))
        return node

    def _alias(self, event: _Event, depth: int) -> Node:
        """Return the node that an alias refers to; its nodes count towards the limit once more."""
        name = event.anchor or ""
        if name not in self._anchors:
            raise _event_error(
                event, f"Nothing has the anchor &{name}.", "A text that begins with * needs quotes."
            )
        anchored = self._anchors[name]
        if anchored is None:
            raise _event_error(event, f"*{name} is inside the value that it repeats: a cycle.")
        node, count, height = anchored
        self._count += count
        if self._count > MAX_NODES or depth + height > MAX_DEPTH:
            raise _event_error(event, f"*{name} repeats more than a codebook can hold.")
        return node


def _repeated_field(key: ScalarNode, value: Node, first_line: int) -> CodebookError:
    """Return the error for a field that is in one mapping twice: for `code`, a dash is missing."""
    if key.text != "code" or not isinstance(value, ScalarNode):
        message = f"The field {key.text!r} is here twice; it is in line {first_line} too."
        return node_error(key, message, "Remove one of them.")
    message = f"A dash is missing before this code, or the code of line {first_line} has two keys."
    return node_error(
        key, message, written_as(key.line, f"{' ' * max(0, key.column - 3)}- code: {value.text}")
    )


def _scalar(event: _Event) -> ScalarNode:
    mark = event.start_mark
    return ScalarNode(
        event.value, event.style or "", mark.index, event.end_mark.index, mark.line + 1, mark.column + 1
    )


def _height(node: Node) -> int:
    """Return the depth of nested lists and mappings in a node; 0 for a scalar."""
    if isinstance(node, ScalarNode):
        return 0
    values = node.items if isinstance(node, SequenceNode) else [value for _, value in node.pairs.values()]
    return 1 + max(map(_height, values), default=0)


def _last_end(values: list[Node], empty: int) -> int:
    return values[-1].end if values else empty


def _event_error(event: _Event, message: str, hint: str = "") -> CodebookError:
    mark = event.start_mark
    return CodebookError(message, hint, line=mark.line + 1, column=mark.column + 1)
