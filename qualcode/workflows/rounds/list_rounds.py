"""List the rounds: their samples, their coders, and who has finished what."""

from collections.abc import Collection, Mapping, Sequence

from qualcode.model import CoderName, Listing, Round, SourceId
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records.rounds import frozen_sources, renamed_coders, rounds
from qualcode.text.plurals import counted
from qualcode.workflows.rounds.close_round import unfinished_sources

COLUMNS = (
    "round",
    "state",
    "sample",
    "finished",
    "drawn_by",
    "drawn_at",
    "closed_at",
    "codebook_version",
    "note",
)


def round_listing(project: Project) -> Listing:
    """Return a row for each round, oldest first; `finished` has each coder's number of finished sources.

    Sample and finished sources of a closed round are those of its frozen state.
    """
    database = project.database
    rows = []
    for each in rounds.read_all(database):
        finished = _finished(database, each)
        rows.append(
            (
                each.name,
                "open" if each.is_open else "closed",
                f"{counted(len(finished), 'source')} ({each.settings.unit.value})",
                _progress(each.coders, finished),
                each.coder,
                each.made_at,
                each.closed_at or None,
                each.codebook_version,
                erasure_note(database, each.name),
            )
        )
    return Listing(columns=COLUMNS, rows=tuple(rows))


def open_rounds(database: Database) -> tuple[tuple[str, str], ...]:
    """Return the name of each round that is open, and each coder's number of finished sources."""
    return tuple(
        (each.name, _progress(each.coders, _finished(database, each)))
        for each in rounds.read_all(database)
        if each.is_open
    )


def _finished(database: Database, listed: Round) -> dict[SourceId, set[CoderName]]:
    """Return who has finished each source of the sample, or had when the round was closed."""
    if not listed.is_open:
        return frozen_sources.finished_by(database, listed.id)
    finished = rounds.finished_by(database, listed.id)
    return {source: finished.get(source, set()) for source in rounds.sample(database, listed.id)}


def _progress(coders: Sequence[CoderName], finished: Mapping[SourceId, Collection[CoderName]]) -> str:
    """Return how many sources of the sample each coder has finished: `ann 2/3, ben 0/3`."""
    return ", ".join(
        f"{coder} {sum(coder in finishers for finishers in finished.values())}/{len(finished)}"
        for coder in coders
    )


def assignments(database: Database, coder: CoderName) -> dict[str, str]:
    """Return the sources that a coder has still to finish in open rounds, with the names of the rounds."""
    names: dict[str, list[str]] = {}
    for each in rounds.open_rounds_of(database, coder):
        for source in unfinished_sources(database, each, coder):
            names.setdefault(source, []).append(each.name)
    return {source: ", ".join(of_source) for source, of_source in names.items()}


def renamed_note(database: Database, closed: Round) -> str:
    """Return a sentence on who had another name when a round was closed; empty if nobody had."""
    names = renamed_coders.names_since_closing(database, closed.id)
    changed = [f"{present} was {name}" for name, present in sorted(names.items()) if present != name]
    return f"When the round {closed.name} was closed, {', '.join(changed)}." if changed else ""


def erasure_note(database: Database, name: str) -> str:
    """Return a sentence on what was taken out of a closed round since; empty if nothing was."""
    erasures = frozen_sources.erasures(database, rounds.with_name(database, name).id)
    if not erasures:
        return ""
    codings = sum(erasure.codings for erasure in erasures)
    return (
        f"{counted(len(erasures), 'source')} with {counted(codings, 'coding')} taken out since, "
        f"last on {erasures[-1].erased_at[:10]}, because participants were erased."
    )
