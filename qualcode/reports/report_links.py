"""Links within the report: a number links to the quotes that it counts, given by filters.

`#quotes?code=pursue&tier=local` are the quotes that the cell `pursue` by `local` counts. The names are those
of the tables' dimensions. Three further names begin with a dot, so that no attribute can have them.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

EXACTLY = ".exactly"
"""`yes`: only codings with the code itself, not with a code below it."""
WITH = ".with"
"""A second code: only codings of the two on overlapping spans, by the same coder."""
WORDS = ".words"
"""Words that the quote contains."""


def quotes_link(
    filters: Mapping[str, str] | None = None, *, exactly: bool = False, together: str = ""
) -> str:
    """Return the address of the quotes that pass all filters (a dimension's name and one of its labels)."""
    query = dict(filters or {})
    if exactly:
        query[EXACTLY] = "yes"
    if together:
        query[WITH] = together
    return f"#quotes?{urlencode(query, quote_via=quote)}"
