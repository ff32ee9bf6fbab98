"""Undo and redo: acts taken back together with what they did to the codebook's file."""

from collections.abc import Iterable

from qualcode.errors import ConflictError
from qualcode.model import Act, CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codebooks
from qualcode.workflows.project.codebook_file import followed, parsed


def undo(project: Project, coder: CoderName, count: int = 1) -> list[Act]:
    """Take back this coder's last `count` acts, newest first; return them.

    ConflictError, and nothing changed, where something later stands in the way or the codebook's file, which
    would have to change too, was edited by hand.
    """
    with followed(project):
        undone = history.undo(project.database, coder, count)
        _must_know_codes(project, undone)
        return undone


def redo(project: Project, coder: CoderName) -> Act | None:
    """Do again what this coder last took back, unless they have done something else since."""
    with followed(project):
        redone = history.redo(project.database, coder)
        _must_know_codes(project, [redone] if redone else [])
        return redone


def undo_act(project: Project, coder: CoderName, act: int) -> None:
    """Take back one act of this coder, if it is the last; ConflictError where it is not."""
    undone = undo(project, coder)
    if [one.number for one in undone] != [act]:
        if undone:
            redo(project, coder)
        raise ConflictError(
            "Something else was done or undone after your last answer here.",
            "Look at `qualcode history`; `qualcode undo` takes acts back one by one.",
        )


def _must_know_codes(project: Project, acts: Iterable[Act]) -> None:
    """Refuse to bring back what has a code that another coder has renamed or merged since."""
    back = {code for act in acts for code in history.codes_before(project.database, act.number)}
    newest = codebooks.newest(project.database) if back else None
    if newest is None:
        return
    if gone := sorted(back.difference(parsed(newest).keys)):
        raise ConflictError(
            f"That would bring back work with the code `{gone[0]}`, which is no longer in the codebook.",
            "Somebody has renamed, merged or removed it since (see `qualcode history`).",
        )
