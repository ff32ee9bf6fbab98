"""The present names of coders who were renamed since a round was drawn or closed.

A closed round keeps the names of its time, so that its state never changes; they are translated when it is
read.
"""

from collections.abc import Iterable
from typing import NamedTuple

from qualcode.model import CoderName, RoundId
from qualcode.store.database import Database

VERB = "rename coder"
_BETWEEN = " to "


class Renaming(NamedTuple):
    """When a coder got another name."""

    at: str
    old: CoderName
    new: CoderName


def summary(old: CoderName, new: CoderName) -> str:
    """Return the summary of the act that renames a coder."""
    return f"{old}{_BETWEEN}{new}"


def renamings(database: Database) -> list[Renaming]:
    """Return the renamings of coders that hold, oldest first; those of other copies too, once merged."""
    rows = database.rows(
        "SELECT at, summary FROM main.acts WHERE verb = ? AND undone_by IS NULL "
        "AND origin <> 'withdrawn' ORDER BY sequence, number",
        (VERB,),
    )
    if not rows:
        return []
    known = {str(name) for (name,) in database.rows("SELECT name FROM coders")}
    return [
        Renaming(str(at), CoderName(old), CoderName(new))
        for at, text in rows
        for old, new in _parts(str(text))
        if {old, new} <= known
    ]


def present_names(
    names: Iterable[CoderName], since: str, renamed: Iterable[Renaming]
) -> dict[CoderName, CoderName]:
    """Return the present name of each of these coders of a time.

    Two coders never become one: where one of them got the name of another one, both keep theirs.
    """
    present = {name: name for name in names}
    for renaming in renamed:
        if renaming.at < since or renaming.new in present.values():
            continue
        for name, current in present.items():
            if current == renaming.old:
                present[name] = renaming.new
    return present


def names_since_closing(database: Database, round_id: RoundId) -> dict[CoderName, CoderName]:
    """Return the present name of each coder of a closed round by that of the time when it was closed."""
    rows = database.rows(
        "SELECT round_coders.coder, closed_at FROM round_coders JOIN rounds ON rounds.id = round_id "
        "WHERE round_id = ?",
        (round_id,),
    )
    closed_at = str(rows[0][1]) if rows else ""
    return present_names((CoderName(str(coder)) for coder, _ in rows), closed_at, renamings(database))


def _parts(text: str) -> list[tuple[str, str]]:
    """Return every way to read `old to new`, as names may have these letters too."""
    words = text.split(_BETWEEN)
    return [(_BETWEEN.join(words[:cut]), _BETWEEN.join(words[cut:])) for cut in range(1, len(words))]
