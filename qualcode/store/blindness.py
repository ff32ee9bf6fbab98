"""What a coder of an open round does not see: other coders' work on the round's sample, until it is closed.

A connection then has temporary views with the names of the tables that hold coders' work. Every query of the
program reads these views, so that listings, counts, searches, exports and models follow one rule. They are
absent during a transaction: a rename of a code or a removal has to reach all rows. It is a courtesy between
colleagues: the file holds everything.
"""

import sqlite3

_ME = ":viewer"
_OPEN_ROUNDS = f"""SELECT 1 FROM main.rounds AS round JOIN main.round_coders AS member
    ON member.round_id = round.id AND member.coder = {_ME} WHERE round.closed_at = ''"""
_SAMPLE = f"""SELECT 1 FROM main.round_spans AS sample
    JOIN main.rounds AS round ON round.id = sample.round_id AND round.closed_at = ''
    JOIN main.round_coders AS member ON member.round_id = round.id AND member.coder = {_ME}
    WHERE sample.source_id ="""
_ROW = "coalesce(change.before, change.after)"
_CHANGED_SOURCE = f"""json_extract({_ROW},
    CASE change.subject WHEN 'memos' THEN '$.target' ELSE '$.source_id' END)"""
_SOURCE_OF_STAY = f"""(SELECT coding.source_id FROM main.codings AS coding
    WHERE coding.id = json_extract({_ROW}, '$.coding_id'))"""


_IS_ON_A_SOURCE = f"""(change.subject <> 'memos'
    OR json_extract({_ROW}, '$.about') = 'source')"""


def _was_in_sample(source: str) -> str:
    """Return the condition that a source is in the sample, or was removed and may have been in it."""
    return f"""(EXISTS ({_SAMPLE} {source})
        OR NOT EXISTS (SELECT 1 FROM main.sources AS present WHERE present.id = {source}))"""


def _is_in_sample(unit: str) -> str:
    """Return the condition that a unit of a summary, a case or a source, is in the sample.

    A name that nothing has any more may be that of one renamed or removed since, and a case without a
    source may be of one that was removed: they count as well.
    """
    return f"""(EXISTS (SELECT 1 FROM main.sources AS source WHERE EXISTS ({_SAMPLE} source.id) AND (
        source.name = {unit} OR EXISTS (SELECT 1 FROM main.appearances AS appearance
            JOIN main.cases AS its_case ON its_case.id = appearance.case_id
            WHERE appearance.source_id = source.id AND its_case.name = {unit})))
    OR NOT EXISTS (SELECT 1 FROM main.sources AS present WHERE present.name = {unit})
        AND NOT EXISTS (SELECT 1 FROM main.cases AS present JOIN main.appearances AS appearance
            ON appearance.case_id = present.id WHERE present.name = {unit}))"""


_CODERS_WORK = f"""(change.subject IN ('codings', 'decisions', 'memos', 'suggestions')
        AND {_IS_ON_A_SOURCE} AND {_was_in_sample(_CHANGED_SOURCE)}
    OR change.subject = 'stays' AND {_was_in_sample(_SOURCE_OF_STAY)}
    OR change.subject = 'summaries'
        AND {_is_in_sample(f"json_extract({_ROW}, '$.unit')")})"""
_RUNS = f"""verb = 'suggest' AND EXISTS ({_OPEN_ROUNDS} AND EXISTS (SELECT 1 FROM main.round_coders AS other
    WHERE other.round_id = round.id AND other.coder = acts.coder))"""
"""Acts without changes that tell how much the coders of one's open rounds have coded."""

_HIDDEN = {
    "codings": f'EXISTS ({_SAMPLE} codings.source_id AND sample.start < codings."end" '
    'AND sample."end" > codings.start)',
    "decisions": f'EXISTS ({_SAMPLE} decisions.source_id AND sample.start < decisions."end" '
    'AND sample."end" > decisions.start)',
    "suggestions": f"coder <> '' AND EXISTS ({_SAMPLE} suggestions.source_id)",
    "memos": f"about = 'source' AND EXISTS ({_SAMPLE} memos.target)",
    "summaries": _is_in_sample("summaries.unit"),
    "acts": f"""EXISTS (SELECT 1 FROM main.changes AS change
        WHERE change.act = acts.number AND {_CODERS_WORK}) OR {_RUNS}""",
}
"""Table → the condition on another coder's row that it is hidden while the round is open."""

_HIDDEN_STATE = f"EXISTS ({_SAMPLE} frozen_sources.source_id)"
"""The condition on a source of a closed round: its frozen state has what is to be coded blind now."""

_ID = f"json_extract({_ROW}, '$.id')"
_OWNER = f"""CASE WHEN change.subject IN ('codings', 'memos', 'summaries') THEN coalesce(
    CASE change.subject
        WHEN 'codings' THEN (SELECT coder FROM main.codings WHERE id = {_ID})
        WHEN 'memos' THEN (SELECT coder FROM main.memos WHERE id = {_ID})
        ELSE (SELECT coder FROM main.summaries WHERE id = {_ID}) END,
    iif((SELECT origin FROM main.acts WHERE number = change.act) = 'local', 'unknown', '')) END"""
"""Whose row a merge, or an act on a code, changed: the change itself names only what changed.

Of a row that is gone, what a merge changed is nobody's, and what a coder changed is their own.
"""
_CHANGES = f"""((SELECT coder FROM main.acts WHERE number = change.act) = {_ME}
        AND coalesce(json_extract({_ROW}, '$.coder'), {_OWNER}, '')
            IN ('', {_ME}))
    OR NOT {_CODERS_WORK}"""


def is_blind(connection: sqlite3.Connection, viewer: str) -> bool:
    """Whether the viewer is a coder of an open round."""
    return bool(viewer) and connection.execute(_OPEN_ROUNDS, {"viewer": viewer}).fetchone() is not None


def install(connection: sqlite3.Connection, viewer: str) -> None:
    """Put the views for this viewer on a connection."""
    quoted = "'" + viewer.replace("'", "''") + "'"  # a view has no parameters
    for table, hidden in _HIDDEN.items():
        condition = f"coder = {_ME} OR NOT ({hidden})".replace(_ME, quoted)
        connection.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {condition}")
    changes, state = (condition.replace(_ME, quoted) for condition in (_CHANGES, _HIDDEN_STATE))
    connection.execute(f"CREATE TEMP VIEW changes AS SELECT * FROM main.changes AS change WHERE {changes}")
    connection.execute(
        f"CREATE TEMP VIEW frozen_sources AS SELECT * FROM main.frozen_sources WHERE NOT {state}"
    )


def remove(connection: sqlite3.Connection) -> None:
    """Take the views off a connection."""
    for table in (*_HIDDEN, "changes", "frozen_sources"):
        connection.execute(f"DROP VIEW temp.{table}")
