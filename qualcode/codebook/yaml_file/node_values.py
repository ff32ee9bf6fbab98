"""What a node of the codebook file says, as the type that its field takes: words, a list, true or false."""

import re
import warnings
from collections.abc import Iterable

from qualcode.codebook.yaml_file.yaml_nodes import Mapping, Node, Scalar, Sequence, wrong
from qualcode.errors import nearest_name
from qualcode.text.visible import UNPRINTABLE


def only_known(node: Mapping, known: Iterable[str], of_what: str) -> None:
    """Refuse a field that is not among the known ones, naming the nearest."""
    for name, (key, _) in node.pairs.items():
        if name not in known:
            nearest = nearest_name(name, known)
            hint = f"Did you mean {nearest!r}?" if nearest else "The fields are: " + ", ".join(known)
            if name == "<<":
                hint = "A codebook has no merge keys; write the fields out."
            raise wrong(key, f"There is no field {name!r} in {of_what}.", hint)


def text_of(node: Mapping, name: str) -> str:
    """Return the words of a field, without white space around them; empty where it is left out."""
    if name not in node.pairs:
        return ""
    return words(node.pairs[name][1], f"The field {name!r}")


def words(value: Node, what: str) -> str:
    """Return the words of a node, without white space around them; refuse lists and control characters."""
    if not isinstance(value, Scalar):
        form = "list" if isinstance(value, Sequence) else "mapping"
        raise wrong(value, f"{what} is a text, not a {form}.", "A text with a bracket or colon needs quotes.")
    if not value.text.isprintable() and (found := UNPRINTABLE.search(value.text)):
        raise wrong(value, f"{what} has a control character in it (U+{ord(found[0]):04X}).", "Take it out.")
    return "" if value.is_nothing else value.text.strip()


def items_of(node: Mapping, name: str, what: str, hint: str) -> list[Node]:
    """Return the nodes of a list field; none where it is left out."""
    value = node.pairs[name][1] if name in node.pairs else None
    if value is None or (isinstance(value, Scalar) and value.is_nothing):
        return []
    if not isinstance(value, Sequence):
        raise wrong(value, f"The field {name!r} is a list of {what}.", hint)
    return value.items


def truth_of(node: Mapping, name: str) -> bool:
    """Return whether a field says `true`; false where it is left out."""
    word = text_of(node, name)
    if word.lower() not in {"", "true", "false"}:
        raise wrong(node.pairs[name][1], f"The field {name!r} is true or false, not {word!r}.")
    return word.lower() == "true"


def check_expression(text: str, node: Scalar) -> None:
    """Refuse what Python's `re` cannot compile."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's advice on style is not the coder's concern
            re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        hint = "See the syntax of Python's regular expressions; put the expression in single quotes."
        raise wrong(node, f"This is not a regular expression: {error}.", hint) from error
