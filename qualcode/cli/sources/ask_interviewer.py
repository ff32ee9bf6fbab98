"""Say after an import that nobody is the interviewer, and ask for a name where a terminal can be asked."""

from collections.abc import Sequence

import typer

from qualcode.cli.output import show
from qualcode.cli.output.streams import at_terminal
from qualcode.errors import QualcodeError
from qualcode.model import CoderName
from qualcode.store.project import Project
from qualcode.workflows.sources.import_files import ImportResult
from qualcode.workflows.speakers.guess_interviewer import find_without_interviewer

_NOBODY = "-"


def ask_interviewer(project: Project, coder: CoderName, results: Sequence[ImportResult]) -> None:
    """Name the imported interviews without an interviewer; ask once for all of them at a terminal."""
    unassigned = find_without_interviewer(
        (result.source, result.turns) for result in results if result.source
    )
    if unassigned is None:
        return
    show.say(unassigned.message, "yellow")
    if not at_terminal():
        show.say(f"Name the interviewer at import with --interviewer NAME, or now: {unassigned.command}")
        return
    from qualcode.cli.sources.speaker_commands import say_changed
    from qualcode.workflows.speakers.change_speakers import change_speakers
    from qualcode.workflows.speakers.speaker_changes import SpeakerChanges

    question = f"Who is the interviewer? (a name; {_NOBODY} for nobody)"
    name = str(typer.prompt(question, default=unassigned.guess or _NOBODY, err=True)).strip()
    if name == _NOBODY:
        show.say(f"Nobody; later: {unassigned.command}")
        return
    try:
        say_changed(change_speakers(project, coder, SpeakerChanges(interviewers=(name,)), unassigned.names))
    except QualcodeError as error:
        show.show_error(error)
        show.say(f"Nobody is the interviewer yet: {unassigned.command}")
