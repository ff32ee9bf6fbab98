"""A query's text cut into names, quoted words and signs, and errors that point at a character of it."""

import unicodedata
from dataclasses import dataclass
from enum import Enum

from qualcode.errors import QueryError
from qualcode.retrieval.query.query_names import is_name_character
from qualcode.retrieval.query.query_tree import QueryOffset
from qualcode.text.visible import visible

LONGEST = 10_000
"""Characters a query may have."""

_SIGNS = ("!=", "<=", ">=", "=", "<", ">", "(", ")", ",", "/", "*")
_MARKS = {'"': '"', "'": "'", "“": "”", "„": "“”", "«": "»"}
_SHOWN = 60
"""How many characters of a long query an error shows on each side of the one it points at."""
_REMEDIES = {
    "&": "Write `and`.",
    "|": "Write `or`.",
    "!": "Write `not`, or `!=` between an attribute and a value.",
}


class TokenKind(Enum):
    """What a token is."""

    NAME = "name"
    QUOTED = "quoted"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign of a query; `words` is what stands between quotation marks, for quoted ones."""

    kind: TokenKind
    words: str
    place: QueryOffset

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these words, in any case and without quotation marks."""
        return self.kind is TokenKind.NAME and self.words.lower() in words

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind is TokenKind.SIGN and self.words in signs


def query_error(what: str, place: QueryOffset, hint: str = "") -> QueryError:
    """Return an error that shows the query and points at the character."""
    start = place.offset - _SHOWN if place.offset > 2 * _SHOWN else 0
    end = place.offset + _SHOWN if len(place.text) > place.offset + 2 * _SHOWN else len(place.text)
    before = ("…" if start else "") + visible(place.text[start : place.offset])
    after = visible(place.text[place.offset : end]) + ("…" if end < len(place.text) else "")
    pointer = " " * sum(map(_cells, before)) + "^"
    return QueryError(f"{what}\n\n    {before}{after}\n    {pointer}\n", hint, position=place.offset)


def tokenize(text: str) -> list[Token]:
    """Cut the query into tokens, the last of which is its end."""
    if len(text) > LONGEST:
        raise query_error(f"The query is longer than {LONGEST:,} characters.", QueryOffset(text, LONGEST))
    tokens: list[Token] = []
    offset = 0
    while offset < len(text):
        if text[offset].isspace():
            offset += 1
            continue
        token, offset = _next_token(text, offset)
        tokens.append(token)
    return [*tokens, Token(TokenKind.END, "", QueryOffset(text, len(text)))]


def _next_token(text: str, offset: int) -> tuple[Token, int]:
    place = QueryOffset(text, offset)
    if text[offset] in _MARKS:
        return _quotation(text, offset)
    if is_name_character(text[offset]):
        end = offset
        while end < len(text) and is_name_character(text[end]):
            end += 1
        return Token(TokenKind.NAME, text[offset:end], place), end
    for sign in _SIGNS:
        if text.startswith(sign, offset):
            return Token(TokenKind.SIGN, sign, place), offset + len(sign)
    remedy = _REMEDIES.get(text[offset], "Put names with other characters in quotation marks.")
    raise query_error("This character means nothing in a query.", place, remedy)


def _quotation(text: str, offset: int) -> tuple[Token, int]:
    r"""Read what stands between quotation marks, where `\` takes the next character as it is."""
    closing = _MARKS[text[offset]]
    words: list[str] = []
    end = offset + 1
    while end < len(text) and text[end] not in closing:
        end += text[end] == "\\" and end + 1 < len(text)
        words.append(text[end])
        end += 1
    if end == len(text):
        raise query_error("This quotation mark is never closed.", QueryOffset(text, offset))
    return Token(TokenKind.QUOTED, "".join(words), QueryOffset(text, offset)), end + 1


def _cells(character: str) -> int:
    """Return how many columns of a terminal the character takes."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
