"""Keys of codes: which texts are valid, and new keys from labels."""

import re
import unicodedata
from collections.abc import Container

from qualcode.model.ids import CodeKey

MAX_KEY = 120
_FEW = 100
"""Numbers after a key that are tried one after another."""


def is_key(text: str) -> bool:
    """Whether a text is a valid key: letters, digits, `-`, `_`, `.`; a letter or digit first."""
    if text.isascii() and text.isalnum():
        return len(text) <= MAX_KEY
    return (
        0 < len(text) <= MAX_KEY
        and text[0].isalnum()
        and all(sign.isalnum() or sign in "-_." or unicodedata.category(sign)[0] == "M" for sign in text)
    )


def key_from(name: str) -> str:
    """Return a key for a label: `Hot-spot policing (visible)` becomes `hot-spot-policing-visible`."""
    parts = "".join(sign if is_key("a" + sign) and sign != "." else " " for sign in name.casefold()).split()
    key = re.sub(r"-{2,}", "-", "-".join(parts))[:MAX_KEY]
    first = next((offset for offset, sign in enumerate(key) if sign.isalnum()), len(key))
    return key[first:].rstrip("-_") or "code"


def unused_key(name: str, taken: Container[str]) -> CodeKey:
    """Return a key for a label that is not taken: `arrests`, else `arrests-2`, `arrests-3`."""
    key = key_from(name)
    number = 1
    while _numbered(key, number) in taken and number < _FEW:
        number += 1
    if number < _FEW:
        return CodeKey(_numbered(key, number))
    # Of thousands of equal labels, each would try the keys of all before it: the last taken one is enclosed.
    above = number
    while _numbered(key, above) in taken:
        number, above = above, 2 * above
    while above - number > 1:
        middle = (number + above) // 2
        number, above = (middle, above) if _numbered(key, middle) in taken else (number, middle)
    return CodeKey(_numbered(key, above))


def _numbered(key: str, number: int) -> str:
    ending = f"-{number}" if number > 1 else ""
    return key[: MAX_KEY - len(ending)] + ending
