"""Which codes a few typed letters mean: fuzzy over key, label and definition, the likeliest first.

A letter sequence matches a text when its letters occur there in this order. What begins with it, or has a
word that does, comes before what only has its letters somewhere.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from qualcode.model import Code, CodeKey

_NO_MATCH = 0
_WEIGHT = 6
"""How much a match in the key counts above one in the definition."""
_WORDS = re.compile(r"[^\W_]+")


def ranked(codes: Sequence[Code], typed: str, first: Sequence[CodeKey] = ()) -> list[Code]:
    """Return the codes that the letters may mean; those in `first` come first where all else is equal."""
    wanted = "".join(typed.casefold().split())
    place = {key: number for number, key in enumerate(first)}
    scored = [(_score(code, wanted), number, code) for number, code in enumerate(codes)]
    found = [one for one in scored if one[0] > _NO_MATCH]
    found.sort(key=lambda one: (-one[0], place.get(one[2].key, len(place)), one[1]))
    return [code for _, _, code in found]


def _score(code: Code, wanted: str) -> int:
    if not wanted:
        return 1
    in_name = max(
        _match(code.key.casefold(), wanted) + _WEIGHT, _match(code.label.casefold(), wanted) + _WEIGHT - 1
    )
    in_words = _match(f"{code.brief} {code.definition}".casefold(), wanted)
    return max(in_name if in_name > _WEIGHT else _NO_MATCH, in_words)


@lru_cache(maxsize=65536)
def _match(text: str, wanted: str) -> int:
    """Return how well a text matches: whole, beginning, beginnings of words, inside, scattered, or not."""
    joined = "".join(_WORDS.findall(text))
    if wanted in (text, joined):
        return 60
    if text.startswith(wanted) or joined.startswith(wanted):
        return 50
    words = _WORDS.findall(text)
    if any(word.startswith(wanted) for word in words):
        return 40
    if "".join(word[0] for word in words).startswith(wanted):
        return 30
    if wanted in text:
        return 20
    return 10 if _scattered(text, wanted) and len(text) <= _LONGEST_SCATTERED else _NO_MATCH


_LONGEST_SCATTERED = 60
"""In a longer text, letters in the right order mean nothing."""


def _scattered(text: str, wanted: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in wanted)
