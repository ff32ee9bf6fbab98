"""Finish a coder's part of a round, and close the round when all have finished."""

from collections.abc import Sequence

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import CoderName, Round, RoundUnit, SourceId
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.rounds import frozen_sources, rounds
from qualcode.store.records.transcripts import finished_sources
from qualcode.text.plurals import counted
from qualcode.workflows.project.current_codebook import current_codebook


def finish_round(
    project: Project, coder: CoderName, name: str, source_names: Sequence[str] = ()
) -> tuple[str, ...]:
    """Record in one act that a coder has coded the sample (in these sources) to the end; return their names.

    In a round of whole sources they are finished as with `sources finish`. ConflictError if the round is
    closed, the coder is not in it, or all of it was finished before.
    """
    database = project.database
    with history.act(database, coder, "finish round") as recorder:
        # Read in the transaction: somebody else may be closing the round at this moment.
        current = rounds.with_name(database, name)
        _require_open(current)
        if coder not in current.coders:
            raise ConflictError(
                f"{coder} does not code in the round {name}.", f"Coders: {', '.join(current.coders)}."
            )
        remaining = _remaining(database, current, coder)
        if source_names:
            known = _known(database, current, source_names)
            remaining = {each: remaining[each] for each in known if each in remaining}
        if not remaining:
            raise ConflictError(f"{coder} has finished that already.", "See `qualcode rounds`.")
        recorder.summary = f"{name}: {', '.join(remaining)}"
        for source in remaining.values():
            if current.settings.unit is RoundUnit.SOURCES:
                finished_sources.finish(recorder, coder, source)
            else:
                rounds.finish(recorder, coder, current.id, source)
    return tuple(remaining)


def close_round(project: Project, coder: CoderName, name: str, *, anyway: bool = False) -> Round:
    """Freeze the state of a round and reveal it to its coders; it cannot be undone.

    Its codebook is from now on the one in which its codings have their codes: the current version.
    ConflictError if it is closed already, or if somebody has not finished and it is not to be closed
    `anyway`.
    """
    database = project.database
    codebook = current_codebook(project)
    with history.act(database, coder, "close round", name, undoable=False) as recorder:
        current = rounds.with_name(database, name)
        _require_open(current)
        unfinished = {member: len(_remaining(database, current, member)) for member in current.coders}
        missing = [f"{member} {counted(count, 'source')}" for member, count in unfinished.items() if count]
        if missing and not anyway:
            raise ConflictError(
                f"Not everybody has finished the round {name}: {', '.join(missing)} to go.",
                "Wait, or close it with --anyway: what is not finished counts as missing, not as absent.",
            )
        frozen_sources.freeze(recorder, current.id, current.coders)
        rounds.close(recorder, current, coder, codebook.keep(recorder, coder))
    return rounds.with_name(database, name)


def closed_round(database: Database, name: str) -> Round:
    """Return the closed round with this name; ConflictError if it is still open."""
    closed = rounds.with_name(database, name)
    if closed.is_open:
        raise ConflictError(
            f"The round {name} is still open.",
            f"Close it when all have finished: qualcode rounds close {name}",
        )
    return closed


def unfinished_sources(database: Database, current: Round, coder: CoderName) -> tuple[str, ...]:
    """Return the names of the sources of a round that a coder has not finished yet."""
    return tuple(_remaining(database, current, coder))


def _remaining(database: Database, current: Round, coder: CoderName) -> dict[str, SourceId]:
    names = {source: name for name, source in sources.ids_by_name(database).items()}
    finished = rounds.finished_by(database, current.id)
    return {
        names[source]: source
        for source in rounds.sample(database, current.id)
        if coder not in finished.get(source, ())
    }


def _known(database: Database, current: Round, source_names: Sequence[str]) -> list[str]:
    """Return the names without repetition; NotFoundError for one that is not in the round."""
    identities = rounds.sample(database, current.id)
    names = {name for name, source in sources.ids_by_name(database).items() if source in identities}
    for each in source_names:
        if each not in names:
            raise NotFoundError.among(f"source of the round {current.name}", each, sorted(names))
    return list(dict.fromkeys(source_names))


def _require_open(current: Round) -> None:
    if not current.is_open:
        raise ConflictError(
            f"The round {current.name} was closed on {current.closed_at[:10]} by {current.closed_by}.",
            "Draw another one to code again: qualcode rounds draw NAME --coders …",
        )
