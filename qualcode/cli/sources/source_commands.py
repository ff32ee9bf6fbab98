"""The commands `import`, `sources` and `show`."""

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.listing_group import list_of_coders_without_command
from qualcode.cli.output.shared_options import (
    CoderOption,
    FormatOption,
    OnlyCodersOption,
    ProjectOption,
    coder_name,
)
from qualcode.cli.output.shared_parameters import with_parameters_of
from qualcode.cli.sources import speaker_commands
from qualcode.cli.sources.erasure_output import show_erased_before, show_mentions
from qualcode.cli.sources.import_options import import_options
from qualcode.cli.sources.taken_comments import take_comments
from qualcode.errors import NotFoundError
from qualcode.output_formats import CommentUse, TableFormat
from qualcode.text.command_arguments import shown_name, shown_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Listing
    from qualcode.store.project import Project
    from qualcode.workflows.sources.import_files import ImportOptions

SourceNames = Annotated[list[str], typer.Argument(help="Names of sources.", metavar="SOURCE…")]

sources = typer.Typer(
    help="List the sources; finish, correct, rename or remove one.", invoke_without_command=True
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("import")(with_parameters_of(import_, options=import_options))
    app.command("show")(show_source)
    app.add_typer(sources, name="sources")


def import_(
    paths: Annotated[list[str], typer.Argument(help="Files, folders and glob patterns.", metavar="PATH…")],
    project: ProjectOption = None,
    coder: CoderOption = None,
    options: "ImportOptions | None" = None,
    comments: Annotated[
        CommentUse | None,
        typer.Option(
            help="Take the comments of Word files as memos on their words, or as codings; shown first."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --comments: do not ask.")] = False,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Import transcripts and documents: text, Word, PDF, web page, subtitle, JSON and table files."""
    from qualcode.cli.sources.ask_interviewer import ask_interviewer
    from qualcode.cli.sources.import_summary import show_imported
    from qualcode.store.project import open_project
    from qualcode.workflows.sources.files_to_import import find_files
    from qualcode.workflows.sources.import_files import ImportOptions, ImportResult, import_files

    to_import = find_files(paths)
    for file, reason in to_import.skipped.items():
        show.say(f"{file} is {reason}; skipped.")
    if not to_import.files:
        raise NotFoundError("Nothing was imported: there is no transcript among these files.")
    options = options or ImportOptions()
    results: list[ImportResult] = []
    with open_project(project) as opened:
        name = coder_name(coder)
        with show.progress("Importing", len(to_import.files)) as advance:
            for result in import_files(opened, name, to_import.files, options):
                if not results or results[-1].path != result.path:
                    advance()
                results.append(result)
        show_imported(results, format_, options)
        take_comments(opened, name, results, comments, asking=not yes)
        ask_interviewer(opened, name, results)
    if any(result.error for result in results):
        raise typer.Exit(1)


def _listing(project: "Project", coders: "Sequence[str]") -> "tuple[Listing, Sequence[str]]":
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.sources.list_sources import source_listing

    chosen = choose_coders(project.database, coders)
    return source_listing(project, chosen.names), tuple(chosen.count_notes())


list_of_coders_without_command(
    sources, _listing, empty="No sources yet: `qualcode import FILES`.", topic="sources as listed"
)


@sources.command("finish")
def finish_sources(names: SourceNames, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Mark sources as coded to the end by you: from then on, a code that is not there is absent."""
    from qualcode.store.project import open_project
    from qualcode.workflows.sources.finish_sources import finish

    with open_project(project) as opened:
        finished = finish(opened, name := coder_name(coder), names)
    show.say(f"Finished by {shown_name(name)}: {shown_names(source.name for source in finished)}.")


@sources.command("reopen")
def reopen_sources(names: SourceNames, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Mark sources as no longer finished by you; their codings stay."""
    from qualcode.store.project import open_project
    from qualcode.workflows.sources.finish_sources import reopen

    with open_project(project) as opened:
        reopened = reopen(opened, name := coder_name(coder), names)
    show.say(f"No longer finished by {shown_name(name)}: {shown_names(source.name for source in reopened)}.")


@sources.command("rename")
def rename_source(name: str, new_name: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Rename a source; its codings stay."""
    from qualcode.store.project import open_project
    from qualcode.workflows.sources import edit_sources

    with open_project(project) as opened:
        joined = edit_sources.rename_source(opened, coder_name(coder), name, new_name)
    show.say(f"{shown_name(name)} is now {shown_name(new_name)}.")
    if joined:
        show.say(f"Joined to the cases that waited for it: {shown_names(joined)}.")


@sources.command("remove")
def remove_source(
    name: str,
    project: ProjectOption = None,
    coder: CoderOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    erase: Annotated[
        bool, typer.Option(help="Erase its text and file for good, if a participant withdraws.")
    ] = False,
) -> None:
    """Remove a source with its codings; `undo` brings them back unless they were erased."""
    from qualcode.store.project import open_project
    from qualcode.workflows.sources import edit_sources

    shown = shown_name(name)
    question = f"Erase {shown} and its codings for good?" if erase else f"Remove {shown} and its codings?"
    if not yes and not typer.confirm(question, err=True):
        raise typer.Exit(1)
    with open_project(project) as opened:
        removed = edit_sources.remove_source(opened, coder_name(coder), name, erase=erase)
    if removed.was_erased:
        show_erased_before(name)
    else:
        show.say(f"{'Erased' if erase else 'Removed'} {shown} with {removed.codings} codings.")
    if removed.copies:
        names = ", ".join(copy.name for copy in removed.copies)
        show.say(f"Deleted the older copies of the database too: {names}.")
    if removed.tables:
        show.say(f"Its words may be in exported tables: {', '.join(map(str, removed.tables))}.")
    for backup in removed.backups:
        show.say(f"Its words may be in the backup of {backup.made_at}: {backup.path}.")
    if removed.cases:
        show.say(f"Erased its cases with their attributes and history: {shown_names(removed.cases)}.")
    for case in removed.kept_cases:
        others = shown_names(case.other_sources)
        show.say(f"The case {shown_name(case.name)} stays, since it appears in {others}.")
    show_mentions(removed.mentions)
    if removed.cases_without_source:
        names = shown_names(removed.cases_without_source)
        show.say(f"Cases without a source stay: {names}. Erase one: qualcode cases remove CASE --erase")
    if erase:
        show.say("Erase copies outside the project, exported tables and backups yourself.")


def show_source(
    source: Annotated[str, typer.Argument(help="The source's name.")],
    project: ProjectOption = None,
    coder: OnlyCodersOption = None,
) -> None:
    """Print a transcript with turn numbers, times and its codings."""
    from qualcode.cli.sources.transcript_output import print_transcript
    from qualcode.store.project import open_project
    from qualcode.workflows.sources import source_markings

    with open_project(project) as opened:
        markings = source_markings.load_markings(opened, source, coder or ())
    print_transcript(markings)
    for note in markings.notes:
        show.say(note)


speaker_commands.add_to(sources)
