"""Join the cases that wait for a source or a speaker, when it comes."""

from qualcode.model import SourceId
from qualcode.store.records import sources
from qualcode.store.records.people import waiting_appearances
from qualcode.store.row_changes import Recorder


def join_waiting(recorder: Recorder, source: SourceId, source_name: str) -> tuple[str, ...]:
    """Join the cases that wait for this source, or for speakers that it now has; return their names.

    To be called in the act that imports or renames a source, or changes who speaks in it.
    """
    waiting = [
        each for each in waiting_appearances.read_all(recorder.database) if each.source_name == source_name
    ]
    if not waiting:
        return ()
    speakers = {turn.speaker for turn in sources.turns(recorder.database, source)} | {""}
    joined = [each for each in waiting if each.speaker in speakers]
    for each in joined:
        waiting_appearances.join(recorder, each, source)
    return tuple(dict.fromkeys(each.name for each in joined))
