"""The command `coders`: list the coders with their counts, rename one."""

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.listing_group import list_without_command
from qualcode.cli.output.shared_options import CoderOption, ProjectOption, coder_name
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.model import Listing
    from qualcode.store.project import Project

coders = typer.Typer(help="List the coders with their counts, or rename one.", invoke_without_command=True)


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.add_typer(coders, name="coders")


def _listing(project: "Project") -> "Listing":
    from qualcode.workflows.coders.list_coders import coder_listing

    return coder_listing(project)


list_without_command(coders, _listing, empty="No coder has done anything yet.", topic="coders")


@coders.command("rename")
def rename_coder(
    old: Annotated[str, typer.Argument(help="The present name.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="The new name, perhaps of another coder.", metavar="NEW")],
    merge: Annotated[
        bool, typer.Option("--merge", help="Even if both have codings on the same words.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Give a coder's codings, decisions, memos and acts to another name; `undo` takes it back."""
    from qualcode.model import CoderName
    from qualcode.settings import UserSettings
    from qualcode.store.project import open_project
    from qualcode.text.command_arguments import shown_name
    from qualcode.text.name_matches import plain_name
    from qualcode.workflows.coders.rename_coder import rename_coder

    with open_project(project) as opened:
        moved = rename_coder(
            opened, coder_name(coder), CoderName(old), CoderName(plain_name(new)), merge=merge
        )
    show.say(f"{shown_name(old)} is now {plain_name(new)}: {counted(moved.codings, 'coding')}.")
    if moved.duplicates:
        show.say(
            f"{counted(moved.duplicates, 'coding')} that both had on the same words: one of each is kept."
        )
    if UserSettings.read().coder == old:
        show.say(f"Your settings still name you {old}: change `coder` in {UserSettings.path()}.")
