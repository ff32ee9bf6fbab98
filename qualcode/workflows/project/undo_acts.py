"""Undo and redo acts, with their changes of the codebook file."""

from collections.abc import Iterable

from qualcode.errors import ConflictError
from qualcode.model import Act, CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codebooks
from qualcode.workflows.project.codebook_file import codebook_transaction, parse_version


def undo(project: Project, coder: CoderName, count: int = 1) -> list[Act]:
    """Undo this coder's last `count` acts; return them, newest first.

    ConflictError, with nothing changed, if a later act depends on them or the codebook file, which would
    change too, was edited by hand.
    """
    with codebook_transaction(project):
        undone = history.undo(project.database, coder, count)
        _require_known_codes(project, undone)
        return undone


def redo(project: Project, coder: CoderName) -> Act | None:
    """Redo the act that this coder undid last; None if there is none or the coder has acted since."""
    with codebook_transaction(project):
        redone = history.redo(project.database, coder)
        _require_known_codes(project, [redone] if redone else [])
        return redone


def undo_act(project: Project, coder: CoderName, act: int) -> None:
    """Undo the act with this number if it is this coder's last; else ConflictError."""
    undone = undo(project, coder)
    if [last_act.number for last_act in undone] != [act]:
        if undone:
            redo(project, coder)
        raise ConflictError(
            "Something else was done or undone after your last decision here.",
            "See `qualcode history`; `qualcode undo` undoes acts one by one.",
        )


def _require_known_codes(project: Project, acts: Iterable[Act]) -> None:
    """Raise ConflictError if undone acts restore codings with a code that is not in the codebook any more."""
    restored = {code for act in acts for code in history.codes_before(project.database, act.number)}
    newest = codebooks.newest(project.database) if restored else None
    if newest is None:
        return
    if missing := sorted(restored.difference(parse_version(newest).keys)):
        raise ConflictError(
            f"That would restore work with the code `{missing[0]}`, which is no longer in the codebook.",
            "Somebody has renamed, merged or removed it since (see `qualcode history`).",
        )
