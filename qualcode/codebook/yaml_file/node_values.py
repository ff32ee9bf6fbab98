"""The values of YAML nodes as the types that codebook fields take: text, list, boolean."""

import re
import warnings
from collections.abc import Iterable

from qualcode.codebook.yaml_file.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, node_error
from qualcode.errors import nearest_name
from qualcode.text.visible import UNPRINTABLE


def check_field_names(node: MappingNode, allowed: Iterable[str], owner: str) -> None:
    """Raise CodebookError for the first field that is not allowed, naming the nearest allowed one."""
    for name, (key, _) in node.pairs.items():
        if name not in allowed:
            nearest = nearest_name(name, allowed)
            hint = f"Did you mean {nearest!r}?" if nearest else "The fields are: " + ", ".join(allowed)
            if name[0] != " " and name[0].isspace():
                message = "This line is indented with no-break spaces or spaces of another kind."
                raise node_error(key, message, "YAML allows only plain spaces.")
            if name == "<<":
                hint = "A codebook has no merge keys; write the fields out."
            raise node_error(key, f"There is no field {name!r} in {owner}.", hint)


def text_field(node: MappingNode, name: str) -> str:
    """Return the text of a field without the white space around it; empty if the field is missing."""
    if name not in node.pairs:
        return ""
    return node_text(node.pairs[name][1], f"The field {name!r}")


def node_text(value: Node, subject: str) -> str:
    """Return a scalar's text without the white space around it; CodebookError about `subject` if it has none.

    Lists, mappings and control characters are refused.
    """
    if not isinstance(value, ScalarNode):
        form = "list" if isinstance(value, SequenceNode) else "mapping"
        raise node_error(
            value, f"{subject} is a text, not a {form}.", "A text with a bracket or colon needs quotes."
        )
    if not value.text.isprintable() and (control := UNPRINTABLE.search(value.text)):
        raise node_error(
            value, f"{subject} has a control character in it (U+{ord(control[0]):04X}).", "Remove it."
        )
    return "" if value.is_null else value.text.strip()


def list_field(node: MappingNode, name: str, item_type: str, hint: str) -> list[Node]:
    """Return the nodes of a list field; none if the field is missing or empty."""
    value = node.pairs[name][1] if name in node.pairs else None
    if value is None or (isinstance(value, ScalarNode) and value.is_null):
        return []
    if not isinstance(value, SequenceNode):
        raise node_error(value, f"The field {name!r} is a list of {item_type}.", hint)
    return value.items


def boolean_field(node: MappingNode, name: str) -> bool:
    """Return whether a field is `true`; false if the field is missing."""
    word = text_field(node, name)
    if word.lower() not in {"", "true", "false"}:
        raise node_error(node.pairs[name][1], f"The field {name!r} is true or false, not {word!r}.")
    return word.lower() == "true"


def check_regex(text: str, node: ScalarNode) -> None:
    """Raise CodebookError if Python's `re` cannot compile the expression."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about style are of no use to a coder
            re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        hint = "See the syntax of Python's regular expressions; put the expression in single quotes."
        raise node_error(node, f"This is not a regular expression: {error}.", hint) from error
