"""Cut a source's text into turns anew: from the imported file, or else from the text alone."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.model import Role, Source, SourceKind, Span, Transcript, Turn, TurnSettings
from qualcode.output_formats import NoteUse, TimeUnit
from qualcode.store.project import Project
from qualcode.workflows.speakers.speaker_roles import rename_speakers, roles_of, set_roles

if TYPE_CHECKING:
    from qualcode.readers import ReadOptions

_TEXT_ALONE = (
    "The imported file does not read as it did at import: its turns are cut from the text alone, with the "
    "times and pages that they had. Bold type is not known."
)


def cut_turns_anew(
    project: Project, source: Source, turns: Sequence[Turn], settings: TurnSettings, kind: SourceKind
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """Return the turns of a source under these settings, and warnings; `turns` are the present ones.

    UsageError for a pattern of labels that is not a regular expression.
    """
    from qualcode.segmenters import recognise_turns

    transcript = _read_file_again(project, source, settings)
    recognition = recognise_turns(
        transcript or _transcript_of(source, turns),
        kind=kind,
        speakers=settings.speakers,
        named_speakers=settings.named_speakers,
        interviewers=(*project.settings.interviewers, *settings.interviewers),
    )
    renamed = rename_speakers(recognition.turns, settings.renames)
    cut = set_roles(renamed, roles_of(settings.interviewers, settings.participants))
    return cut, (*(() if transcript else (_TEXT_ALONE,)), *recognition.warnings)


def read_options(settings: TurnSettings) -> "ReadOptions":
    """Return the options by which a source's file was read."""
    from qualcode.readers import ReadOptions

    options: dict[str, Any] = dict(settings.read_options)
    unit = options.get("time_unit")
    return ReadOptions(
        **{
            **options,
            "sheets": tuple(options.get("sheets", ())),
            "notes": NoteUse(options.get("notes", NoteUse.LEAVE)),
            "time_unit": TimeUnit(unit) if unit else None,
        }
    )


def stored_read_options(options: "ReadOptions") -> dict[str, str | tuple[str, ...]]:
    """Return the options that are not the default ones, to store them."""
    defaults = asdict(type(options)())
    return {
        name: str(value) if isinstance(value, str) else value
        for name, value in asdict(options).items()
        if value != defaults[name] and name != "language"
    }


def _read_file_again(project: Project, source: Source, settings: TurnSettings) -> Transcript | None:
    """Return the transcript of the imported file; None if it is missing or reads differently."""
    from qualcode.readers import parse, read_bytes

    path = project.sources_folder / source.file_name
    try:
        data = read_bytes(path)
        if hashlib.sha256(data).hexdigest() != source.file_sha256:
            return None
        options = replace(read_options(settings), language=project.settings.language)
        transcript = parse(data, path, options)
    except QualcodeError:
        return None
    return transcript if transcript.text == source.text else None


def _transcript_of(source: Source, turns: Sequence[Turn]) -> Transcript:
    """Return a transcript of the text, with the times, pages and headings of the present turns."""
    has_times = any(turn.begins is not None for turn in turns)
    cues = tuple(replace(turn, speaker="", role=Role.NOBODY) for turn in turns)
    return Transcript(
        text=source.text,
        turns=cues if has_times and source.kind is SourceKind.INTERVIEW else (),
        pages=_page_starts(turns),
        headings=tuple((turn.body, turn.level) for turn in turns if turn.level is not None),
        notes=_notes_between(turns),
    )


def _notes_between(turns: Sequence[Turn]) -> tuple[Span, ...]:
    """Return the turns of nobody between those of speakers: they are notes, or what a program has added."""
    is_spoken = any(turn.speaker for turn in turns)
    return tuple(turn.body for turn in turns if is_spoken and not turn.speaker and turn.role is Role.NOBODY)


def _page_starts(turns: Sequence[Turn]) -> tuple[int, ...]:
    """Return where pages begin, as far as the first turns on them tell; empty if turns have no pages."""
    starts: list[int] = []
    for turn in turns:
        while turn.page is not None and len(starts) < turn.page:
            starts.append(turn.body.start if starts else 0)
    return tuple(starts)
