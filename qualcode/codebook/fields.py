"""What a codebook file may say: the names of its fields, and how large it may be.

The limits are far above any real codebook; they exist because a file may come from a stranger.
"""

import re
import unicodedata

TOP_FIELDS = ("codebook", "codes")
TEXT_FIELDS = ("label", "color", "brief", "definition", "when_to_use", "when_not_to_use")
CODE_FIELDS = ("code", *TEXT_FIELDS, "examples", "patterns", "retired", "children")

MAX_CHARACTERS = 20_000_000
MAX_NODES = 1_000_000
MAX_CODES = 50_000
MAX_LEVELS = 50
MAX_KEY = 120

COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no file format we publish to can carry, and no terminal should be sent."""


def is_key(text: str) -> bool:
    """Tell whether a text can be a code's key: letters, digits, `-`, `_`, `.`; a letter or digit first."""
    if text.isascii() and text.isalnum():
        return len(text) <= MAX_KEY
    return (
        0 < len(text) <= MAX_KEY
        and text[0].isalnum()
        and all(sign.isalnum() or sign in "-_." or unicodedata.category(sign)[0] == "M" for sign in text)
    )


def key_from(words: str) -> str:
    """Make a key from a label: `Hot-spot policing (visible)` becomes `hot-spot-policing-visible`."""
    parts = "".join(sign if is_key("a" + sign) and sign != "." else " " for sign in words.casefold()).split()
    key = re.sub(r"-{2,}", "-", "-".join(parts))[:MAX_KEY]
    first = next((at for at, sign in enumerate(key) if sign.isalnum()), len(key))
    return key[first:].rstrip("-_") or "code"
