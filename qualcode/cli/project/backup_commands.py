"""`backup`, `restore`."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import ProjectOption
from qualcode.text.plurals import counted

_EXIT_FINDINGS = 3


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(backup)
    app.command()(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="File to write, such as study-backup.zip.")],
    project: ProjectOption = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an existing file.")] = False,
) -> None:
    """Write the whole project to one file: database, codebook, settings and imported files.

    The project may be in use meanwhile. The file holds every word of the interviews: keep it as safely as the
    project itself, and erase it when a participant withdraws. Exported tables are not in it.
    """
    from qualcode.store.project import open_project
    from qualcode.workflows.project import back_up

    with open_project(project) as opened:
        manifest = back_up.back_up(opened, file, replace=replace)
        inside = file.resolve().is_relative_to(opened.folder.resolve())
    show.say(f"Wrote {counted(len(manifest.files), 'file')} to {file}.")
    if inside:
        show.say("It is inside the project: copy it to another disk.", "yellow")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `qualcode backup` has written.")],
    folder: Annotated[Path, typer.Argument(help="New folder for the project.", metavar="DIR")],
) -> None:
    """Make a project of a backup, in a new folder, and check it."""
    from qualcode.workflows import check_project
    from qualcode.workflows.project import back_up

    with back_up.restore(file, folder) as project:
        faults = check_project.check_project(project)
    show.say(f"Restored the project to {folder}.")
    if faults:
        rows = ((fault.location, fault.problem, fault.remedy) for fault in faults)
        show.rows(show.listing("", ("where", "what is wrong", "what to do"), rows), topic="project faults")
        raise typer.Exit(_EXIT_FINDINGS)
    show.say("No faults.")
