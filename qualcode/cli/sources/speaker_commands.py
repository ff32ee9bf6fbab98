"""The commands `sources speakers` and `sources kind`: who speaks, and what can be put right after import."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CoderOption, FormatOption, ProjectOption, coder_name
from qualcode.cli.output.table_output import ExplainOption, OutputOption
from qualcode.errors import UsageError
from qualcode.model import Role, SourceKind, Turn
from qualcode.output_formats import TableFormat
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.workflows.speakers.change_speakers import ChangedSource


InterviewersOption = Annotated[
    list[str] | None, typer.Option(help="A speaker who is an interviewer (repeatable).", metavar="NAME")
]
ParticipantsOption = Annotated[
    list[str] | None, typer.Option(help="A speaker who is a participant (repeatable).", metavar="NAME")
]
_NO_INTERVIEWS = "No interviews yet: `qualcode import FILES`."


PatternOption = Annotated[
    str | None,
    typer.Option(
        help="Cut the text anew: regular expression for speaker labels, or `none`.", metavar="REGEX"
    ),
]
NamedSpeakerOption = Annotated[
    list[str] | None,
    typer.Option(help="Cut the text anew: a name that begins a turn (repeatable).", metavar="NAME"),
]


def add_to(sources: typer.Typer) -> None:
    """Add the commands to the group `sources`."""
    sources.command("speakers")(list_or_change_speakers)
    sources.command("kind")(change_kind)


def list_or_change_speakers(
    source: Annotated[
        list[str] | None, typer.Argument(help="Names of sources; none: all interviews.", metavar="[SOURCE]…")
    ] = None,
    interviewer: InterviewersOption = None,
    participant: ParticipantsOption = None,
    rename: Annotated[
        list[str] | None, typer.Option(help="Another name for a speaker (repeatable).", metavar="OLD=NEW")
    ] = None,
    speakers: PatternOption = None,
    speaker: NamedSpeakerOption = None,
    from_settings: Annotated[
        bool, typer.Option("--from-settings", help="Apply the interviewers in qualcode.toml.")
    ] = False,
    output: OutputOption = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """List the speakers with their turns, words and roles, or change them; codings stay on their words."""
    from qualcode.store.project import open_project
    from qualcode.workflows.speakers.change_speakers import change_speakers
    from qualcode.workflows.speakers.list_speakers import speaker_listing
    from qualcode.workflows.speakers.speaker_changes import SpeakerChanges

    changes = SpeakerChanges(
        interviewers=tuple(interviewer or ()),
        participants=tuple(participant or ()),
        renames=tuple(_old_and_new(text) for text in rename or ()),
        speakers=speakers,
        named_speakers=tuple(speaker or ()),
        from_settings=from_settings,
    )
    with open_project(project, applies_settings=from_settings) as opened:
        if changes != SpeakerChanges():
            say_changed(change_speakers(opened, coder_name(coder), changes, source or ()))
        listing = speaker_listing(opened, source or ())
    show.rows(listing, format_, file=output, empty=_NO_INTERVIEWS, topic="speakers", explain=explain)


def change_kind(
    source: Annotated[str, typer.Argument(help="The source's name.")],
    kind: Annotated[
        SourceKind, typer.Argument(help="Interviews have speakers; of documents, each paragraph is a turn.")
    ],
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Make a source an interview or a document: its text is cut anew, its codings stay."""
    from qualcode.store.project import open_project
    from qualcode.workflows.speakers.change_speakers import change_speakers
    from qualcode.workflows.speakers.speaker_changes import SpeakerChanges

    with open_project(project) as opened:
        changed = change_speakers(opened, coder_name(coder), SpeakerChanges(kind=kind), [source])
    say_changed(changed)


def say_changed(changed: "Sequence[ChangedSource]") -> None:
    """Say what has changed in each source, and how to undo it."""
    for result in changed:
        show.say(f"{result.name}: {_turns(result.before)} → {_turns(result.after)}")
        for warning in result.warnings:
            show.say(f"{result.name}: {warning}", "yellow")
    if changed:
        number = counted(len(changed), "source")
        show.say(f"Changed {number}; codings stay on their words. `qualcode undo` undoes it.")
    else:
        show.say("Nothing changed: it is so already.")


def _turns(turns: Iterable[Turn]) -> str:
    """Return the number of turns of each speaker."""
    counts = Counter((turn.speaker, turn.role) for turn in turns)
    return ", ".join(
        f"{name or 'nobody'}{' (interviewer)' if role is Role.INTERVIEWER else ''} {count}"
        for (name, role), count in counts.items()
    )


def _old_and_new(text: str) -> tuple[str, str]:
    old, separator, new = text.partition("=")
    if not separator or not old.strip() or not new.strip():
        raise UsageError(f"Cannot rename by {text!r}.", "Write the old and the new name: --rename OLD=NEW.")
    return old.strip(), new.strip()
