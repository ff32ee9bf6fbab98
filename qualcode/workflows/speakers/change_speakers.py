"""Change speakers after import: roles, names, labels, and whether a source is an interview or a document.

The text stays, and with it codings, memos, decisions and what was read, which refer to offsets. All sources
are changed in one act.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode import notices
from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import CoderName, Source, SourceKind, Turn, TurnSettings, count_words
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.store.records.people import appearances
from qualcode.store.records.transcripts import turn_versions
from qualcode.store.row_changes import Recorder
from qualcode.workflows.cases.join_waiting import join_waiting, joined_message
from qualcode.workflows.speakers.cut_turns_anew import cut_turns_anew
from qualcode.workflows.speakers.speaker_changes import SpeakerChanges
from qualcode.workflows.speakers.speaker_roles import keys_of, rename_speakers, set_roles, speaker_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSource:
    """A source whose turns have changed, with the turns before and after, and warnings."""

    name: str
    before: tuple[Turn, ...]
    after: tuple[Turn, ...]
    warnings: tuple[str, ...] = ()


def change_speakers(
    project: Project, coder: CoderName, changes: SpeakerChanges, names: Sequence[str] = ()
) -> list[ChangedSource]:
    """Change the speakers of the named sources, or of all interviews; return the sources that changed.

    Warnings about a source that stays as it is are notices. NotFoundError for a name that is no speaker in
    any of these sources.
    """
    changes.check()
    chosen = _chosen(project, names)
    changed: list[ChangedSource] = []
    with history.act(project.database, coder, "speakers", changes.summary) as recorder:
        speakers: set[str] = set()
        for source in chosen:
            result, present = _change(project, coder, recorder, source, changes)
            speakers |= present
            if result:
                changed.append(result)
        _check_names(changes, speakers)
        listed = ", ".join(result.name for result in changed[:3]) + (" …" if len(changed) > 3 else "")  # noqa: PLR2004
        recorder.summary = f"{changes.summary}: {listed or 'nothing changed'}"
    return changed


def _chosen(project: Project, names: Sequence[str]) -> list[Source]:
    """Return the named sources, or all interviews."""
    if names:
        return [sources.with_name(project.database, name) for name in dict.fromkeys(names)]
    interviews = [
        sources.with_id(project.database, summary.id)
        for summary in sources.summaries(project.database)
        if summary.kind is SourceKind.INTERVIEW
    ]
    if not interviews:
        raise NotFoundError("The project has no interviews.", "`qualcode import FILES` imports them.")
    return interviews


def _check_names(changes: SpeakerChanges, speakers: set[str]) -> None:
    """Raise NotFoundError for a name that is no speaker's, before or after the changes."""
    keys = keys_of(speakers)
    for name in (*changes.interviewers, *changes.participants, *(old for old, _ in changes.renames)):
        if speaker_key(name) not in keys:
            raise NotFoundError.among(
                "speaker", name, sorted(speakers), "`qualcode sources speakers` lists the speakers."
            )


def _change(
    project: Project, coder: CoderName, recorder: Recorder, source: Source, changes: SpeakerChanges
) -> tuple[ChangedSource | None, set[str]]:
    """Change one source; return the change, None if its turns stay, and its speakers before and after."""
    before = sources.turns(project.database, source.id)
    version = turn_versions.current(project.database, source.id)
    project_interviewers = project.settings.interviewers
    settings = changes.update(version.settings, project_interviewers)
    kind = changes.kind or source.kind
    warnings: tuple[str, ...] = ()
    if changes.cuts_anew:
        after, warnings = cut_turns_anew(project, source, before, settings, kind)
    else:
        renamed = rename_speakers(before, changes.renames)
        after = set_roles(renamed, changes.roles(version.settings, project_interviewers))
    speakers = {turn.speaker for turn in (*before, *after) if turn.speaker}
    if after == before and kind is source.kind:
        if changes.from_settings:
            turn_versions.update_settings(recorder, source.id, settings)
        for warning in warnings:
            notices.notify(f"{source.name}: {warning}")
        return None, speakers
    _store(project, recorder, source, after, settings, kind)
    warnings += _move_cases(project, recorder, source, changes.renames, after)
    warnings += joined_message(join_waiting(recorder, source.id, source.name))
    if suggestions.exist_for(project.database, coder, source.id):
        warnings += (
            "Its suggestions were made for its turns as they were: `qualcode suggest` makes them anew.",
        )
    return ChangedSource(name=source.name, before=before, after=after, warnings=warnings), speakers


def _store(
    project: Project,
    recorder: Recorder,
    source: Source,
    turns: tuple[Turn, ...],
    settings: TurnSettings,
    kind: SourceKind,
) -> None:
    from qualcode import segmenters

    sentences = segmenters.sentences(source.text, turns, language=project.settings.language)
    turn_versions.add(recorder, source, turns, sentences, settings)
    words = sum(count_words(turn.body.of(source.text)) for turn in turns)
    sources.update(recorder, source, kind=kind, words=words)


def _move_cases(
    project: Project,
    recorder: Recorder,
    source: Source,
    renames: Iterable[tuple[str, str]],
    turns: Sequence[Turn],
) -> tuple[str, ...]:
    """Let cases follow renamed speakers; return a warning for each whose speaker no longer speaks."""
    new_names = {speaker_key(old): new for old, new in renames}
    spellings = {speaker_key(turn.speaker): turn.speaker for turn in turns if turn.speaker}
    warnings = []
    joined = appearances.of_source(project.database, source.id)
    for appearance in joined:
        key = speaker_key(new_names.get(speaker_key(appearance.speaker), appearance.speaker))
        if not appearance.speaker or spellings.get(key) == appearance.speaker:
            continue
        if key not in spellings:
            warnings.append(
                f"The case {appearance.name} is joined to {appearance.speaker!r}, who no longer speaks here: "
                f"`qualcode cases import` joins it anew."
            )
            continue
        speaker = spellings[key]
        owners = {other.name for other in joined if other.speaker == speaker} - {appearance.name}
        if owners:
            raise ConflictError(
                f"{appearance.speaker!r} in {source.name} belongs to the case {appearance.name}, and "
                f"{speaker!r} to {owners.pop()}.",
                "Nothing was changed. Join both speakers to one case first: `qualcode cases import`.",
            )
        appearances.rename_speaker(recorder, source.id, appearance, speaker)
    return tuple(warnings)
