"""Fuzzy search of codes by key, label and definition, best matches first.

Typed letters match a text that contains them in this order. A text that begins with them, or has a word that
does, comes before one in which they are scattered.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from qualcode.model import Code, CodeKey

_NO_MATCH = 0
_NAME_BONUS = 6
"""Added to the score of a match in the key or label, compared to one in the definition."""
_WORDS = re.compile(r"[^\W_]+")


def ranked_codes(codes: Sequence[Code], typed: str, first: Sequence[CodeKey] = ()) -> list[Code]:
    """Return the codes that match, by score; at equal scores, those in `first` come first."""
    query = "".join(typed.casefold().split())
    position = {key: number for number, key in enumerate(first)}
    scored = [
        (_score(code.key, code.label, code.brief, code.definition, query), number, code)
        for number, code in enumerate(codes)
    ]
    matches = [match for match in scored if match[0] > _NO_MATCH]
    matches.sort(key=lambda match: (-match[0], position.get(match[2].key, len(position)), match[1]))
    return [code for _, _, code in matches]


@lru_cache(maxsize=16384)
def _score(key: str, label: str, brief: str, definition: str, query: str) -> int:
    """Return the score of a code; the cache keeps the codebook's own texts and no folded copies of them."""
    if not query:
        return 1
    in_name = max(
        _match(key.casefold(), query) + _NAME_BONUS,
        _match(label.casefold(), query) + _NAME_BONUS - 1,
    )
    in_definition = _match(f"{brief} {definition}".casefold(), query)
    return max(in_name if in_name > _NAME_BONUS else _NO_MATCH, in_definition)


def _match(text: str, query: str) -> int:
    """Return the score of a text: equal, prefix, prefix of a word, initials, inside, scattered, or none."""
    joined = "".join(_WORDS.findall(text))
    if query in (text, joined):
        return 60
    if text.startswith(query) or joined.startswith(query):
        return 50
    words = _WORDS.findall(text)
    if any(word.startswith(query) for word in words):
        return 40
    if "".join(word[0] for word in words).startswith(query):
        return 30
    if query in text:
        return 20
    return 10 if _scattered(text, query) and len(text) <= _LONGEST_SCATTERED else _NO_MATCH


_LONGEST_SCATTERED = 60
"""In a longer text, letters in the right order are likely by chance."""


def _scattered(text: str, query: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in query)
