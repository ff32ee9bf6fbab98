"""Undo and redo acts, with their changes of the codebook file."""

from collections.abc import Iterable, Sequence

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import Act, CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import move_codings
from qualcode.store.records.codebook import codebooks
from qualcode.text.plurals import counted
from qualcode.workflows.project.codebook_file import codebook_transaction, parse_version


def undo(project: Project, coder: CoderName, count: int = 1) -> list[Act]:
    """Undo this coder's last `count` acts; return them, newest first.

    No act is returned if there is none. UsageError if `count` is more than one and more than there are.
    ConflictError, with nothing changed, if a later act depends on them or the codebook file, which would
    change too, was edited by hand.
    """
    with codebook_transaction(project):
        if count > 1:
            _require_count(count, len(history.undoable_acts(project.database, coder, count)), "undo")
        return _undo(project, coder, count)


def redo(project: Project, coder: CoderName, count: int = 1) -> list[Act]:
    """Redo the last `count` acts that this coder undid; return them in the order in which they are redone.

    No act is returned if there is none or the coder has acted since. UsageError if `count` is more than one
    and more than there are.
    """
    with codebook_transaction(project):
        undoing: list[Act] = []
        while len(undoing) < count and (act := history.redo(project.database, coder)):
            undoing.append(act)
        _require_count(count, len(undoing), "redo")
        _require_known_codes(project, undoing)
        numbers = [act.undoes for act in undoing if act.undoes is not None]
        return [act for number in numbers if (act := history.with_number(project.database, number))]


def acts_back_to(project: Project, coder: CoderName, number: int) -> list[Act]:
    """Return the act with this number and this coder's later ones, newest first, as they can be undone.

    NotFoundError if there is no such act, UsageError if this coder cannot undo it.
    """
    undoable = history.undoable_acts(project.database, coder)
    if number in (act.number for act in undoable):
        return [act for act in undoable if act.number >= number]
    act = history.with_number(project.database, number)
    if act is None:
        raise NotFoundError(f"There is no act {number}.", "`qualcode history` lists the acts.")
    if act.coder != coder:
        reason, remedy = f"it is {act.coder}'s", "You can undo only your own acts."
    elif act.undone_by is not None:
        reason, remedy = f"act {act.undone_by} undid it", "`qualcode redo` brings back what you undid last."
    elif act.undoes is not None:
        reason, remedy = "it is an undo or redo itself", "`qualcode redo` brings back what you undid last."
    else:
        reason, remedy = "it changed nothing that can be restored", "See `qualcode history`."
    raise UsageError(f"Act {number} cannot be undone: {reason}.", remedy)


def undo_these(project: Project, coder: CoderName, acts: Sequence[Act]) -> list[Act]:
    """Undo these acts if they are this coder's last ones, newest first; else ConflictError."""
    with codebook_transaction(project):
        newest = history.undoable_acts(project.database, coder, len(acts))
        if [act.number for act in newest] != [act.number for act in acts]:
            raise ConflictError("You have done or undone something else since.", "See `qualcode history`.")
        return _undo(project, coder, len(acts))


def undo_act(project: Project, coder: CoderName, act: int) -> None:
    """Undo the act with this number if it is this coder's last; else ConflictError."""
    with codebook_transaction(project):
        if [last.number for last in history.undoable_acts(project.database, coder, 1)] != [act]:
            raise ConflictError(
                "Something else was done or undone after your last decision here.",
                "See `qualcode history`; `qualcode undo` undoes acts one by one.",
            )
        _undo(project, coder, 1)


def _undo(project: Project, coder: CoderName, count: int) -> list[Act]:
    undone = history.undo(project.database, coder, count)
    _require_known_codes(project, undone)
    return undone


def _require_count(count: int, available: int, verb: str) -> None:
    if count > max(available, 1):
        raise UsageError(
            f"You have {counted(available, 'act')} to {verb}, not {count}.", "See `qualcode history`."
        )


def _require_known_codes(project: Project, acts: Iterable[Act]) -> None:
    """Raise ConflictError if undone acts restore codings with a code that is not in the codebook any more."""
    restored = {code for act in acts for code in history.codes_before(project.database, act.number)}
    newest = codebooks.newest(project.database) if restored else None
    if newest is None:
        return
    restored &= {str(code) for code in move_codings.codes_in_use(project.database)}
    if missing := sorted(restored.difference(parse_version(newest).keys)):
        raise ConflictError(
            f"That would restore work with the code `{missing[0]}`, which is no longer in the codebook.",
            "Somebody has renamed, merged or removed it since (see `qualcode history`).",
        )
