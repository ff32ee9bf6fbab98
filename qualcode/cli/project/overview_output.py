"""Output of `qualcode` without a command: where the project stands, or how to begin."""

import os

from qualcode.cli.output import show
from qualcode.errors import NotFoundError
from qualcode.model import CoderName
from qualcode.text.name_matches import plain_name

_BEGIN = """There is no project in this folder. To begin:

  qualcode demo                       try it on a small study of fictional interviews
  qualcode init my-study              make a project, then `cd my-study`
  qualcode import FILES               bring in your transcripts

  qualcode guide first-hour           read how a first hour goes
  qualcode --help                     list all commands"""


def show_overview() -> None:
    """Show the open project and the likely next steps; outside a project, how to begin."""
    from qualcode.project_folder import find_folder
    from qualcode.settings import UserSettings
    from qualcode.store.project import open_project

    if not os.environ.get("QUALCODE_PROJECT"):
        try:
            find_folder()
        except NotFoundError:
            show.line(_BEGIN)
            return
    from qualcode.workflows.project.next_steps import project_overview

    coder = CoderName(plain_name(os.environ.get("QUALCODE_CODER") or UserSettings.read().coder))
    with open_project() as project:
        overview = project_overview(project, coder)
    show.line(overview.summary)
    if overview.steps:
        show.line("\nLikely next steps:")
    for step in overview.steps:
        show.line(f"  {step.fact}\n      {step.command}")
    show.line("\n`qualcode --help` lists all commands, `qualcode guide` explains them.")
