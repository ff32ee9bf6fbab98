"""Addresses within the report: what a number links to is a list of quotes, described by what they share.

`#quotes?code=pursue&tier=local` are the quotes that the cell `pursue` by `local` counts. Names are those of
the tables' dimensions; the three below are ours, and begin with a dot so that no attribute is called so.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

EXACTLY = ".exactly"
"""`yes`: codings with the code itself, without those of the codes below it."""
WITH = ".with"
"""Another code: only codings of the two on overlapping words, by the same coder."""
WORDS = ".words"
"""Words that the quote has."""


def quotes(filters: Mapping[str, str] | None = None, *, exactly: bool = False, together: str = "") -> str:
    """Return the address of the quotes that pass all filters (a dimension's name and one of its labels)."""
    query = dict(filters or {})
    if exactly:
        query[EXACTLY] = "yes"
    if together:
        query[WITH] = together
    return f"#quotes?{urlencode(query, quote_via=quote)}"
