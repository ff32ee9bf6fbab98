"""Read YAML files of other programs: codes as a nested list, and settings as fields of plain values.

For example, codes with others under them:

    - mood:
      - glad
    - calm
"""

from collections.abc import Iterator

from qualcode.codebook.formats.read_code_table import ImportedCodebook
from qualcode.codebook.yaml_file.field_names import MAX_CODES
from qualcode.codebook.yaml_file.yaml_nodes import (
    BOM,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    compose,
    node_error,
)
from qualcode.model import Code, Codebook, CodeKey, unused_key


def from_nested_list(text: str) -> ImportedCodebook:
    """Return the codebook in a nested list; CodebookError if it is not valid YAML or has something else."""
    root = compose(text.removeprefix(BOM))
    taken: set[CodeKey] = set()
    return ImportedCodebook(codebook=Codebook(codes=tuple(_codes(root, taken))))


def plain_fields(text: str) -> dict[str, str]:
    """Return the fields of a YAML mapping that have plain values; CodebookError if it is not valid."""
    root = compose(text.removeprefix(BOM))
    pairs = root.pairs if isinstance(root, MappingNode) else {}
    return {name: value.text for name, (_, value) in pairs.items() if isinstance(value, ScalarNode)}


def _codes(node: Node | None, taken: set[CodeKey]) -> Iterator[Code]:
    """Yield the codes of a list; names in a mapping are codes, with the list of those under them."""
    if node is None or (isinstance(node, ScalarNode) and node.is_null):
        return
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _codes(item, taken)
    elif isinstance(node, MappingNode):
        for name, (name_node, below) in node.pairs.items():
            code = _code(name, name_node, taken)
            yield Code(key=code.key, label=code.label, line=code.line, children=tuple(_codes(below, taken)))
    else:
        yield _code(node.text, node, taken)


def _code(name: str, node: ScalarNode, taken: set[CodeKey]) -> Code:
    label = " ".join(name.split())
    if not label or len(taken) >= MAX_CODES:
        raise node_error(node, f"A code has a name, and a codebook at most {MAX_CODES:,} codes.")
    key = unused_key(label, taken)
    taken.add(key)
    return Code(key=key, label=label, line=node.line)
