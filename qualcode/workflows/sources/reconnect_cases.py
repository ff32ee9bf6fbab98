"""Join the cases of a removed source to the one that is imported from the same file or with its name."""

from qualcode.model import Source, Turn
from qualcode.store.records.erasing import removed_sources
from qualcode.store.records.people import appearances
from qualcode.store.row_changes import Recorder
from qualcode.workflows.speakers.speaker_roles import speaker_key


def reconnect_cases(recorder: Recorder, source: Source, turns: tuple[Turn, ...]) -> tuple[str, ...]:
    """Join the cases that a removed source had to the new one; return what is to be said of it."""
    removed = removed_sources.in_history(recorder.database, name=source.name, file_sha256=source.file_sha256)
    earlier = appearances.removed_with(recorder.database, [each.id for each in removed])
    spellings = {speaker_key(turn.speaker): turn.speaker for turn in turns if turn.speaker}
    joined: dict[str, None] = {}
    messages = []
    for appearance in earlier:
        speaker = spellings.get(speaker_key(appearance.speaker)) if appearance.speaker else ""
        if speaker is None:
            messages.append(
                f"The case {appearance.name} was joined to {appearance.speaker!r}, who does not speak here "
                "now: `qualcode cases import` joins it."
            )
            continue
        appearances.add(recorder, source.id, appearance._replace(speaker=speaker))
        joined[appearance.name] = None
    if joined:
        messages.insert(
            0, f"Joined again to its {'case' if len(joined) == 1 else 'cases'} {', '.join(joined)}."
        )
    return tuple(messages)
