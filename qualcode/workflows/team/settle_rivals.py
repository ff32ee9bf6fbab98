"""Decide between versions of a coding, memo or summary that were written in two copies apart."""

from collections.abc import Sequence

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import CoderName, Listing
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.team.conflicts import rival_versions
from qualcode.store.team.conflicts.rival_versions import StoredRival
from qualcode.workflows.project.current_codebook import current_codebook

COLUMNS = ("id", "coder", "of", "what", "field", "present", "other", "other_at")


def rival_listing(project: Project, coders: Sequence[CoderName] = ()) -> Listing:
    """Return a row for each version that lost against a present one and is not decided yet, oldest first.

    With `coders`, only those of their work.
    """
    rows = (
        _row(project, rival) for rival in _unsettled(project) if not coders or rival.row["coder"] in coders
    )
    return Listing(columns=COLUMNS, rows=tuple(rows))


def settle(project: Project, coder: CoderName, prefix: str, *, take_other: bool) -> StoredRival:
    """Keep the present version, or take the other one, in one act; return the version that was decided on.

    NotFoundError for an id that begins none of them, ConflictError if the row is another coder's.
    """
    found = [rival for rival in _unsettled(project) if rival.id.startswith(prefix.lower()) and prefix]
    if len(found) != 1:
        raise NotFoundError(
            f"There is {'no' if not found else 'more than one'} version {prefix!r} to decide on.",
            "`qualcode team rivals` lists them with their ids.",
        )
    [rival] = found
    if rival.row["coder"] != coder:
        raise ConflictError(
            f"That is {rival.row['coder']}'s, not yours.", f"Let {rival.row['coder']} decide."
        )
    summary = f"{rival.table[:-1]}: {'the other version' if take_other else 'the present version'}"
    with history.act(project.database, coder, "settle", summary) as recorder:
        rival_versions.settle(recorder, coder, rival, take_other=take_other)
    return rival


def _unsettled(project: Project) -> list[StoredRival]:
    return rival_versions.unsettled(project.database, current_codebook(project).codebook.keys)


def _row(project: Project, rival: StoredRival) -> tuple[str, ...]:
    row = rival.row
    names = {str(identity): name for name, identity in sources.ids_by_name(project.database).items()}
    if rival.table == "codings":
        what = f"{row['code']} «{row['quote']}», {names.get(str(row['source_id']), '')}"
    else:
        what = str(
            (row.get("target") and names.get(str(row["target"]), row["target"])) or row.get("unit") or ""
        )
    other = "(removed)" if rival.was_removed else _shown(rival.rival.value)
    field = "" if rival.was_removed else rival.rival.column
    present = "(kept)" if rival.was_removed else _shown(rival.rival.kept)
    return (
        rival.id,
        str(row["coder"]),
        rival.table[:-1],
        what,
        field,
        present,
        other,
        rival.rival.order.at,
    )


def _shown(value: object) -> str:
    return f"{value[0]}-{value[1]}" if isinstance(value, tuple) else str(value)
