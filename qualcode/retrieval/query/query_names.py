"""The spelling of the names of codes, people and attributes in a query."""

import unicodedata

KEYWORDS = frozenset({"and", "or", "not", "in", "within", "followed"})
"""Words that need quotation marks as the name of a code or an attribute."""


def is_name_character(character: str) -> bool:
    """Whether a name with this character needs no quotation marks: letters, digits, `-`, `_`, `.`."""
    return character.isalnum() or character in "-_." or unicodedata.category(character).startswith("M")


def quoted_name(words: str) -> str:
    """Return the words in quotation marks."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def query_name(name: str) -> str:
    """Return the name for a query, in quotation marks if it needs them."""
    plain = name and all(map(is_name_character, name)) and name.lower() not in KEYWORDS
    return name if plain else quoted_name(name)
