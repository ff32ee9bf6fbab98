"""Codings that a coder made in two copies on the same words: one is kept, with the words of both."""

from qualcode.store.database import Record

CODING_KEY = ("source_id", "start", "end", "code", "coder")
"""The columns in which two codings are equal: a copy has one of them."""


def age(coding: Record) -> tuple[str, str]:
    """Return the key by which codings sort, the oldest first: of equal ones it is kept."""
    return str(coding["made_at"]), str(coding["id"])


def differing_words(dropped: Record, kept: Record) -> list[str]:
    """Return the columns in which a coding that is dropped says something that the kept one does not."""
    return [column for column in ("memo", "starred") if dropped[column] and dropped[column] != kept[column]]
