"""Erase every text of a removed source from the history."""

from qualcode.model import Role, SourceId
from qualcode.store.clock import now
from qualcode.store.database import Database

ERASED = "(erased)"
_ROW = "coalesce(before, after)"


def forget(database: Database, source: SourceId) -> None:
    """Remove every text of a deleted source from the history; its acts stay, but cannot be undone.

    The summary of an act on this source alone becomes `(erased)`. A tombstone with the text's hash stays, so
    that no merge brings the source back.
    """
    of_source = f"""json_extract({_ROW}, '$.source_id') = ?1
        OR (subject = 'sources' AND json_extract({_ROW}, '$.id') = ?1)
        OR (subject = 'memos' AND json_extract({_ROW}, '$.id') IN (
            SELECT json_extract({_ROW}, '$.id') FROM changes
            WHERE subject = 'memos' AND json_extract({_ROW}, '$.target') = ?1))"""
    with database.transaction():
        acts = f"SELECT act FROM changes WHERE {of_source}"
        # The first act under a new codebook also stores that codebook, but is about this source alone.
        other_acts = (
            f"SELECT act FROM changes WHERE NOT coalesce({of_source}, 0) AND subject <> 'codebook_versions'"
        )
        database.execute(
            f"""UPDATE acts SET undoable = 0,
                    summary = CASE WHEN number IN ({other_acts}) THEN summary ELSE '{ERASED}' END
                WHERE number IN ({acts})""",
            (source,),
        )
        database.execute(
            f"""INSERT OR IGNORE INTO tombstones
                SELECT 'sources', ?1, json_extract({_ROW}, '$.sha256'), ?2 FROM changes
                WHERE subject = 'sources' AND json_extract({_ROW}, '$.id') = ?1
                    AND json_type({_ROW}, '$.sha256') = 'text' LIMIT 1""",
            (source, now()),
        )
        database.execute(f"DELETE FROM changes WHERE {of_source}", (source,))


def names(database: Database, source: SourceId) -> set[str]:
    """Return the names that a removed source has had, from the history."""
    rows = database.rows(
        """SELECT json_extract(before, '$.name') FROM changes
               WHERE subject = 'sources' AND json_extract(before, '$.id') = ?1
           UNION SELECT json_extract(after, '$.name') FROM changes
               WHERE subject = 'sources' AND json_extract(after, '$.id') = ?1""",
        (source,),
    )
    return {str(name) for (name,) in rows if name}


def participants(database: Database, source: SourceId) -> set[str]:
    """Return the names that the participants of a removed source have had, and nobody in another source."""
    rows = database.rows(
        f"""SELECT json_extract(side, '$.speaker') AS speaker FROM (
                SELECT before AS side FROM changes WHERE subject = 'turns'
                UNION ALL SELECT after FROM changes WHERE subject = 'turns')
            WHERE json_extract(side, '$.source_id') = ? AND speaker NOT IN (SELECT speaker FROM turns)
              AND coalesce(json_extract(side, '$.role'), '') <> '{Role.INTERVIEWER.value}'
            GROUP BY speaker""",
        (source,),
    )
    return {str(speaker) for (speaker,) in rows if speaker}
