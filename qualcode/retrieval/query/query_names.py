"""How names of codes, people and attributes are written in a query."""

import unicodedata

KEYWORDS = frozenset({"and", "or", "not", "in", "within", "followed"})
"""Words that a code or an attribute can only be called in quotation marks."""


def is_name_character(character: str) -> bool:
    """Whether a name may have this character without quotation marks: letters, digits, `-`, `_`, `.`."""
    return character.isalnum() or character in "-_." or unicodedata.category(character).startswith("M")


def quoted_name(words: str) -> str:
    """Return the words in quotation marks."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def query_name(name: str) -> str:
    """Return the name as a query has it, in quotation marks where it needs them."""
    plain = name and all(map(is_name_character, name)) and name.lower() not in KEYWORDS
    return name if plain else quoted_name(name)
