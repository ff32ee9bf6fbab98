"""`tutor`: a lesson on the coding screen, which goes on where it was left."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coding_screen.code_command import check_terminal, serve_screen
from qualcode.cli.output import show
from qualcode.model import CoderName
from qualcode.text.command_arguments import argument

if TYPE_CHECKING:
    from qualcode.store.project import Project

_LEARNER = CoderName("learner")


def add_to(app: typer.Typer) -> None:
    """Add this group's command."""
    app.command()(tutor)


def tutor(
    folder: Annotated[
        Path | None,
        typer.Argument(help="Folder of the lesson; default: one among your user data."),
    ] = None,
    restart: Annotated[bool, typer.Option("--restart", help="Begin the lesson anew.")] = False,
    web: Annotated[bool, typer.Option("--web", help="Show the lesson in a browser on this machine.")] = False,
    port: Annotated[int, typer.Option(help="Port for --web; 0 for any free port.", min=0, max=65535)] = 0,
) -> None:
    """Learn the coding screen in ten steps of a minute, on a short invented interview."""
    from qualcode.workflows.tutorial import lesson_project

    if not web:
        check_terminal("tutor")
    command = f"qualcode tutor {argument(str(folder))}" if folder else "qualcode tutor"
    folder = folder or lesson_project.default_folder()
    if restart:
        lesson_project.remove_lesson(folder)
    with lesson_project.open_lesson(folder, _LEARNER) as project:
        if web:
            serve_screen(["tutor", "--", str(folder)], port)
        else:
            from qualcode import tui

            tui.tutor(project, _LEARNER)
            _show_result(project, command)


def _show_result(project: "Project", command: str) -> None:
    """Show the table of the lesson at its end, and how to begin a study; else the command to go on."""
    from qualcode.workflows.tutorial import lesson_project
    from qualcode.workflows.tutorial.lesson_steps import STEPS

    step = lesson_project.reached_step(project)
    if step < len(STEPS):
        show.say(f"You are at step {step + 1} of {len(STEPS)}. `{command}` goes on there.")
        return
    from qualcode.tables import listing
    from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies

    show.rows(listing(frequencies(project).printed(), "Your codes"), topic="frequencies")
    show.say("Your own study begins with:", "bold")
    for step_command in ("qualcode init my-study", "cd my-study", "qualcode import FILES", "qualcode code"):
        show.say(f"  {step_command}")
