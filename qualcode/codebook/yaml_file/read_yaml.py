"""The text of a codebook file to a Codebook; what is wrong is said with its line and the right word."""

import gc
from pathlib import Path

from qualcode.codebook.yaml_file.field_names import CODE_FIELDS, COLOR, MAX_CODES, MAX_LEVELS, TOP_FIELDS
from qualcode.codebook.yaml_file.node_values import items_of, only_known, text_of, truth_of, words
from qualcode.codebook.yaml_file.pattern_fields import read_patterns
from qualcode.codebook.yaml_file.yaml_nodes import BOM, Mapping, Node, compose, wrong
from qualcode.errors import CodebookError
from qualcode.model import MAX_KEY, Code, Codebook, CodeKey, is_key, key_from

_FIRST_LINES = "Its first lines are:\ncodebook: Name of the study\ncodes:\n  - code: first-code"


def read(text: str, path: Path | None = None) -> Codebook:
    """Return the codebook that the YAML text describes; CodebookError names what is wrong and where."""
    try:
        return parsed(text.removeprefix(BOM))[1]
    except CodebookError as error:
        error.path = path
        raise


def parsed(text: str) -> tuple[Node | None, Codebook]:
    """Return the tree of a text and the codebook in it.

    The garbage collector waits meanwhile: of the many small objects made here none is garbage, and to walk
    over them again and again takes as long as the reading itself.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        root = compose(text)
        return root, from_node(root)
    finally:
        if collecting:
            gc.enable()


def from_node(root: Node | None) -> Codebook:
    """Return the codebook that a composed document describes."""
    if root is None:
        raise CodebookError("The codebook is empty.", _FIRST_LINES, line=1, column=1)
    if not isinstance(root, Mapping):
        raise wrong(root, "A codebook begins with `codebook:` and `codes:`.", _FIRST_LINES)
    only_known(root, TOP_FIELDS, "a codebook")
    name = text_of(root, "codebook")
    codes = _CodebookReader().codes(root, "codes", 1)
    return Codebook(name=" ".join(name.split()), codes=codes)


class _CodebookReader:
    """Reads codes and remembers each key's line, as a key may stand in a codebook only once."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def codes(self, parent: Mapping, name: str, level: int) -> tuple[Code, ...]:
        """Read the list of codes in this field."""
        items = items_of(parent, name, "codes", "Each begins with `- code:` on a line of its own.")
        if items and level > MAX_LEVELS:
            raise wrong(items[0], f"The codes are nested more than {MAX_LEVELS} deep.")
        return tuple(self._code(item, level) for item in items)

    def _code(self, node: Node, level: int) -> Code:
        if not isinstance(node, Mapping):
            raise wrong(
                node, "A code is a mapping that begins with `code:`.", "Write it as in: - code: pursue"
            )
        only_known(node, CODE_FIELDS, "a code")
        key, line = self._key(node)
        return Code(
            key=key,
            label=" ".join(text_of(node, "label").split()),
            color=_color(node),
            brief=text_of(node, "brief"),
            definition=text_of(node, "definition"),
            when_to_use=text_of(node, "when_to_use"),
            when_not_to_use=text_of(node, "when_not_to_use"),
            examples=_examples(node),
            patterns=read_patterns(node),
            children=self.codes(node, "children", level + 1) if "children" in node.pairs else (),
            retired=truth_of(node, "retired"),
            line=line,
        )

    def _key(self, node: Mapping) -> tuple[CodeKey, int]:
        if "code" not in node.pairs:
            raise wrong(node, "This code has no key.", "Add a line as in: code: pursue")
        value = node.pairs["code"][1]
        key = text_of(node, "code")
        if not key:
            raise wrong(value, "The key of this code is empty.", "Write it as in: code: pursue")
        if not is_key(key):
            hint = (
                f"Letters, digits, - _ and . are allowed, at most {MAX_KEY}; for example {key_from(key)!r}."
            )
            raise wrong(value, f"{key[:MAX_KEY]!r} cannot be a key.", hint)
        if key in self._lines:
            raise wrong(value, f"The code {key!r} is here twice; it stands in line {self._lines[key]} too.")
        if len(self._lines) >= MAX_CODES:
            raise wrong(value, f"The codebook has more than {MAX_CODES:,} codes.")
        self._lines[key] = value.line
        return CodeKey(key), value.line


def _color(node: Mapping) -> str:
    color = text_of(node, "color")
    if "color" in node.pairs and not COLOR.fullmatch(color):
        hint = 'Write it in quotes (without them # begins a comment), as in: color: "#4C78A8"'
        what = f"{color!r} is not a colour." if color else "The colour is empty."
        raise wrong(node.pairs["color"][1], what, hint)
    return color


def _examples(node: Mapping) -> tuple[str, ...]:
    items = items_of(node, "examples", "texts", 'Write it as in: examples: ["We went in hard."]')
    return tuple(text for item in items if (text := words(item, "An example")))
