"""Mark sources as finished by a coder, or reopen them; how far each source is coded."""

from collections.abc import Sequence

from qualcode.errors import ConflictError
from qualcode.model import CoderName, Source
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.transcripts import finished_sources


def finish(project: Project, coder: CoderName, names: Sequence[str]) -> tuple[Source, ...]:
    """Record in one act that a coder has coded these sources to the end; return them.

    ConflictError if the coder has finished all of them already; those finished before are left out.
    """
    return _change(project, coder, names, finished=True)


def reopen(project: Project, coder: CoderName, names: Sequence[str]) -> tuple[Source, ...]:
    """Record in one act that a coder has not finished these sources after all; return them.

    ConflictError if the coder has finished none of them; the others are left out.
    """
    return _change(project, coder, names, finished=False)


def _change(
    project: Project, coder: CoderName, names: Sequence[str], *, finished: bool
) -> tuple[Source, ...]:
    database = project.database
    named = [sources.with_name(database, name) for name in dict.fromkeys(names)]
    changing = tuple(
        source for source in named if finished_sources.is_finished(database, coder, source.id) is not finished
    )
    if not changing:
        listed = ", ".join(source.name for source in named)
        state = "finished already" if finished else "not finished"
        raise ConflictError(f"{listed}: {state} by {coder}.", "Nothing was changed; see `qualcode sources`.")
    summary = ", ".join(source.name for source in changing)
    verb, write = (
        ("finish source", finished_sources.finish) if finished else ("reopen source", finished_sources.reopen)
    )
    with history.act(database, coder, verb, summary) as recorder:
        for source in changing:
            write(recorder, coder, source.id)
    return changing
