"""Join the cases that wait for a source or a speaker, when it comes."""

from collections.abc import Sequence

from qualcode.model import SourceId
from qualcode.store.records import sources
from qualcode.store.records.people import waiting_appearances
from qualcode.store.row_changes import Recorder
from qualcode.text.name_matches import plain_name, same_name
from qualcode.text.plurals import noun


def join_waiting(recorder: Recorder, source: SourceId, source_name: str) -> tuple[str, ...]:
    """Join the cases that wait for this source, or for speakers that it now has; return their names.

    To be called in the act that imports or renames a source, or changes who speaks in it.
    """
    waiting = [
        each
        for each in waiting_appearances.read_all(recorder.database)
        if plain_name(each.source_name) == plain_name(source_name)
    ]
    if not waiting:
        return ()
    speakers = {turn.speaker for turn in sources.turns(recorder.database, source)}
    joined: list[str] = []
    for each in waiting:
        speaker = same_name(each.speaker, speakers) if each.speaker else ""
        if speaker is not None:
            waiting_appearances.join(recorder, each, source, speaker)
            joined.append(each.name)
    return tuple(dict.fromkeys(joined))


def joined_message(cases: Sequence[str]) -> tuple[str, ...]:
    """Return a sentence that names the cases that were joined; nothing if there are none."""
    return (f"Joined to the {noun(len(cases), 'case', 'cases')} {', '.join(cases)}.",) if cases else ()
