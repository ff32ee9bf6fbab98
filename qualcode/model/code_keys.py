"""Keys of codes: which texts are valid, and new keys from labels."""

import re
import unicodedata
from collections.abc import Container

from qualcode.model.ids import CodeKey

MAX_KEY = 120


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
    key, number = key_from(name), 1
    candidate = key
    while candidate in taken:
        number += 1
        ending = f"-{number}"
        candidate = key[: MAX_KEY - len(ending)] + ending
    return CodeKey(candidate)
