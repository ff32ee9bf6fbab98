"""The `patterns` field of a code: phrases, lemmas, vetoes, regular expressions and token patterns."""

from qualcode.codebook.yaml_file.node_values import check_regex, list_field, node_text
from qualcode.codebook.yaml_file.token_patterns import read_tokens
from qualcode.codebook.yaml_file.yaml_nodes import MappingNode, Node, ScalarNode, node_error
from qualcode.errors import nearest_name
from qualcode.model import Pattern, PatternKind

_KINDS = tuple(kind.value for kind in PatternKind)
_FORM = "Write it as in: - phrase: county lines"


def read_patterns(node: MappingNode) -> tuple[Pattern, ...]:
    """Return the patterns of a code; none if the field is missing."""
    return tuple(read_pattern(item) for item in list_field(node, "patterns", "patterns", _FORM))


def read_pattern(node: Node) -> Pattern:
    """Return the pattern in a mapping of one kind to one text."""
    if not isinstance(node, MappingNode):
        raise node_error(node, "A pattern needs its kind and its text.", _FORM)
    if len(node.pairs) != 1:
        raise node_error(node, f"A pattern has one kind and one text, not {len(node.pairs)}.", _FORM)
    ((name, (key, value)),) = node.pairs.items()
    if name not in _KINDS:
        nearest = nearest_name(name, _KINDS)
        hint = f"Did you mean {nearest!r}?" if nearest else "The kinds are: " + ", ".join(_KINDS)
        raise node_error(key, f"There is no kind of pattern {name!r}.", hint)
    kind = PatternKind(name)
    if kind is PatternKind.TOKEN:
        return Pattern(kind=kind, tokens=read_tokens(value), line=key.line)
    text = node_text(value, "A pattern")
    if kind is PatternKind.REGEX and isinstance(value, ScalarNode):
        text = value.text.rstrip("\n")
        check_regex(text, value)
    if not text:
        raise node_error(value, f"This {name} is empty.", _FORM)
    return Pattern(kind=kind, text=text, line=key.line)
