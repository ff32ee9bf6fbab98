"""Token patterns of spaCy's Matcher: the attributes and the type of value that each takes.

The lists are those of spaCy's Matcher documentation; they are repeated here because the codebook is read
without loading spaCy.
"""

import re
from collections.abc import Mapping

from qualcode.codebook.yaml_file.node_values import check_regex
from qualcode.codebook.yaml_file.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, node_error
from qualcode.errors import CodebookError, nearest_name

TEXT_ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        """
    ORTH TEXT NORM LOWER SHAPE PREFIX SUFFIX POS TAG MORPH DEP LEMMA
    LANG ENT_TYPE ENT_ID ENT_IOB ENT_KB_ID
""",
    )
)
BOOLEAN_ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        """
    IS_ALPHA IS_ASCII IS_BRACKET IS_CURRENCY IS_DIGIT IS_LEFT_PUNCT
    IS_LOWER IS_OOV IS_PUNCT IS_QUOTE IS_RIGHT_PUNCT IS_SENT_START IS_SPACE
    IS_STOP IS_TITLE IS_UPPER LIKE_EMAIL LIKE_NUM LIKE_URL SENT_START SPACY
""",
    )
)
NUMBER_ATTRIBUTES = frozenset(["LENGTH"])
ATTRIBUTES = TEXT_ATTRIBUTES | BOOLEAN_ATTRIBUTES | NUMBER_ATTRIBUTES | {"OP"}
OPERATORS = frozenset("!?+*")
SET_OPERATORS = frozenset(["IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS"])
TEXT_OPERATORS = frozenset(["REGEX", "FUZZY", *(f"FUZZY{distance}" for distance in range(1, 10))])
NUMBER_OPERATORS = frozenset(["==", "!=", ">=", "<=", ">", "<"])
_RANGE = re.compile(r"\{(?:[0-9]{1,3}(?:,[0-9]{0,3})?|,[0-9]{1,3})\}")
_NUMBER = re.compile(r"[0-9]{1,6}")
_FORM = "Write it as in: token: [{LOWER: took}, {LOWER: out}]"
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def read_tokens(node: Node) -> tuple[Mapping[str, object], ...]:
    """Return one mapping per token, with values of the types that spaCy expects."""
    if not isinstance(node, SequenceNode) or not node.items:
        raise node_error(node, "A token pattern is a list with one mapping per token.", _FORM)
    return tuple(_token(item) for item in node.items)


def _token(node: Node) -> dict[str, object]:
    if not isinstance(node, MappingNode):
        raise node_error(node, "Each token of a token pattern is a mapping.", _FORM)
    return {name.upper(): _attribute_value(key, value) for name, (key, value) in node.pairs.items()}


def _attribute_value(key: ScalarNode, value: Node) -> object:
    name = key.text.upper()
    if name == "_":
        raise node_error(
            key, "Extension attributes (`_`) are not supported: they need a program that sets them."
        )
    if name not in ATTRIBUTES:
        nearest = nearest_name(name, ATTRIBUTES)
        hint = (
            f"Did you mean {nearest}?" if nearest else "The attributes are: " + ", ".join(sorted(ATTRIBUTES))
        )
        raise node_error(key, f"spaCy has no token attribute {key.text!r}.", hint)
    if name == "OP":
        return _operator(value)
    if name in BOOLEAN_ATTRIBUTES:
        return _flag(name, value)
    return _comparison(name, value) if isinstance(value, MappingNode) else _single_value(name, value)


def _operator(value: Node) -> str:
    if isinstance(value, ScalarNode) and (value.text in OPERATORS or _RANGE.fullmatch(value.text)):
        return value.text
    raise node_error(
        value, "OP is one of ! ? + * {n} {n,m} {n,} {,m}, in quotes.", 'Write it as in: {OP: "?"}'
    )


def _flag(name: str, value: Node) -> bool:
    if isinstance(value, ScalarNode) and value.text.lower() in _BOOLEANS:
        return _BOOLEANS[value.text.lower()]
    raise node_error(value, f"{name} is true or false.")


def _single_value(name: str, value: Node) -> object:
    if not isinstance(value, ScalarNode) or value.is_null:
        raise node_error(
            value, f"{name} takes {'a number' if name in NUMBER_ATTRIBUTES else 'a word'}.", _FORM
        )
    return _number(name, value) if name in NUMBER_ATTRIBUTES else value.text


def _number(name: str, value: Node) -> int:
    if isinstance(value, ScalarNode) and _NUMBER.fullmatch(value.text):
        return int(value.text)
    raise node_error(value, f"{name} takes a whole number.")


def _comparison(name: str, value: MappingNode) -> dict[str, object]:
    """Return a value such as `{IN: [took, take]}` or `{">=": 3}`."""
    if not value.pairs:
        raise node_error(value, f"{name} takes a word, or a comparison such as {{IN: [a, b]}}.")
    return {key.text.upper(): _operand(name, key, operand) for key, operand in value.pairs.values()}


def _operand(name: str, key: ScalarNode, operand: Node) -> object:
    word = key.text.upper()
    allowed = SET_OPERATORS | (NUMBER_OPERATORS if name in NUMBER_ATTRIBUTES else TEXT_OPERATORS)
    if word not in allowed:
        raise _unknown_comparison(key, allowed)
    if word in SET_OPERATORS:
        if not isinstance(operand, SequenceNode):
            raise node_error(operand, f"{word} takes a list.", "Write it as in: {LOWER: {IN: [took, take]}}")
        return [_single_value(name, item) for item in operand.items]
    if word in TEXT_OPERATORS and isinstance(operand, MappingNode):
        return _comparison(name, operand)
    single = _single_value(name, operand)
    if word == "REGEX" and isinstance(operand, ScalarNode):
        check_regex(operand.text, operand)
    return single


def _unknown_comparison(key: ScalarNode, allowed: frozenset[str]) -> CodebookError:
    return node_error(
        key, f"There is no comparison {key.text!r} here.", "There are: " + ", ".join(sorted(allowed))
    )
