"""spaCy's token patterns as a codebook may write them: which attributes there are and what each takes.

The lists are those of spaCy's Matcher documentation; they are written out here because the codebook is read
without loading spaCy.
"""

import re
from collections.abc import Mapping as Fields

from qualcode.codebook.yaml_file.node_values import check_expression
from qualcode.codebook.yaml_file.yaml_nodes import Mapping, Node, Scalar, Sequence, wrong
from qualcode.errors import CodebookError, nearest_name

WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    ORTH TEXT NORM LOWER SHAPE PREFIX SUFFIX POS TAG MORPH DEP LEMMA
    LANG ENT_TYPE ENT_ID ENT_IOB ENT_KB_ID
""",
    )
)
FLAGS = frozenset(
    re.findall(
        r"\w+",
        """
    IS_ALPHA IS_ASCII IS_BRACKET IS_CURRENCY IS_DIGIT IS_LEFT_PUNCT
    IS_LOWER IS_OOV IS_PUNCT IS_QUOTE IS_RIGHT_PUNCT IS_SENT_START IS_SPACE
    IS_STOP IS_TITLE IS_UPPER LIKE_EMAIL LIKE_NUM LIKE_URL SENT_START SPACY
""",
    )
)
NUMBERS = frozenset(["LENGTH"])
ATTRIBUTES = WORDS | FLAGS | NUMBERS | {"OP"}
OPERATORS = frozenset("!?+*")
SETS = frozenset(["IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS"])
PHRASES = frozenset(["REGEX", "FUZZY", *(f"FUZZY{distance}" for distance in range(1, 10))])
COMPARISONS = frozenset(["==", "!=", ">=", "<=", ">", "<"])
_RANGE = re.compile(r"\{(?:[0-9]{1,3}(?:,[0-9]{0,3})?|,[0-9]{1,3})\}")
_NUMBER = re.compile(r"[0-9]{1,6}")
_FORM = "Write it as in: token: [{LOWER: took}, {LOWER: out}]"
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def read_tokens(node: Node) -> tuple[Fields[str, object], ...]:
    """Return one mapping a token, with the types that spaCy expects."""
    if not isinstance(node, Sequence) or not node.items:
        raise wrong(node, "A token pattern is a list with one mapping a token.", _FORM)
    return tuple(_token(item) for item in node.items)


def _token(node: Node) -> dict[str, object]:
    if not isinstance(node, Mapping):
        raise wrong(node, "Each token of a token pattern is a mapping.", _FORM)
    return {name.upper(): _attribute(key, value) for name, (key, value) in node.pairs.items()}


def _attribute(key: Scalar, value: Node) -> object:
    name = key.text.upper()
    if name == "_":
        raise wrong(key, "Extension attributes (`_`) need a program of their own to set them.")
    if name not in ATTRIBUTES:
        nearest = nearest_name(name, ATTRIBUTES)
        hint = (
            f"Did you mean {nearest}?" if nearest else "The attributes are: " + ", ".join(sorted(ATTRIBUTES))
        )
        raise wrong(key, f"spaCy has no token attribute {key.text!r}.", hint)
    if name == "OP":
        return _operator(value)
    if name in FLAGS:
        return _flag(name, value)
    return _compared(name, value) if isinstance(value, Mapping) else _single(name, value)


def _operator(value: Node) -> str:
    if isinstance(value, Scalar) and (value.text in OPERATORS or _RANGE.fullmatch(value.text)):
        return value.text
    raise wrong(value, "OP is one of ! ? + * {n} {n,m} {n,} {,m}, in quotes.", 'Write it as in: {OP: "?"}')


def _flag(name: str, value: Node) -> bool:
    if isinstance(value, Scalar) and value.text.lower() in _TRUTH:
        return _TRUTH[value.text.lower()]
    raise wrong(value, f"{name} is true or false.")


def _single(name: str, value: Node) -> object:
    if not isinstance(value, Scalar) or value.is_nothing:
        raise wrong(value, f"{name} takes {'a number' if name in NUMBERS else 'a word'}.", _FORM)
    return _number(name, value) if name in NUMBERS else value.text


def _number(name: str, value: Node) -> int:
    if isinstance(value, Scalar) and _NUMBER.fullmatch(value.text):
        return int(value.text)
    raise wrong(value, f"{name} takes a whole number.")


def _compared(name: str, value: Mapping) -> dict[str, object]:
    """Return a value such as `{IN: [took, take]}` or `{">=": 3}`."""
    if not value.pairs:
        raise wrong(value, f"{name} takes a word, or a comparison such as {{IN: [a, b]}}.")
    return {key.text.upper(): _operand(name, key, operand) for key, operand in value.pairs.values()}


def _operand(name: str, key: Scalar, operand: Node) -> object:
    word = key.text.upper()
    allowed = SETS | (COMPARISONS if name in NUMBERS else PHRASES)
    if word not in allowed:
        raise _unknown_comparison(key, allowed)
    if word in SETS:
        if not isinstance(operand, Sequence):
            raise wrong(operand, f"{word} takes a list.", "Write it as in: {LOWER: {IN: [took, take]}}")
        return [_single(name, item) for item in operand.items]
    if word in PHRASES and isinstance(operand, Mapping):
        return _compared(name, operand)
    single = _single(name, operand)
    if word == "REGEX" and isinstance(operand, Scalar):
        check_expression(operand.text, operand)
    return single


def _unknown_comparison(key: Scalar, allowed: frozenset[str]) -> CodebookError:
    return wrong(
        key, f"There is no comparison {key.text!r} here.", "There are: " + ", ".join(sorted(allowed))
    )
