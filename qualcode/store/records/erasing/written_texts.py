"""All texts that coders have written, with where they are: an erased name may be in them."""

from collections.abc import Iterator

from qualcode.store.database import Database

_SHORT_ID = 8
_QUERIES = (
    ("SELECT 'memo ' || substr(id, 1, ?) || ' on the ' || about, text FROM memos ORDER BY made_at", True),
    (
        "SELECT 'memo on coding ' || substr(id, 1, ?), memo FROM codings WHERE memo <> '' ORDER BY made_at",
        True,
    ),
    ("SELECT 'summary of ' || unit || ' under ' || code, text FROM summaries ORDER BY unit, code", False),
    ("SELECT 'version ' || number || ' of the codebook', text FROM codebook_versions ORDER BY number", False),
    ("SELECT 'act ' || number || ' in the history', summary FROM acts ORDER BY number", False),
)


def read_all(database: Database) -> Iterator[tuple[str, str]]:
    """Yield where each text is, and the text: memos, summaries, codebooks, and their earlier texts."""
    for query, has_id in _QUERIES:
        for place, text in database.rows(query, (_SHORT_ID,) if has_id else ()):
            yield str(place), str(text)
    rows = database.rows(
        """SELECT act, json_extract(before, '$.text'), json_extract(after, '$.text'),
               json_extract(before, '$.memo'), json_extract(after, '$.memo')
           FROM changes WHERE subject IN ('memos', 'codings', 'summaries') ORDER BY act"""
    )
    for act, *texts in rows:
        yield f"act {act} in the history", "\n".join(str(text) for text in texts if text)
