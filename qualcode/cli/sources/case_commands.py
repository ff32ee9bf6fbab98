"""The command `cases`: list the cases, import a table of participants, edit cases by hand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.listing_group import list_without_command
from qualcode.cli.output.shared_options import CoderOption, ProjectOption, coder_name
from qualcode.cli.sources.erasure_output import show_erased_before, show_mentions
from qualcode.text.command_arguments import shown_name, shown_names
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.model import Listing
    from qualcode.store.project import Project

cases = typer.Typer(
    help="List the cases; import a table of participants, or edit cases.", invoke_without_command=True
)
CaseArgument = Annotated[str, typer.Argument(help="The case's name.", metavar="CASE")]
NewOption = Annotated[bool, typer.Option("--new", help="Make the case if it does not exist.")]
_LISTED = 20
"""Maximum number of waiting rows that are listed."""


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.add_typer(cases, name="cases")


def _listing(project: "Project") -> "Listing":
    from qualcode.workflows.sources.list_cases import case_listing

    return case_listing(project)


list_without_command(
    cases, _listing, empty="No cases yet: `qualcode cases import participants.csv`.", topic="cases"
)


@cases.command("import")
def import_cases(
    path: Annotated[Path, typer.Argument(help="A .csv or .xlsx file, one row per participant.")],
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse the table if a source or speaker does not exist yet.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Import participants: columns `case`, `source`, `speaker`; every other column is an attribute.

    Rows for sources and speakers that do not exist yet are joined when these are imported.
    """
    from qualcode.store.project import open_project
    from qualcode.workflows.sources import participants

    with open_project(project) as opened:
        imported = participants.import_cases(opened, coder_name(coder), path, strict=strict)
    show.say(f"{len(imported.cases)} cases with {imported.attributes} attributes.")
    for message in imported.columns:
        show.say(message)
    if imported.waiting:
        show.say(
            f"{counted(len(imported.waiting), 'row')} not joined yet, until the source or speaker exists:"
        )
        for message in imported.waiting[:_LISTED]:
            show.say(f"  {message}")
        if len(imported.waiting) > _LISTED:
            show.say(f"  … and {len(imported.waiting) - _LISTED} more; `qualcode cases` shows which wait.")


@cases.command("set")
def set_case(
    case: CaseArgument,
    assignments: Annotated[
        list[str],
        typer.Argument(
            help="Attributes with values; an empty value removes one.", metavar="ATTRIBUTE=VALUE…"
        ),
    ],
    new: Annotated[
        bool, typer.Option("--new", help="Make the case, and attributes with similar names, if they are new.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Set attributes of a case."""
    from qualcode.store.project import open_project
    from qualcode.workflows.cases import edit_cases

    attributes = edit_cases.parse_attributes(assignments)
    with open_project(project) as opened:
        new_attributes = edit_cases.set_attributes(opened, coder_name(coder), case, attributes, create=new)
    changes = (f"{name} = {value}" if value else f"no {name}" for name, value in attributes.items())
    show.say(f"{shown_name(case)}: {', '.join(changes)}.")
    if new_attributes:
        show.say(f"No case had {', '.join(new_attributes)} before; if that is a mistake: `qualcode undo`.")


@cases.command("join")
def join_case(
    case: CaseArgument,
    source: Annotated[str, typer.Argument(help="The source's name.")],
    speaker: Annotated[str, typer.Argument(help="The speaker's label; default: the whole source.")] = "",
    new: NewOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Join a case to a source, or to one speaker of it."""
    from qualcode.store.project import open_project
    from qualcode.workflows.cases import edit_cases

    with open_project(project) as opened:
        edit_cases.join_case(opened, coder_name(coder), case, source, speaker, create=new)
    joined = f"{shown_name(speaker)} in {shown_name(source)}" if speaker else shown_name(source)
    show.say(f"{shown_name(case)} is joined to {joined}.")


@cases.command("rename")
def rename_case(
    case: CaseArgument, new_name: str, project: ProjectOption = None, coder: CoderOption = None
) -> None:
    """Rename a case."""
    from qualcode.store.project import open_project
    from qualcode.workflows.cases import edit_cases

    with open_project(project) as opened:
        edit_cases.rename_case(opened, coder_name(coder), case, new_name)
    show.say(f"{shown_name(case)} is now {shown_name(new_name)}.")


@cases.command("remove")
def remove_case(
    case: CaseArgument,
    erase: Annotated[
        bool, typer.Option(help="Erase its name and attributes for good, also from the history.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before erasing.")] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Remove a case with its attributes; its sources and their codings stay.

    `undo` restores it unless it was erased.
    """
    from qualcode.store.project import open_project
    from qualcode.workflows.cases import edit_cases
    from qualcode.workflows.erasing import erase_case

    if erase and not yes and not typer.confirm(f"Erase the case {shown_name(case)} for good?", err=True):
        raise typer.Exit(1)
    with open_project(project) as opened:
        if not erase:
            edit_cases.remove_case(opened, coder_name(coder), case)
            show.say(f"Removed the case {shown_name(case)}; `qualcode undo` restores it.")
            return
        sources, mentions, was_erased = erase_case.erase_case(opened, case)
    if was_erased:
        show_erased_before(case)
    else:
        show.say(f"Erased the case {shown_name(case)} with its attributes, summaries and history.")
    show_mentions(mentions)
    if sources:
        erase_source = "qualcode sources remove NAME --erase"
        show.say(f"Its sources stay: {shown_names(sources)}. Erase one: {erase_source}")
    show.say("Erase copies outside the project, exported tables and backups yourself.")
