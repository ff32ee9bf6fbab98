"""Parse the text of a codebook file into a Codebook; errors name line, column and the nearest field name."""

from pathlib import Path

from qualcode.codebook.yaml_file.field_names import CODE_FIELDS, COLOR, MAX_CODES, MAX_LEVELS, TOP_FIELDS
from qualcode.codebook.yaml_file.group_fields import read_groups
from qualcode.codebook.yaml_file.node_values import (
    boolean_field,
    check_field_names,
    list_field,
    node_text,
    text_field,
)
from qualcode.codebook.yaml_file.pattern_fields import read_patterns
from qualcode.codebook.yaml_file.syntax.line_excerpt import excerpt
from qualcode.codebook.yaml_file.yaml_nodes import BOM, MappingNode, Node, compose, node_error
from qualcode.errors import CodebookError
from qualcode.garbage_collection import collection_paused
from qualcode.model import MAX_KEY, Code, Codebook, CodeKey, is_key, key_from

_FIRST_LINES = "Its first lines are:\ncodebook: Name of the study\ncodes:\n  - code: first-code"


def read(text: str, path: Path | None = None) -> Codebook:
    """Return the codebook in a YAML text; CodebookError with line and column if it is not valid."""
    try:
        return parse_with_nodes(text.removeprefix(BOM))[1]
    except CodebookError as error:
        error.path = path
        raise


def parse_with_nodes(text: str) -> tuple[Node | None, Codebook]:
    """Return the node tree of a text and the codebook in it.

    The garbage collector is paused: none of the many small objects created here is garbage.
    """
    try:
        with collection_paused():
            root = compose(text)
            return root, from_node(root)
    except CodebookError as error:
        error.excerpt = excerpt(text, error.line, error.column)
        raise


def from_node(root: Node | None) -> Codebook:
    """Return the codebook in a document's root node."""
    if root is None:
        raise CodebookError("The codebook is empty.", _FIRST_LINES, line=1, column=1)
    if not isinstance(root, MappingNode):
        raise node_error(root, "A codebook begins with `codebook:` and `codes:`.", _FIRST_LINES)
    check_field_names(root, TOP_FIELDS, "a codebook")
    name = text_field(root, "codebook")
    codes = _CodebookReader().codes(root, "codes", 1)
    return Codebook(name=" ".join(name.split()), codes=codes, groups=read_groups(root))


class _CodebookReader:
    """Reads codes; keeps the line of each key, since a key may occur only once in a codebook."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def codes(self, parent: MappingNode, name: str, level: int) -> tuple[Code, ...]:
        """Return the codes in a list field; `level` is 1 for themes."""
        items = list_field(parent, name, "codes", "Each begins with `- code:` on a line of its own.")
        if items and level > MAX_LEVELS:
            raise node_error(items[0], f"The codes are nested more than {MAX_LEVELS} deep.")
        return tuple(self._code(item, level) for item in items)

    def _code(self, node: Node, level: int) -> Code:
        if not isinstance(node, MappingNode):
            raise node_error(
                node, "A code is a mapping that begins with `code:`.", "Write it as in: - code: pursue"
            )
        check_field_names(node, CODE_FIELDS, "a code")
        key, line = self._key(node)
        return Code(
            key=key,
            label=" ".join(text_field(node, "label").split()),
            color=_color(node),
            brief=text_field(node, "brief"),
            definition=text_field(node, "definition"),
            when_to_use=text_field(node, "when_to_use"),
            when_not_to_use=text_field(node, "when_not_to_use"),
            examples=_examples(node),
            patterns=read_patterns(node),
            children=self.codes(node, "children", level + 1) if "children" in node.pairs else (),
            retired=boolean_field(node, "retired"),
            line=line,
        )

    def _key(self, node: MappingNode) -> tuple[CodeKey, int]:
        if "code" not in node.pairs:
            raise node_error(node, "This code has no key.", "Add a line as in: code: pursue")
        value = node.pairs["code"][1]
        key = text_field(node, "code")
        if not key:
            raise node_error(value, "The key of this code is empty.", "Write it as in: code: pursue")
        if not is_key(key):
            hint = (
                f"Letters, digits, - _ and . are allowed, at most {MAX_KEY}; for example {key_from(key)!r}."
            )
            raise node_error(value, f"{key[:MAX_KEY]!r} cannot be a key.", hint)
        if key in self._lines:
            raise node_error(value, f"The code {key!r} is here twice; it is in line {self._lines[key]} too.")
        if len(self._lines) >= MAX_CODES:
            raise node_error(value, f"The codebook has more than {MAX_CODES:,} codes.")
        self._lines[key] = value.line
        return CodeKey(key), value.line


def _color(node: MappingNode) -> str:
    color = text_field(node, "color")
    if "color" in node.pairs and not COLOR.fullmatch(color):
        hint = 'Write it in quotes (without them # begins a comment), as in: color: "#4C78A8"'
        message = f"{color!r} is not a colour." if color else "The colour is empty."
        raise node_error(node.pairs["color"][1], message, hint)
    return color


def _examples(node: MappingNode) -> tuple[str, ...]:
    items = list_field(node, "examples", "texts", 'Write it as in: examples: ["We went in hard."]')
    return tuple(text for item in items if (text := node_text(item, "An example")))
