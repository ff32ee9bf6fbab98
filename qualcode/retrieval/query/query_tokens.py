"""The tokens of a query (names, quoted words and signs), and errors that point at a character."""

import unicodedata
from dataclasses import dataclass
from enum import Enum

from qualcode.errors import QueryError
from qualcode.retrieval.query.query_names import is_name_character
from qualcode.retrieval.query.query_tree import QueryOffset
from qualcode.text.visible import visible

LONGEST = 10_000
"""Maximum number of characters in a query."""

_SIGNS = ("!=", "<=", ">=", "=", "<", ">", "(", ")", ",", "/", "*", "@")
_MARKS = {'"': '"', "'": "'", "“": "”", "„": "“”", "«": "»"}
_SHOWN = 60
"""Characters of a long query that an error shows on each side of the faulty one."""
_REMEDIES = {
    "&": "Write `and`.",
    "|": "Write `or`.",
    "!": "Write `not`, or `!=` between an attribute and a value.",
}


class TokenKind(Enum):
    """The kind of a token."""

    NAME = "name"
    QUOTED = "quoted"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class QueryToken:
    """One name, quotation or sign of a query; `words` are without the quotation marks."""

    kind: TokenKind
    words: str
    position: QueryOffset

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these words, unquoted and in any case."""
        return self.kind is TokenKind.NAME and self.words.lower() in words

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind is TokenKind.SIGN and self.words in signs


def query_error(message: str, position: QueryOffset, hint: str = "") -> QueryError:
    """Return an error that shows the query with a caret under the character at this offset."""
    text, offset = position.text, position.offset
    start = offset - _SHOWN if offset > 2 * _SHOWN else 0
    end = offset + _SHOWN if len(text) > offset + 2 * _SHOWN else len(text)
    before = ("…" if start else "") + visible(text[start:offset])
    after = visible(text[offset:end]) + ("…" if end < len(text) else "")
    pointer = " " * sum(map(_cells, before)) + "^"
    return QueryError(f"{message}\n\n    {before}{after}\n    {pointer}\n", hint, position=offset)


def tokenize(text: str) -> list[QueryToken]:
    """Return the tokens of the query; the last one is its end."""
    if len(text) > LONGEST:
        raise query_error(f"The query is longer than {LONGEST:,} characters.", QueryOffset(text, LONGEST))
    tokens: list[QueryToken] = []
    offset = 0
    while offset < len(text):
        if text[offset].isspace():
            offset += 1
            continue
        token, offset = token_at(text, offset)
        tokens.append(token)
    return [*tokens, QueryToken(TokenKind.END, "", QueryOffset(text, len(text)))]


def token_at(text: str, offset: int) -> tuple[QueryToken, int]:
    """Return the token that begins at this offset, and the offset of its end."""
    position = QueryOffset(text, offset)
    if text[offset] in _MARKS:
        return _quotation(text, offset)
    if is_name_character(text[offset]):
        end = offset
        while end < len(text) and is_name_character(text[end]):
            end += 1
        return QueryToken(TokenKind.NAME, text[offset:end], position), end
    for sign in _SIGNS:
        if text.startswith(sign, offset):
            return QueryToken(TokenKind.SIGN, sign, position), offset + len(sign)
    remedy = _REMEDIES.get(text[offset], "Put names with other characters in quotation marks.")
    raise query_error("This character has no meaning in a query.", position, remedy)


def _quotation(text: str, offset: int) -> tuple[QueryToken, int]:
    r"""Read a quotation, in which `\` escapes the next character."""
    closing = _MARKS[text[offset]]
    words: list[str] = []
    end = offset + 1
    while end < len(text) and text[end] not in closing:
        end += text[end] == "\\" and end + 1 < len(text)
        words.append(text[end])
        end += 1
    if end == len(text):
        raise query_error("This quotation mark is not closed.", QueryOffset(text, offset))
    return QueryToken(TokenKind.QUOTED, "".join(words), QueryOffset(text, offset)), end + 1


def _cells(character: str) -> int:
    """Return the width of the character in terminal columns."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
