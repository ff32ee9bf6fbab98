"""A code's patterns: the forms in which a codebook may say which words suggest a code."""

from qualcode.codebook.yaml_file.node_values import check_expression, items_of, words
from qualcode.codebook.yaml_file.token_patterns import read_tokens
from qualcode.codebook.yaml_file.yaml_nodes import Mapping, Node, Scalar, wrong
from qualcode.errors import nearest_name
from qualcode.model import Pattern, PatternKind

_KINDS = tuple(kind.value for kind in PatternKind)
_FORM = "Write it as in: - phrase: county lines"


def read_patterns(node: Mapping) -> tuple[Pattern, ...]:
    """Return the patterns of a code; none where the field is left out."""
    return tuple(read_pattern(item) for item in items_of(node, "patterns", "patterns", _FORM))


def read_pattern(node: Node) -> Pattern:
    """Return one pattern: a mapping with its kind and its text."""
    if not isinstance(node, Mapping):
        raise wrong(node, "A pattern says of which kind it is.", _FORM)
    if len(node.pairs) != 1:
        raise wrong(node, f"A pattern has one kind and one text; here are {len(node.pairs)}.", _FORM)
    ((name, (key, value)),) = node.pairs.items()
    if name not in _KINDS:
        nearest = nearest_name(name, _KINDS)
        hint = f"Did you mean {nearest!r}?" if nearest else "The kinds are: " + ", ".join(_KINDS)
        raise wrong(key, f"There is no kind of pattern {name!r}.", hint)
    kind = PatternKind(name)
    if kind is PatternKind.TOKEN:
        return Pattern(kind=kind, tokens=read_tokens(value), line=key.line)
    text = words(value, "A pattern")
    if kind is PatternKind.REGEX and isinstance(value, Scalar):
        text = value.text.rstrip("\n")
        check_expression(text, value)
    if not text:
        raise wrong(value, f"This {name} is empty.", _FORM)
    return Pattern(kind=kind, text=text, line=key.line)
