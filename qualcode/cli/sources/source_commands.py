"""`import`, `sources`, `show`, `cases`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CoderOption,
    FormatOption,
    OnlyCoderOption,
    ProjectOption,
    coder_name,
)
from qualcode.model import Case, Listing, SourceId, SourceKind
from qualcode.output_formats import TableFormat

sources = typer.Typer(help="List the sources, rename or remove one.", invoke_without_command=True)
cases = typer.Typer(help="List the cases, or import a table of participants.", invoke_without_command=True)


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("import")(import_)
    app.command("show")(show_source)
    app.add_typer(sources, name="sources")
    app.add_typer(cases, name="cases")


def import_(
    paths: Annotated[list[str], typer.Argument(help="Files, folders and globs.", metavar="PATH…")],
    project: ProjectOption = None,
    coder: CoderOption = None,
    kind: Annotated[
        SourceKind, typer.Option(help="Interviews have speakers; in documents the paragraphs are the turns.")
    ] = SourceKind.INTERVIEW,
    speakers: Annotated[
        str | None,
        typer.Option(
            help="A regular expression with groups `speaker` and `time`, or `none`.", metavar="REGEX"
        ),
    ] = None,
    interviewer: Annotated[
        list[str] | None, typer.Option(help="A speaker label that is the interviewer's (repeatable).")
    ] = None,
    text_column: Annotated[str, typer.Option(help="The column with the words, in tables.")] = "",
    speaker_column: Annotated[str, typer.Option(help="The column with the speaker, in tables.")] = "",
    encoding: Annotated[str, typer.Option(help="A text file's encoding, where the guess is wrong.")] = "",
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Import transcripts: txt, md, docx, odt, rtf, pdf, html, vtt, srt, json, csv, xlsx."""
    from qualcode.cli.sources.import_summary import show_imported
    from qualcode.readers import ReadOptions
    from qualcode.store.project import open_project
    from qualcode.workflows.sources import import_files

    options = import_files.ImportOptions(
        kind=kind,
        speakers=speakers,
        interviewers=tuple(interviewer or ()),
        reading=ReadOptions(text_column=text_column, speaker_column=speaker_column, encoding=encoding),
    )
    found = import_files.find_files(paths)
    for file, what in found.passed_over.items():
        show.say(f"{file} is {what}; passed over.")
    done: list[import_files.ImportResult] = []
    with open_project(project) as opened, show.progress("Importing", len(found.files)) as advance:
        for one in import_files.import_files(opened, coder_name(coder), found.files, options):
            done.append(one)
            advance()
    show_imported(done, format_)
    if any(one.error for one in done):
        raise typer.Exit(1)


@sources.callback()
def list_sources(
    context: typer.Context, project: ProjectOption = None, format_: FormatOption = TableFormat.TABLE
) -> None:
    """List the sources."""
    if context.invoked_subcommand:
        return
    from qualcode.store.project import open_project
    from qualcode.store.records import sources as stored

    with open_project(project) as opened:
        found = stored.summaries(opened.database)
    columns = ("source", "kind", "turns", "sentences", "words", "codings", "file", "imported at")
    rows = (
        (
            one.name,
            one.kind.value,
            one.turns,
            one.sentences,
            one.words,
            one.codings,
            one.file_name,
            one.imported_at,
        )
        for one in found
    )
    show.rows(show.listing("", columns, rows), format_, empty="No sources yet: `qualcode import FILES`.")


@sources.command("rename")
def rename_source(name: str, new_name: str, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Give a source another name; codings do not notice."""
    from qualcode.store.project import open_project
    from qualcode.workflows.sources import import_files

    with open_project(project) as opened:
        import_files.rename(opened, coder_name(coder), name, new_name)
    show.say(f"{name} is now {new_name}.")


@sources.command("remove")
def remove_source(
    name: str,
    project: ProjectOption = None,
    coder: CoderOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    erase: Annotated[
        bool, typer.Option(help="Erase every word of it for good, as when a participant withdraws.")
    ] = False,
) -> None:
    """Remove a source with its codings; `undo` brings them back unless they were erased."""
    from qualcode.store.project import open_project
    from qualcode.workflows.sources import import_files

    question = f"Erase {name} and its codings for good?" if erase else f"Remove {name} and its codings?"
    if not yes and not typer.confirm(question, err=True):
        raise typer.Exit(1)
    with open_project(project) as opened:
        gone = import_files.remove(opened, coder_name(coder), name, erase=erase)
    show.say(f"{'Erased' if erase else 'Removed'} {name} with {gone.codings} codings.")
    if gone.copies:
        names = ", ".join(copy.name for copy in gone.copies)
        show.say(f"Deleted the older copies of the database too: {names}.")
    if erase:
        show.say("Copies outside the project, exported tables and backups are yours to erase.")


def show_source(
    source: Annotated[str, typer.Argument(help="The source's name.")],
    project: ProjectOption = None,
    coder: OnlyCoderOption = None,
) -> None:
    """Print a transcript with turn numbers, times, and its codings in colour and in the margin."""
    from qualcode.cli.sources.transcript_output import print_transcript
    from qualcode.store.project import open_project
    from qualcode.workflows.sources import source_markings

    with open_project(project) as opened:
        print_transcript(source_markings.view(opened, source, coder))


@cases.callback()
def list_cases(
    context: typer.Context, project: ProjectOption = None, format_: FormatOption = TableFormat.TABLE
) -> None:
    """List the cases with their attributes."""
    if context.invoked_subcommand:
        return
    from qualcode.store.project import open_project
    from qualcode.store.records import cases as stored
    from qualcode.store.records import sources as stored_sources

    with open_project(project) as opened:
        found = stored.read_all(opened.database)
        names = {identity: name for name, identity in stored_sources.ids_by_name(opened.database).items()}
    listing = _listed(found, names)
    show.rows(listing, format_, empty="No cases yet: `qualcode cases import participants.csv`.")


@cases.command("import")
def import_cases(
    path: Annotated[Path, typer.Argument(help="A .csv or .xlsx file with a row a participant.")],
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Import participants: columns `case`, `source`, `speaker`; every other column is an attribute."""
    from qualcode.store.project import open_project
    from qualcode.workflows.sources import participants

    with open_project(project) as opened:
        found = participants.import_cases(opened, coder_name(coder), path)
    attributes = len({name for case in found for name in case.attributes})
    show.say(f"{len(found)} cases with {attributes} attributes.")


def _listed(cases: Sequence[Case], names: Mapping[SourceId, str]) -> Listing:
    """Return cases as rows, with the names of the sources in which they speak and all their attributes."""
    attributes = list(dict.fromkeys(name for case in cases for name in case.attributes))

    def places(case: Case) -> str:
        return "; ".join(
            f"{names[source]} ({speaker})" if speaker else names[source] for source, speaker in case.sources
        )

    rows = (
        (case.name, places(case), *(case.attributes.get(name, "") for name in attributes)) for case in cases
    )
    return show.listing("", ("case", "sources", *attributes), rows)
