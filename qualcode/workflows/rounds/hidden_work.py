"""What a coder of an open round does not see, and cannot do because it would change what they do not see."""

from qualcode.errors import ConflictError
from qualcode.model import CoderName, Round, SourceId
from qualcode.store.database import Database
from qualcode.store.records.rounds import frozen_sources, rounds
from qualcode.store.records.transcripts import finished_sources
from qualcode.text.plurals import counted


def require_nothing_hidden(database: Database, coder: CoderName, act: str) -> None:
    """Raise ConflictError if this coder, or who is looking, codes in an open round."""
    for name in dict.fromkeys((coder, CoderName(database.viewing_coder))):
        for each in rounds.open_rounds_of(database, name):
            raise ConflictError(
                f"{name} codes in the open round {each.name} and cannot {act}: other coders' codings, which "
                "are hidden until it is closed, could be changed by that.",
                f"Do it when the round is closed, or let somebody who does not code in it ({each.coder}).",
            )


def visible_finishers(database: Database) -> dict[SourceId, tuple[CoderName, ...]]:
    """Return who has finished each source, without those whose codings there are hidden from the viewer.

    What is hidden is missing for whoever counts it, not absent.
    """
    viewer = CoderName(database.viewing_coder)
    hidden = _hidden_sources(database, viewer)
    finishers = {
        source: tuple(coder for coder in coders if coder == viewer or source not in hidden)
        for source, coders in finished_sources.coders_by_source(database).items()
    }
    return {source: coders for source, coders in finishers.items() if coders}


def hidden_note(database: Database) -> str:
    """Return a sentence on what is hidden from the viewer; empty if nothing is."""
    viewer = CoderName(database.viewing_coder)
    hidden = _hidden_sources(database, viewer)
    if not hidden:
        return ""
    names = ", ".join(each.name for each in rounds.open_rounds_of(database, viewer))
    return (
        f"{viewer} codes in the open round {names}: what other coders did in its "
        f"{counted(len(hidden), 'source')} is hidden until it is closed, and not counted."
    )


def hidden_state_note(database: Database, closed: Round) -> str:
    """Return a sentence on what of a closed round is hidden from the viewer; empty if nothing is.

    Its sources may be in the sample of an open round too: then the first codings are not to be seen.
    """
    hidden = frozen_sources.hidden_counts(database).get(closed.id, 0)
    if not hidden:
        return ""
    viewer = CoderName(database.viewing_coder)
    names = ", ".join(each.name for each in rounds.open_rounds_of(database, viewer))
    return (
        f"{viewer} codes in the open round {names}: {counted(hidden, 'source')} of {closed.name} that "
        f"{'is' if hidden == 1 else 'are'} in it {'is' if hidden == 1 else 'are'} hidden until it is closed, "
        "and not counted."
    )


def _hidden_sources(database: Database, viewer: CoderName) -> set[SourceId]:
    """Return the sources of the open rounds in which the viewer codes."""
    return {
        source
        for each in rounds.open_rounds_of(database, viewer)
        for source in rounds.sample(database, each.id)
    }
